import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOut, gitEnvironment } from '../../../src/build/repository/git-checkout.ts';
import { parseRepositoryAddress } from '../../../src/build/repository/repository-address.ts';
import { execProgram } from '../../../src/platform/index.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const repository = join(scratch.path, 'repository');
const ran = join(scratch.path, 'ran');

/** The configuration of a user with hooks and a program that git would ask about files. */
const configuration = scratch.put(
  [
    '[user]\n\tname = Me\n\temail = me@example.com',
    `[core]\n\thooksPath = ${join(scratch.path, 'hooks')}\n\tfsmonitor = "touch ${ran}; false"`,
    '[protocol "ext"]\n\tallow = always',
    '[protocol "file"]\n\tallow = always',
    '[init]\n\tdefaultBranch = main',
  ].join('\n'),
  'gitconfig',
);
const environment = { ...process.env, GIT_CONFIG_GLOBAL: configuration, GIT_CONFIG_NOSYSTEM: '1' };

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'core.hooksPath=', '-c', 'core.fsmonitor=false', ...args], {
    cwd: repository,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

function commit(text: string): string {
  writeFileSync(join(repository, 'file'), text);
  git('add', '-A');
  git('commit', '-q', '-m', text);
  return git('rev-parse', 'HEAD');
}

const ids: Record<string, string> = {};
beforeAll(() => {
  mkdirSync(join(repository, 'python'), { recursive: true });
  mkdirSync(join(scratch.path, 'hooks'));
  for (const hook of ['post-checkout', 'post-merge', 'reference-transaction'])
    writeFileSync(join(scratch.path, 'hooks', hook), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
  git('init', '-q');
  writeFileSync(join(repository, 'python', 'here'), '');
  symlinkSync('/', join(repository, 'out'));
  ids.first = commit('first');
  git('tag', 'v1');
  ids.second = commit('second');
  git('branch', 'both', ids.first);
  git('tag', 'both', ids.second);
  git('update-ref', 'refs/pull/7/head', commit('pulled'));
  ids.pulled = git('rev-parse', 'HEAD');
  git('reset', '-q', '--hard', ids.second);
});

const checkedOut = (suffix: string, from = repository) =>
  checkOut(
    parseRepositoryAddress(`git+${pathToFileURL(from).href}${suffix}`),
    mkdtempSync(join(scratch.path, 'parent-')),
    { exec: execProgram, environment, signal: new AbortController().signal },
  );

describe('checkOut', () => {
  it.each([
    ['what the repository shows', '', 'second'],
    ['a tag', '@v1', 'first'],
    ['a branch before a tag', '@both', 'first'],
    ['what only the server has', '@refs/pull/7/head', 'pulled'],
  ])('takes %s', async (_reason, suffix, expected) => {
    const { root, commit: id } = await checkedOut(suffix);
    expect([id, readFileSync(join(root, 'file'), 'utf8')]).toEqual([ids[expected], expected]);
  });

  it('takes a commit, and a folder of it', async () => {
    const { root, commit: id } = await checkedOut(`@${ids.first}#subdirectory=python`);
    expect([id, existsSync(join(root, 'here'))]).toEqual([ids.first, true]);
  });

  it('runs no program of the user’s configuration', async () => {
    await checkedOut('');
    expect(existsSync(ran)).toBe(false);
  });

  it.each([
    ['a revision that is not there', '@nothing'],
    ['a folder that is not there', '#subdirectory=nothing'],
    ['a folder that leads out', '#subdirectory=out'],
  ])('refuses %s', async (_reason, suffix) => {
    await expect(checkedOut(suffix)).toRefuseWith('source.repository');
  });

  it('refuses what is no repository', async () => {
    await expect(checkedOut('', scratch.path)).toRefuseWith('source.repository');
  });

  it('lets no submodule run a program in the place of a server', async () => {
    writeFileSync(
      join(repository, '.gitmodules'),
      `[submodule "evil"]\n\tpath = evil\n\turl = "ext::sh -c touch% ${ran}"\n`,
    );
    git('update-index', '--add', '--cacheinfo', `160000,${ids.first},evil`);
    git('add', '.gitmodules');
    git('commit', '-q', '-m', 'evil');
    git('branch', 'evil');
    git('reset', '-q', '--hard', ids.second ?? '');
    await expect(checkedOut('@evil')).toRefuseWith('source.repository');
    expect(existsSync(ran)).toBe(false);
  });
});

describe('the environment of git', () => {
  it('leads to no other repository, and asks nobody', () => {
    const variables = gitEnvironment({
      PATH: '/bin',
      GIT_DIR: '/other/.git',
      GIT_ASKPASS: '/bin/evil',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.sshCommand',
      GIT_CONFIG_VALUE_0: 'evil',
      GIT_SSH_COMMAND: 'ssh -i key',
    });
    expect(variables).toEqual({
      PATH: '/bin',
      GIT_SSH_COMMAND: 'ssh -i key',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
    });
  });
});
