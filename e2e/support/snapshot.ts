import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Every path below a folder, with what is there: `folder`, `-> target`, or mode, size and sha256 of a file. */
export type Snapshot = ReadonlyMap<string, string>;

async function describeFile(path: string): Promise<string> {
  const { mode, size } = await lstat(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return `${(mode & 0o7777).toString(8)} ${size} ${hash.digest('hex')}`;
}

/**
 * What is below `folder`, to be compared with what is there later. A folder that does not exist is an empty snapshot.
 *
 * Byte code is left out: Python writes it whenever it runs a module, pip's own among them.
 */
export async function takeSnapshot(folder: string): Promise<Snapshot> {
  const found = new Map<string, string>();
  const walk = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    for (const entry of entries) {
      const path = join(directory, entry.name);
      const name = relative(folder, path).split(sep).join('/');
      if (entry.name === '__pycache__') continue;
      if (entry.isSymbolicLink()) found.set(name, `-> ${await readlink(path)}`);
      else if (entry.isDirectory()) {
        found.set(name, 'folder');
        await walk(path);
      } else found.set(name, await describeFile(path));
    }
  };
  await walk(folder);
  return found;
}

/** Paths that came, went or changed, each with a `+`, `-` or `~` before it; empty when nothing did. */
export function difference(before: Snapshot, after: Snapshot): string[] {
  const lines: string[] = [];
  for (const [path, state] of after) {
    const old = before.get(path);
    if (old === undefined) lines.push(`+ ${path}`);
    else if (old !== state) lines.push(`~ ${path}`);
  }
  for (const path of before.keys()) if (!after.has(path)) lines.push(`- ${path}`);
  return lines.sort();
}
