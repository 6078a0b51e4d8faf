import { describe, expect, it } from 'vitest';
import { type MarkerEnvironment, parseTag } from '../../../src/packaging/index.ts';
import type { LockFile } from '../../../src/prepare/lock/lock-files.ts';
import { planOfLocks } from '../../../src/prepare/lock/locked-plan.ts';
import { acme, DIGEST, lockFile } from './support.ts';

const plan = (...files: readonly LockFile[]) =>
  planOfLocks(files, {
    markers: { python_full_version: '3.11.7' } as MarkerEnvironment,
    tags: parseTag('py3-none-any'),
  });

const HASHES = `hashes = { sha256 = "${DIGEST}" }`;
const entry = (line: string) => ['[[packages]]', 'name = "acme"', line];

describe('planOfLocks', () => {
  it('asks for each file by its version and digest, with the place', () => {
    const { requirements, entries, words } = plan(
      lockFile(acme('index = "https://packages.example/simple"')),
    );
    expect(
      requirements.map((each) => [
        each.kind === 'named' ? String(each.requirement) : each.kind,
        each.hashes,
        each.origin,
      ]),
    ).toEqual([['acme==1.0', [{ algorithm: 'sha256', digest: DIGEST }], 'pylock.toml:3']]);
    expect(words).toEqual([]);
    const [acmeEntry] = entries.values();
    expect(acmeEntry).toMatchObject({
      url: 'https://files.example/acme-1.0-py3-none-any.whl',
      index: 'https://packages.example/simple',
      publishers: null,
    });
    expect(
      ([undefined, 'size', 'url', 'hashes.sha256', 'index'] as const).map((key) => acmeEntry?.placeOf(key)),
    ).toEqual(['pylock.toml:8', 'pylock.toml:8', 'pylock.toml:8', 'pylock.toml:8', 'pylock.toml:6']);
  });

  it.each([
    [
      'an archive',
      `archive = { url = "https://x.example/acme-1.0.zip", subdirectory = "a b", ${HASHES} }`,
      'acme @ https://x.example/acme-1.0.zip#subdirectory=a%20b',
      1,
    ],
    [
      'a repository',
      'vcs = { type = "git", url = "https://x.example/acme", commit-id = "abc", subdirectory = "s" }',
      'acme @ git+https://x.example/acme@abc#subdirectory=s',
      0,
    ],
    ['a folder', 'directory = { path = "../acme" }', 'file:///acme', 0],
  ])('asks for %s by its address', (_reason, line, text, hashes) => {
    const { words } = plan(lockFile(entry(line)));
    expect(words.map((word) => [word.text, word.hashes.length, word.origin])).toEqual([
      [text, hashes, 'pylock.toml:3'],
    ]);
  });

  it('tells the publishers, each with its place', () => {
    const lines = acme();
    const identity = [
      '[[packages.attestation-identities]]',
      'kind = "GitHub"',
      'repository = "a/b"',
      'workflow = "c"',
    ];
    const { publishers } = plan(lockFile([...lines, ...identity, 'environment = ""']));
    expect(publishers.get('acme' as never)).toEqual([
      {
        publisher: { kind: 'GitHub', repository: 'a/b', workflow: 'c', environment: null },
        origin: 'pylock.toml:9',
      },
    ]);
  });

  it('leaves out a publisher of a kind that is not known, where there is another', () => {
    const identities = [
      '[[packages.attestation-identities]]',
      'kind = "Odd"',
      '[[packages.attestation-identities]]',
      'kind = "Google"',
      'email = "a@b.example"',
    ];
    const { publishers } = plan(lockFile([...acme(), ...identities]));
    expect(publishers.get('acme' as never)?.map(({ origin }) => origin)).toEqual(['pylock.toml:11']);
  });

  it.each<readonly [string, readonly LockFile[], string]>([
    [
      'a publisher of an unknown kind alone',
      [lockFile([...acme(), '[[packages.attestation-identities]]', 'kind = "Odd"'])],
      'lock.identity',
    ],
    [
      'a publisher that lacks a field',
      [lockFile([...acme(), '[[packages.attestation-identities]]', 'kind = "GitHub"', 'repository = "a/b"'])],
      'lock.identity',
    ],
    [
      'a file without a sha256',
      [
        lockFile(
          entry('wheels = [{ url = "https://x.example/acme-1.0-py3-none-any.whl", hashes = { md5 = "x" } }]'),
        ),
      ],
      'lock.no-sha256',
    ],
    [
      'an archive without a sha256',
      [lockFile(entry('archive = { path = "a.zip", hashes = { md5 = "x" } }'))],
      'lock.no-sha256',
    ],
    ['two locks with one project', [lockFile(acme()), lockFile(acme())], 'lock.ambiguous'],
    [
      'what no file fits',
      [lockFile(entry(`wheels = [{ path = "acme-1.0-cp39-none-any.whl", ${HASHES} }]`))],
      'lock.no-file',
    ],
  ])('refuses %s', (_reason, files, code) => {
    expect(() => plan(...files)).toRefuse(code);
  });
});

describe('where a file of a lock is', () => {
  const at = (line: string, url: string) =>
    plan(lockFile(entry(`wheels = [{ ${line}, ${HASHES} }]`), { url })).entries.get('acme' as never)?.url;
  const WHEEL = 'acme-1.0-py3-none-any.whl';

  it.each([
    ['its path, beside the lock', `path = "${WHEEL}"`, 'file:///locks/pylock.toml', `file:///locks/${WHEEL}`],
    [
      'its path before its URL',
      `path = "${WHEEL}", url = "https://x.example/${WHEEL}"`,
      'file:///locks/pylock.toml',
      `file:///locks/${WHEEL}`,
    ],
    ['a path of Windows', `path = 'a\\${WHEEL}'`, 'file:///locks/pylock.toml', `file:///locks/a/${WHEEL}`],
    [
      'a path with odd characters',
      `path = "a#b?c:%/${WHEEL}"`,
      'file:///locks/pylock.toml',
      `file:///locks/a%23b%3Fc%3A%25/${WHEEL}`,
    ],
    ['an absolute path', `path = "/abs/${WHEEL}"`, 'file:///locks/pylock.toml', `file:///abs/${WHEEL}`],
    [
      'its URL',
      `url = "https://x.example/${WHEEL}"`,
      'file:///locks/pylock.toml',
      `https://x.example/${WHEEL}`,
    ],
    [
      'a path beside a remote lock',
      `path = "../${WHEEL}"`,
      'https://x.example/a/pylock.toml',
      `https://x.example/${WHEEL}`,
    ],
  ])('%s', (_reason, line, url, expected) => {
    expect(at(line, url)).toBe(expected);
  });

  it.each([
    ['an absolute path', `path = "/etc/${WHEEL}"`],
    ['an absolute path of Windows', `path = 'C:\\${WHEEL}'`],
    ['another host', `path = "//evil.example/${WHEEL}"`],
    ['a file URL', `url = "file:///etc/${WHEEL}"`],
  ])('is never %s for a lock from the network', (_reason, line) => {
    const refused = () => at(line, 'https://x.example/pylock.toml');
    expect(refused).toRefuse('lock.source');
    expect(refused).toThrow(expect.objectContaining({ subject: 'pylock.toml:5' }));
  });
});
