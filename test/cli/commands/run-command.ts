import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../../src/cli/main.ts';

export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project folder with folders of its own for state, cache and configuration; it goes with the test. */
export interface Project {
  readonly folder: string;
  /** Writes a file below the project; `../config/x` is in the user's configuration. */
  write(name: string, text: string): Promise<void>;
  /** Runs the command in this process. */
  run(...words: string[]): Promise<Captured>;
}

export async function makeProject(environment: Readonly<Record<string, string>> = {}): Promise<Project> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'safe-install-command-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'project');
  await mkdir(folder);
  return {
    folder,
    async write(name, text) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    },
    async run(...words) {
      const out: string[] = [];
      const err: string[] = [];
      const exitCode = await run(words, {
        environment: {
          SAFE_INSTALL_STATE_DIR: join(root, 'state'),
          SAFE_INSTALL_CACHE_DIR: join(root, 'cache'),
          SAFE_INSTALL_CONFIG_DIR: join(root, 'config'),
          ...environment,
        },
        currentFolder: folder,
        stdout: { write: (text) => out.push(text) > 0 },
        stderr: { write: (text) => err.push(text) > 0 },
        signal: new AbortController().signal,
      });
      return { exitCode, stdout: out.join(''), stderr: err.join('') };
    },
  };
}
