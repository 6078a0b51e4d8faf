import { describe, expect, it } from 'vitest';
import { MAX_DIRECT_URL_BYTES, parseDirectUrl } from '../../src/packaging/index.ts';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const URL = 'https://files.example/acme-1.0.tar.gz';

describe('parseDirectUrl', () => {
  it.each<[string, unknown, object]>([
    [
      'an archive',
      { url: URL, archive_info: {} },
      { url: URL, kind: 'archive', hashes: {}, subdirectory: null },
    ],
    [
      'an archive with digests',
      { url: URL, archive_info: { hashes: { sha256: 'aa' } } },
      { hashes: { sha256: 'aa' } },
    ],
    [
      'a digest in the older form',
      { url: URL, archive_info: { hash: 'sha256=aa' } },
      { hashes: { sha256: 'aa' } },
    ],
    [
      'both forms',
      { url: URL, archive_info: { hash: 'sha256=aa', hashes: { sha256: 'aa', md5: 'b' } } },
      { hashes: { sha256: 'aa', md5: 'b' } },
    ],
    ['a folder', { url: 'file:///srv/acme', dir_info: {} }, { kind: 'directory', editable: false }],
    [
      'an editable folder',
      { url: 'file:///srv/acme', dir_info: { editable: true } },
      { kind: 'directory', editable: true },
    ],
    ['a folder of Windows', { url: 'file:///C:/acme', dir_info: {} }, { kind: 'directory' }],
    [
      'a repository',
      {
        url: 'https://code.example/acme.git',
        subdirectory: 'py',
        vcs_info: { vcs: 'git', commit_id: 'abc', requested_revision: 'main' },
      },
      { kind: 'vcs', vcs: 'git', commitId: 'abc', requestedRevision: 'main', subdirectory: 'py' },
    ],
    ['members that nobody knows', { url: URL, archive_info: { size: 1 }, x: 1 }, { kind: 'archive' }],
  ])('reads %s', (_what, value, expected) => {
    expect(parseDirectUrl(bytes(value))).toMatchObject(expected);
  });

  it.each<[string, Uint8Array]>([
    ['no JSON', new TextEncoder().encode('{')],
    ['bytes that are not UTF-8', Uint8Array.of(0xff)],
    ['a list', bytes([])],
    ['no URL', bytes({ archive_info: {} })],
    ['a URL that is a number', bytes({ url: 1, archive_info: {} })],
    ['nothing of what it is', bytes({ url: URL })],
    ['two things at once', bytes({ url: URL, archive_info: {}, dir_info: {} })],
    ['an archive that is a list', bytes({ url: URL, archive_info: [] })],
    ['a digest that is a number', bytes({ url: URL, archive_info: { hashes: { sha256: 1 } } })],
    ['a digest without its algorithm', bytes({ url: URL, archive_info: { hash: 'aa' } })],
    ['two digests', bytes({ url: URL, archive_info: { hash: 'sha256=aa', hashes: { sha256: 'bb' } } })],
    [
      'a digest of another kind than the others',
      bytes({ url: URL, archive_info: { hash: 'md5=aa', hashes: { sha256: 'bb' } } }),
    ],
    ['a folder on the network', bytes({ url: URL, dir_info: {} })],
    ['a folder without a path', bytes({ url: 'file:acme', dir_info: {} })],
    ['editable in words', bytes({ url: 'file:///srv/acme', dir_info: { editable: 'yes' } })],
    ['a repository of no kind', bytes({ url: URL, vcs_info: { commit_id: 'abc' } })],
    ['a repository without a commit', bytes({ url: URL, vcs_info: { vcs: 'git' } })],
    ['more bytes than are read', new Uint8Array(MAX_DIRECT_URL_BYTES + 1)],
  ])('refuses %s', (_what, content) => {
    expect(() => parseDirectUrl(content)).toRefuse('metadata.malformed');
  });
});
