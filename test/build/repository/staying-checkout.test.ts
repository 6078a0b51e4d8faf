import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseRepositoryAddress } from '../../../src/build/repository/repository-address.ts';
import { checkOutToStay } from '../../../src/build/repository/staying-checkout.ts';
import { execProgram } from '../../../src/platform/index.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const repository = join(scratch.path, 'repository');
const environment = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };

const gitAt = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Me', '-c', 'user.email=me@example.com', ...args], {
    cwd,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

const ids: Record<string, string> = {};

function commit(text: string): string {
  writeFileSync(join(repository, 'file'), text);
  gitAt(repository, 'add', '-A');
  gitAt(repository, 'commit', '-q', '-m', text);
  return gitAt(repository, 'rev-parse', 'HEAD');
}

beforeAll(() => {
  mkdirSync(join(repository, 'python'), { recursive: true });
  writeFileSync(join(repository, 'python', 'here'), '');
  gitAt(repository, 'init', '-q', '-b', 'main');
  ids.first = commit('first');
  gitAt(repository, 'tag', 'v1');
  ids.second = commit('second');
  gitAt(repository, 'tag', 'v2');
});

const stay = (suffix: string, folder: string, from = repository) =>
  checkOutToStay(parseRepositoryAddress(`git+${pathToFileURL(from).href}${suffix}`), folder, {
    exec: execProgram,
    environment,
    signal: new AbortController().signal,
  });

/** Where a checkout would be made, in a folder that is not there. */
const place = (): string => join(mkdtempSync(join(scratch.path, 'env-')), 'src', 'acme');
const textIn = (folder: string): string => readFileSync(join(folder, 'file'), 'utf8');

describe('checkOutToStay', () => {
  it('makes the checkout where it will be used, and takes it away again with the folder above it', async () => {
    const folder = place();
    const { root, commit: id, undo } = await stay('@v1#subdirectory=python', folder);
    expect([root, id, textIn(folder)]).toEqual([join(folder, 'python'), ids.first, 'first']);
    await undo();
    expect(existsSync(join(folder, '..'))).toBe(false);
  });

  it('leaves what else is beside it', async () => {
    const folder = place();
    mkdirSync(join(folder, '..', 'other'), { recursive: true });
    const { undo } = await stay('@v1', folder);
    await undo();
    expect([existsSync(folder), existsSync(join(folder, '..', 'other'))]).toEqual([false, true]);
  });

  it('brings what is there to the revision that is asked for, and back again', async () => {
    const folder = place();
    await stay('@v1', folder);
    const { commit: id, undo } = await stay('@v2', folder);
    expect([id, textIn(folder)]).toEqual([ids.second, 'second']);
    await undo();
    expect([gitAt(folder, 'rev-parse', 'HEAD'), textIn(folder)]).toEqual([ids.first, 'first']);
  });

  it('brings a branch back as one, and leaves what is there where no revision is named', async () => {
    const folder = place();
    await stay('@v1', folder);
    gitAt(folder, 'checkout', '-q', '-b', 'mine');
    const { commit: id, undo } = await stay('', folder);
    expect(id).toBe(ids.first);
    await undo();
    expect(gitAt(folder, 'symbolic-ref', '--short', 'HEAD')).toBe('mine');
  });

  it('leaves what it has found where the revision is none', async () => {
    const folder = place();
    await expect(stay('@v7', folder)).toRefuseWith('source.repository');
    expect(existsSync(join(folder, '..'))).toBe(false);
    await stay('@v1', folder);
    await expect(stay('@v7', folder)).toRefuseWith('source.repository');
    expect(textIn(folder)).toBe('first');
  });

  it.each<[string, (folder: string) => Promise<unknown> | undefined]>([
    ['something else', async (folder) => mkdirSync(folder, { recursive: true })],
    [
      'a folder of another repository',
      async (folder) => {
        mkdirSync(folder, { recursive: true });
        gitAt(join(folder, '..'), 'init', '-q');
        gitAt(join(folder, '..'), 'remote', 'add', 'origin', pathToFileURL(repository).href);
      },
    ],
    [
      'a repository from elsewhere',
      async (folder) => {
        await stay('@v1', folder);
        gitAt(folder, 'remote', 'set-url', 'origin', 'https://me:secret@git.example/evil');
      },
    ],
    [
      'changes of the user’s',
      async (folder) => {
        await stay('@v1', folder);
        writeFileSync(join(folder, 'file'), 'mine');
      },
    ],
  ])('refuses %s in its place, and leaves it as it is', async (_reason, prepare) => {
    const folder = place();
    await prepare(folder);
    const before = existsSync(join(folder, 'file')) ? textIn(folder) : null;
    const refused = await stay('@v2', folder).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'source.repository', subject: folder });
    expect(JSON.stringify(refused)).not.toContain('secret');
    expect(existsSync(folder)).toBe(true);
    if (before !== null) expect(textIn(folder)).toBe(before);
  });
});
