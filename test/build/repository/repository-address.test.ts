import { describe, expect, it } from 'vitest';
import {
  isRepository,
  parseRepositoryAddress,
  type RepositoryAddress,
} from '../../../src/build/repository/repository-address.ts';

const address = (url: string, revision: string | null = null, subdirectory: string | null = null) =>
  ({ url, revision, subdirectory }) satisfies RepositoryAddress;

describe('the address of a repository', () => {
  it.each<[string, RepositoryAddress]>([
    ['git+https://git.example/acme.git', address('https://git.example/acme.git')],
    ['git+https://git.example/acme.git@main', address('https://git.example/acme.git', 'main')],
    ['git+https://me:pw@git.example/acme', address('https://me:pw@git.example/acme')],
    ['git+https://me@git.example/acme@v1.0', address('https://me@git.example/acme', 'v1.0')],
    ['git+ssh://git@git.example/acme.git@a/b', address('ssh://git@git.example/acme.git', 'a/b')],
    ['git+file:///srv/acme@refs/pull/1/head', address('file:///srv/acme', 'refs/pull/1/head')],
    [
      'git+https://git.example/acme#egg=acme&subdirectory=./python/',
      address('https://git.example/acme', null, 'python'),
    ],
    ['GIT+https://git.example/acme', address('https://git.example/acme')],
  ])('is read: %s', (text, expected) => {
    expect(isRepository(text)).toBe(true);
    expect(parseRepositoryAddress(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a program in its place', 'git+ext::sh -c evil'],
    ['a host that is none', 'git+git@git.example:acme.git'],
    ['a path alone', 'git+/srv/acme'],
    ['an option for a revision', 'git+https://git.example/acme@--upload-pack=evil'],
    ['an empty revision', 'git+https://git.example/acme@'],
    ['a range', 'git+https://git.example/acme@a..b'],
    ['what only a search finds', 'git+https://git.example/acme@main^{/evil}'],
    ['an endless revision', `git+https://git.example/acme@${'a'.repeat(1000)}`],
    ['a folder above', 'git+https://git.example/acme#subdirectory=../x'],
    ['an absolute folder', 'git+https://git.example/acme#subdirectory=/etc'],
  ])('is refused: %s', (_reason, text) => {
    expect(() => parseRepositoryAddress(text)).toRefuse('source.repository');
  });

  it('is none of another kind', () => {
    expect(isRepository('https://git.example/acme.git')).toBe(false);
  });
});
