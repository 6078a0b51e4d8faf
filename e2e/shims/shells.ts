import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { COMMAND, type RunResult, type Sandbox } from '../support/sandbox.ts';
import { SYSTEM_PATH } from '../support/tools.ts';

/** The program of a shell on this machine; `undefined` where it has none, and tests of it are skipped. */
export async function findShell(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** A folder with `safe-install` in it, as a global installation puts it on PATH. */
export async function commandFolder(sandbox: Sandbox): Promise<string> {
  const folder = join(sandbox.folder, 'command');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'safe-install'), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`, {
    mode: 0o755,
  });
  return folder;
}

/** What a person has who has activated nothing yet; `extra` comes first on PATH. */
export async function plainEnvironment(
  sandbox: Sandbox,
  ...extra: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const PATH = [...extra, await commandFolder(sandbox), SYSTEM_PATH].join(delimiter);
  return { PATH, VIRTUAL_ENV: '', VIRTUAL_ENV_DISABLE_PROMPT: '1' };
}

/** Makes the scripts that activate the environment name the place that it was copied to. */
export async function mendActivation({ venv }: Sandbox): Promise<void> {
  for (const name of ['activate', 'activate.fish']) {
    const path = join(venv, 'bin', name);
    const text = await readFile(path, 'utf8');
    const made = /VIRTUAL_ENV[= ]"?(\/[^"\n]*)"?$/m.exec(text)?.[1];
    if (made === undefined) throw new Error(`${path} names no environment`);
    await writeFile(path, text.replaceAll(made, venv));
  }
}

/** Takes out of the environment whatever is not pip's. */
export async function emptyEnvironment(sandbox: Sandbox): Promise<void> {
  const folder = await sandbox.sitePackages();
  for (const name of await readdir(folder))
    if (!/^pip(?:-.*)?$/.test(name)) await rm(join(folder, name), { recursive: true });
}

/** How many times a run has gone through safe-install: each ends with its counts. */
export const gates = (result: RunResult): number =>
  result.stderr.match(/^\d+ attested, .* refused$/gm)?.length ?? 0;
