import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunResult, Sandbox } from '../support/sandbox.ts';

/** The installer itself, without us. */
export const plainly = (sandbox: Sandbox, args: readonly string[]): Promise<RunResult> =>
  sandbox.installer === 'pip'
    ? sandbox.program(sandbox.python, ['-m', 'pip', 'install', ...args])
    : sandbox.program('uv', ['pip', 'install', '--python', sandbox.python, ...args]);

/** Puts a project into a folder of the working folder. */
export async function putProject(
  sandbox: Sandbox,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(sandbox.project, folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** What an environment knows of `acme 1.0`: the list of everything, and where that came from; its own folder named. */
export async function rememberedOf(sandbox: Sandbox): Promise<readonly string[]> {
  const path = join(await sandbox.sitePackages(), 'acme-1.0.dist-info/direct_url.json');
  const lines = [...(await sandbox.freeze()), await readFile(path, 'utf8')];
  return lines.map((line) => line.replaceAll(sandbox.folder, '[SANDBOX]'));
}
