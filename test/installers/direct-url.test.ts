import { describe, expect, it } from 'vitest';
import type { BuiltFrom } from '../../src/artifact/index.ts';
import { directUrlOf } from '../../src/installers/direct-url.ts';
import { reinstalling } from '../../src/installers/reinstalling.ts';
import { normalizeName, parseVersion } from '../../src/packaging/index.ts';
import { sha256, verified } from '../report/support.ts';

const FOLDER = { kind: 'folder', url: 'file:///home/me/%C3%A9/acme', editable: false } as const;
const REPOSITORY = {
  kind: 'repository',
  url: 'https://me:secret@git.example/acme.git',
  vcs: 'git',
  commit: 'a'.repeat(40),
  requestedRevision: 'v1',
  subdirectory: 'python',
  editable: false,
} as const;
const BARE = { ...REPOSITORY, requestedRevision: null, subdirectory: null };
const COMMIT = 'a'.repeat(40);

describe('direct_url.json of a project', () => {
  it.each<[string, BuiltFrom, string, string]>([
    [
      'a folder',
      FOLDER,
      '{"dir_info": {}, "url": "file:///home/me/%C3%A9/acme"}',
      '{"url":"file:///home/me/%C3%A9/acme","dir_info":{}}',
    ],
    [
      'a folder that is used in place',
      { ...FOLDER, editable: true },
      '{"dir_info": {"editable": true}, "url": "file:///home/me/%C3%A9/acme"}',
      '{"url":"file:///home/me/%C3%A9/acme","dir_info":{"editable":true}}',
    ],
    [
      'a repository',
      REPOSITORY,
      `{"subdirectory": "python", "url": "https://git.example/acme.git", "vcs_info": {"commit_id": "${COMMIT}", "requested_revision": "v1", "vcs": "git"}}`,
      `{"url":"https://git.example/acme.git","vcs_info":{"vcs":"git","commit_id":"${COMMIT}","requested_revision":"v1"},"subdirectory":"python"}`,
    ],
    [
      'a repository that is used in place',
      { ...REPOSITORY, editable: true, checkout: 'file:///env/src/acme/python' },
      '{"dir_info": {"editable": true}, "url": "file:///env/src/acme/python"}',
      '{"url":"file:///env/src/acme/python","dir_info":{"editable":true}}',
    ],
    [
      'a repository without a revision',
      BARE,
      `{"url": "https://git.example/acme.git", "vcs_info": {"commit_id": "${COMMIT}", "vcs": "git"}}`,
      `{"url":"https://git.example/acme.git","vcs_info":{"vcs":"git","commit_id":"${COMMIT}"}}`,
    ],
    [
      'a repository that everybody reads as git',
      { ...BARE, url: 'ssh://git@git.example/acme.git' },
      `{"url": "ssh://git@git.example/acme.git", "vcs_info": {"commit_id": "${COMMIT}", "vcs": "git"}}`,
      `{"url":"ssh://git@git.example/acme.git","vcs_info":{"vcs":"git","commit_id":"${COMMIT}"}}`,
    ],
  ])('is written for %s as each installer writes it', (_reason, builtFrom, pip, uv) => {
    const artifact = verified({ name: 'acme', builtFrom });
    expect([directUrlOf(artifact, 'pip'), directUrlOf(artifact, 'uv')]).toEqual([pip, uv]);
  });

  it('is not written for what an index has, built here or not', () => {
    const builtFrom = { kind: 'sdist', filename: 'a.tar.gz', sha256: sha256('a'), size: 1 } as const;
    expect(directUrlOf(verified({ name: 'acme', builtFrom }), 'pip')).toBeNull();
    expect(directUrlOf(verified({ name: 'acme' }), 'uv')).toBeNull();
  });
});

describe('reinstalling', () => {
  const installed = [{ name: normalizeName('acme'), version: parseVersion('1.0') }];

  it.each<[string, BuiltFrom | undefined, string, readonly string[]]>([
    ['what was built, in the version that is there', FOLDER, '1.0', ['--force-reinstall']],
    ['what was built, in another version', FOLDER, '2.0', []],
    ['what came as it is', undefined, '1.0', []],
  ])('is asked for of %s: %s', (_reason, builtFrom, version, words) => {
    const artifact = verified({ name: 'acme', version, ...(builtFrom === undefined ? {} : { builtFrom }) });
    expect(reinstalling([artifact], installed)).toEqual(words);
  });
});
