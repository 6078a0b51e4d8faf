import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { projectFiles } from './buildable.ts';

/** A git repository on this machine: `boxed 1.0` at its tag `v1.0`, `boxed 2.0` on its branch `main`, both in `python/`. */
export interface Repository {
  readonly folder: string;
  /** The id of the first commit; the same every time. */
  readonly commit: string;
}

const WHO = { NAME: 'Me', EMAIL: 'me@example.com', DATE: '2026-01-01T00:00:00Z' };

export async function makeRepository(): Promise<Repository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'safe-install-repository-')));
  const env = Object.fromEntries(
    Object.entries(WHO).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const git = async (...args: readonly string[]): Promise<string> => {
    const alone = { ...env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
    return (await execa('git', args, { cwd: folder, env: alone })).stdout;
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('config', 'uploadpack.allowFilter', 'true');
  for (const version of ['1.0', '2.0']) {
    for (const [name, text] of Object.entries(projectFiles('python', 'boxed', version))) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--message', version);
    if (version === '1.0') await git('tag', 'v1.0');
  }
  return { folder, commit: await git('rev-parse', 'v1.0^{commit}') };
}
