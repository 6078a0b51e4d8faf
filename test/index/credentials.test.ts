import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import type { IndexConfig } from '../../src/index/config.ts';
import { Credentials } from '../../src/index/credentials.ts';
import { type Exec, type ExecResult, writeFileAtomic } from '../../src/platform/index.ts';
import { keepingLog, temporaryFolder } from './support.ts';

type Answer = Partial<ExecResult> | SafeInstallError;

const SAFE_EXIT: ExecResult = { exitCode: 0, stdout: '', stderr: '' };

let calls: (readonly string[])[];
beforeEach(() => {
  calls = [];
});

const execWith =
  (answers: (args: readonly string[]) => Answer): Exec =>
  (program, args) => {
    calls.push([program, ...args]);
    const answer = answers(args);
    return answer instanceof SafeInstallError
      ? Promise.reject(answer)
      : Promise.resolve({ ...SAFE_EXIT, ...answer });
  };

const absent = new SafeInstallError({ code: 'exec.not-found', message: '"keyring" cannot be started' });

interface Options extends Partial<IndexConfig> {
  readonly netrc?: string;
  readonly exec?: Exec;
}

async function credentials({ netrc, exec, ...config }: Options) {
  const log = keepingLog();
  const path = join(await temporaryFolder(), 'netrc');
  if (netrc !== undefined) await writeFileAtomic(path, netrc);
  const made = new Credentials(
    {
      indexes: [],
      pins: { indexOf: () => null, indexes: [] },
      findLinks: [],
      keyringProvider: 'auto',
      ...config,
    },
    { exec: exec ?? execWith(() => absent), environment: { NETRC: path }, log },
  );
  const decoded = async (url: string, refused?: string) => {
    const header = await made.authorize(new URL(url), refused === undefined ? undefined : { refused });
    return header === undefined ? undefined : Buffer.from(header.slice('Basic '.length), 'base64').toString();
  };
  return { first: (url: string) => decoded(url), again: (url: string) => decoded(url, 'Basic x'), log };
}

describe('before a refusal', () => {
  const NETRC = 'machine index.example login netrc password n';

  it.each<[string, Options, string, string | undefined]>([
    ['nothing is known', {}, 'https://index.example/a', undefined],
    ['the URL', { netrc: NETRC }, 'https://me:x@index.example/a', 'me:x'],
    [
      'the index of the URL',
      { indexes: ['https://me:x@index.example/simple'] },
      'https://index.example/files/a',
      'me:x',
    ],
    [
      'a pinned index',
      { pins: { indexOf: () => null, indexes: ['https://me:x@index.example/'] } },
      'https://index.example/',
      'me:x',
    ],
    [
      'a page of links',
      { findLinks: ['https://me:x@index.example/links', './folder'] },
      'https://index.example/',
      'me:x',
    ],
    [
      'the index before netrc',
      { indexes: ['https://me:x@index.example/simple'], netrc: NETRC },
      'https://index.example/',
      'me:x',
    ],
    ['netrc', { netrc: NETRC }, 'https://index.example:8443/a', 'netrc:n'],
    ['the default of netrc', { netrc: 'default login d password e' }, 'https://index.example/a', 'd:e'],
    ['netrc before a user name alone', { netrc: NETRC }, 'https://me@index.example/', 'netrc:n'],
    ['a user name alone', {}, 'https://me@index.example/', 'me:'],
    [
      'a user name alone of the index',
      { indexes: ['https://me@index.example/'] },
      'https://index.example/a',
      'me:',
    ],
    ['escapes', { indexes: ['https://m%40e:p%2Fx@index.example/'] }, 'https://index.example/a', 'm@e:p/x'],
    [
      'not those of another host',
      { indexes: ['https://me:x@other.example/'] },
      'https://index.example/a',
      undefined,
    ],
    [
      'not those of another port',
      { indexes: ['https://me:x@index.example:8443/'] },
      'https://index.example/a',
      undefined,
    ],
    [
      'not those of https over http',
      { indexes: ['https://me:x@index.example/'] },
      'http://index.example/a',
      undefined,
    ],
    [
      'not those of a host that begins alike',
      { indexes: ['https://me:x@index.example/'] },
      'https://index.example.evil.example/a',
      undefined,
    ],
    ['an index that is no URL', { indexes: ['https://[/'] }, 'https://index.example/a', undefined],
  ])('%s', async (_reason, options, url, expected) => {
    const { first } = await credentials(options);
    expect(await first(url)).toBe(expected);
    expect(calls).toEqual([]);
  });

  it('takes the index that shares the most of the path', async () => {
    const indexes = ['https://a:1@index.example/one/simple', 'https://b:2@index.example/two/simple'];
    const { first } = await credentials({ indexes });
    expect(await first('https://index.example/two/files/x.whl')).toBe('b:2');
    expect(await first('https://index.example/one/files/x.whl')).toBe('a:1');
  });

  it.each([
    ['of another form', 'machine a surprise'],
    ['of more than a megabyte', ' '.repeat(1024 * 1024 + 1)],
  ])('a netrc %s is told of and not used', async (_reason, netrc) => {
    const { first, log } = await credentials({ netrc });
    expect(await first('https://a/')).toBeUndefined();
    expect(log.lines).toEqual([expect.stringContaining('is not used')]);
  });
});

describe('after a refusal', () => {
  const found = execWith((args) =>
    args[0] === 'get' ? { stdout: 'secret\n' } : { stdout: '{"username": "me", "password": "secret"}' },
  );
  const indexes = ['https://index.example/simple/'];

  it('asks the keyring for the index, then remembers', async () => {
    const { first, again } = await credentials({ indexes, exec: found });
    const urls = ['https://index.example/simple/a/', 'https://index.example/simple/b/'];
    expect(await Promise.all(urls.map(again))).toEqual(['me:secret', 'me:secret']);
    expect(await first('https://index.example/files/a.whl')).toBe('me:secret');
    expect(calls).toEqual([
      ['keyring', '--mode=creds', '--output=json', 'get', 'https://index.example/simple/'],
    ]);
  });

  it('asks for the password of a user name that is known', async () => {
    const { again } = await credentials({ indexes: ['https://t%40ken@index.example/simple/'], exec: found });
    expect(await again('https://index.example/simple/a/')).toBe('t@ken:secret');
    expect(calls).toEqual([['keyring', 'get', 'https://index.example/simple/', 't@ken']]);
  });

  it('asks for the host where the index has no entry', async () => {
    const exec = execWith((args) =>
      args.at(-1) === 'index.example' ? { stdout: '{"username":"me","password":"x"}' } : { exitCode: 1 },
    );
    const { again } = await credentials({ indexes, exec });
    expect(await again('https://index.example/simple/a/')).toBe('me:x');
  });

  it.each<[string, Answer]>([
    ['has no entry', { exitCode: 1 }],
    ['says nothing', { stdout: '' }],
    ['says something else', { stdout: 'Password: ' }],
    ['says another JSON', { stdout: '{"username": 1}' }],
    ['is not installed', absent],
    ['hangs', new SafeInstallError({ code: 'exec.timeout', message: 'it did not end' })],
  ])('a keyring that %s gives nothing', async (_reason, answer) => {
    const { again, log } = await credentials({ indexes, exec: execWith(() => answer) });
    expect(await again('https://index.example/simple/a/')).toBeUndefined();
    expect(log.lines).toEqual([]);
  });

  it('a keyring that was asked for by name and is not there is warned of, and asked once', async () => {
    const { again, log } = await credentials({
      indexes,
      keyringProvider: 'subprocess',
      exec: execWith(() => absent),
    });
    expect(await again('https://index.example/simple/a/')).toBeUndefined();
    expect(await again('https://other.example/')).toBeUndefined();
    expect(log.lines).toEqual([expect.stringContaining('keyring')]);
    expect(calls).toHaveLength(1);
  });

  it('a keyring that is disabled is not asked', async () => {
    const { again } = await credentials({ indexes, keyringProvider: 'disabled', exec: found });
    expect(await again('https://index.example/simple/a/')).toBeUndefined();
    expect(calls).toEqual([]);
  });
});
