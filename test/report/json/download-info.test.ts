import { describe, expect, it } from 'vitest';
import type { BuiltFrom } from '../../../src/artifact/index.ts';
import { builtFromToJson, downloadInfo } from '../../../src/report/json/download-info.ts';
import { sha256, verified } from '../support.ts';

const SDIST: BuiltFrom = { kind: 'sdist', filename: 'acme-1.0.tar.gz', sha256: sha256('sdist'), size: 7 };
const FOLDER: BuiltFrom = { kind: 'folder', url: 'file:///home/me/acme', editable: false };
const REPOSITORY: BuiltFrom = {
  kind: 'repository',
  url: 'https://me:secret@git.example/acme.git',
  vcs: 'git',
  commit: 'a'.repeat(40),
  requestedRevision: 'main',
  subdirectory: 'python',
  editable: false,
};

describe('downloadInfo', () => {
  it.each<[string, BuiltFrom, Record<string, unknown>]>([
    [
      'of a wheel that was built here is that of its source',
      SDIST,
      {
        url: 'https://files.example/acme-1.0-py3-none-any.whl',
        archive_info: { hash: `sha256=${SDIST.sha256}`, hashes: { sha256: SDIST.sha256 } },
      },
    ],
    ['of a folder says so', FOLDER, { url: FOLDER.url, dir_info: {} }],
    [
      'of a folder that is used in place says so',
      { ...FOLDER, editable: true },
      { url: FOLDER.url, dir_info: { editable: true } },
    ],
    [
      'of a repository names the commit, and no password',
      REPOSITORY,
      {
        url: 'https://git.example/acme.git',
        vcs_info: { vcs: 'git', commit_id: 'a'.repeat(40), requested_revision: 'main' },
        subdirectory: 'python',
      },
    ],
    [
      'of a repository that is used in place is that of its checkout',
      { ...REPOSITORY, editable: true, checkout: 'file:///env/src/acme' } as BuiltFrom,
      { url: 'file:///env/src/acme', dir_info: { editable: true } },
    ],
    [
      'of a repository names what was asked for only where something was',
      { ...REPOSITORY, requestedRevision: null, subdirectory: null },
      { url: 'https://git.example/acme.git', vcs_info: { vcs: 'git', commit_id: 'a'.repeat(40) } },
    ],
  ])('%s', (_reason, builtFrom, expected) => {
    expect(downloadInfo(verified({ name: 'acme', builtFrom }))).toEqual(expected);
  });
});

describe('builtFromToJson', () => {
  it.each<[BuiltFrom | undefined, Record<string, unknown>]>([
    [undefined, {}],
    [SDIST, { built_from: { kind: 'sdist', filename: 'acme-1.0.tar.gz', sha256: SDIST.sha256, size: 7 } }],
    [FOLDER, { built_from: { kind: 'folder', url: FOLDER.url, editable: false } }],
    [
      REPOSITORY,
      { built_from: { kind: 'repository', url: 'https://git.example/acme.git', commit: 'a'.repeat(40) } },
    ],
  ])('tells %o', (builtFrom, expected) => {
    expect(builtFromToJson(builtFrom)).toEqual(expected);
  });
});
