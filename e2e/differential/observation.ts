import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallationReport } from '../support/installation-report.ts';

/** What a program has done, in what can be compared. */
export interface Observation {
  readonly exitCode: number;
  /** What it said; not compared. */
  readonly said: string;
  /** As `pip freeze` lists it. */
  readonly freeze: readonly string[];
  /** `group name value project`, sorted. */
  readonly entryPoints: readonly string[];
  /** Every path, with the sha256 of a file, the target of a link, or `folder` of an empty one. */
  readonly files: ReadonlyMap<string, string>;
  /** What `--report` has written into `report.json` of the working folder. */
  readonly report: InstallationReport | undefined;
}

/** A folder that is looked at, and what of it is not. */
export interface Root {
  /** As its paths begin in the observation. */
  readonly name: string;
  readonly path: string;
  readonly leaveOut: (path: string) => boolean;
}

/** Written anew by every run, or named by chance. */
const report = (path: string): boolean => path.endsWith('report.json') || path.endsWith('.log');

/** What stands below these folders now. Of bytecode only the name counts: it holds the time at which its source was written. */
export async function lookAt(roots: readonly Root[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const walk = async (root: Root, folder: string): Promise<void> => {
    const entries = await readdir(join(root.path, folder), { withFileTypes: true });
    if (entries.length === 0 && folder !== '') found.set(`${root.name}/${folder}`, 'folder');
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (root.leaveOut(path)) continue;
      const full = join(root.path, path);
      if (entry.isDirectory()) await walk(root, path);
      else if (entry.isSymbolicLink()) found.set(`${root.name}/${path}`, `-> ${await readlink(full)}`);
      else found.set(`${root.name}/${path}`, await describeFile(full));
    }
  };
  for (const root of roots) await walk(root, '');
  return found;
}

async function describeFile(path: string): Promise<string> {
  if (path.endsWith('.pyc')) return 'bytecode';
  if (report(path)) return 'written';
  const { mode } = await lstat(path);
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return `${(mode & 0o111) === 0 ? '' : 'executable '}${digest}`;
}
