import { describe, expect, it } from 'vitest';
import type { DistributionFile, FileOrigin } from '../../../src/artifact/index.ts';
import {
  parseSdistFilename,
  parseSha256,
  parseTag,
  parseWheelFilename,
} from '../../../src/packaging/index.ts';
import {
  lockedFolder,
  lockedLocation,
  lockedRepository,
  withoutSecrets,
} from '../../../src/prepare/lock/locked-place.ts';
import { lockedRelease, type ReleaseOptions } from '../../../src/prepare/lock/locked-release.ts';

const INDEX: FileOrigin = { kind: 'index', location: 'https://packages.example/simple' };

function file(filename: string, more: Partial<DistributionFile> = {}): DistributionFile {
  const parsed = filename.endsWith('.whl')
    ? { kind: 'wheel' as const, ...parseWheelFilename(filename) }
    : { kind: 'sdist' as const, ...parseSdistFilename(filename) };
  return {
    ...parsed,
    filename,
    url: `https://files.example/${filename}`,
    origin: INDEX,
    sha256: parseSha256('ab'.repeat(32)) ?? null,
    size: 1,
    uploadTime: null,
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: null,
    ...more,
  } as DistributionFile;
}

const LINUX = 'acme-1.0-cp311-cp311-linux_x86_64.whl';
const WINDOWS = 'acme-1.0-cp311-cp311-win_amd64.whl';
const PURE = 'acme-1.0-py3-none-any.whl';
const SDIST = 'acme-1.0.tar.gz';
const ZIP = 'acme-1.0.zip';

function release(
  chosen: string,
  listing: readonly DistributionFile[],
  more: Partial<ReleaseOptions> = {},
): readonly string[] {
  const tags = ['cp311-cp311-linux_x86_64', 'py3-none-any'].flatMap(parseTag);
  const own = listing.find(({ filename }) => filename === chosen) ?? file(chosen);
  const { wheels, sdist } = lockedRelease(own, listing, { folder: '/locks', tags, formats: 'any', ...more });
  return [...wheels.map(({ filename }) => filename).sort(), ...(sdist === null ? [] : [sdist.filename])];
}

describe('lockedRelease', () => {
  it.each<readonly [string, string, readonly DistributionFile[], Partial<ReleaseOptions>, readonly string[]]>(
    [
      ['the chosen file, where nothing is listed', PURE, [], {}, [PURE]],
      [
        'all wheels and the sdist of the release',
        LINUX,
        [file(LINUX), file(WINDOWS), file(SDIST)],
        {},
        [LINUX, WINDOWS, SDIST],
      ],
      ['no other version', PURE, [file(PURE), file('acme-1.1-py3-none-any.whl')], {}, [PURE]],
      ['no file without a digest', PURE, [file(PURE), file(WINDOWS, { sha256: null })], {}, [PURE]],
      ['no yanked file', PURE, [file(PURE), file(WINDOWS, { yanked: '' })], {}, [PURE]],
      [
        'the chosen file though it is yanked',
        PURE,
        [file(PURE, { yanked: 'x' }), file(WINDOWS)],
        {},
        [WINDOWS, PURE],
      ],
      [
        'no file of another index',
        PURE,
        [file(PURE), file(WINDOWS, { origin: { ...INDEX, location: 'https://other.example' } })],
        {},
        [PURE],
      ],
      [
        'no file of a folder',
        PURE,
        [file(PURE), file(WINDOWS, { origin: { kind: 'find-links', location: INDEX.location } })],
        {},
        [PURE],
      ],
      [
        'the chosen file alone, where another one fits better',
        PURE,
        [file(PURE), file(LINUX), file(SDIST)],
        {},
        [PURE],
      ],
      ['the chosen sdist alone, where a wheel fits', SDIST, [file(PURE), file(SDIST)], {}, [SDIST]],
      ['the chosen sdist with wheels for others', SDIST, [file(WINDOWS), file(SDIST)], {}, [WINDOWS, SDIST]],
      ['a .tar.gz before a .zip', PURE, [file(ZIP), file(PURE), file(SDIST)], {}, [PURE, SDIST]],
      ['the chosen .zip before a .tar.gz', ZIP, [file(SDIST), file(ZIP)], {}, [ZIP]],
      ['no sdist where none may be taken', PURE, [file(PURE), file(SDIST)], { formats: 'wheel' }, [PURE]],
      [
        'no wheel where none may be taken',
        SDIST,
        [file(WINDOWS), file(SDIST)],
        { formats: 'sdist' },
        [SDIST],
      ],
      [
        'the newest build of equal wheels',
        'acme-1.0-2-py3-none-any.whl',
        [file(PURE), file('acme-1.0-2-py3-none-any.whl'), file('acme-1.0-1-py3-none-any.whl')],
        {},
        ['acme-1.0-2-py3-none-any.whl'],
      ],
      [
        'the chosen build alone, where a newer one was passed over',
        PURE,
        [file(PURE), file('acme-1.0-2-py3-none-any.whl'), file(WINDOWS)],
        {},
        [PURE],
      ],
      [
        'the chosen wheel alone, where another is as good',
        'acme-1.0-py2.py3-none-any.whl',
        [file('acme-1.0-py2.py3-none-any.whl'), file(PURE)],
        {},
        ['acme-1.0-py2.py3-none-any.whl'],
      ],
      ['each file once', PURE, [file(PURE), file(WINDOWS), file(WINDOWS)], {}, [WINDOWS, PURE]],
    ],
  )('has %s', (_reason, chosen, listing, options, expected) => {
    expect(release(chosen, listing, options)).toEqual(expected);
  });
});

describe('what a lock tells of a place', () => {
  it.each([
    [
      'a user and a password',
      'https://user:secret@files.example/acme-1.0.zip',
      'https://files.example/acme-1.0.zip',
    ],
    ['a fragment', 'https://files.example/acme-1.0.zip#sha256=1', 'https://files.example/acme-1.0.zip'],
    [
      'a signature',
      'https://files.example/acme-1.0.tar.gz?sig=secret',
      'https://files.example/acme-1.0.tar.gz',
    ],
  ])('has not %s', (_reason, url, expected) => {
    expect(withoutSecrets(url)).toBe(expected);
  });

  it('has a query that says which file it is', () => {
    for (const url of ['https://files.example/get?id=7', 'https://files.example/a.whl/get?id=7'])
      expect(withoutSecrets(url)).toBe(url);
  });

  it('is a path from the lock for a file of this machine', () => {
    expect(lockedLocation('file:///locks/files/acme-1.0.zip', '/locks')).toEqual({
      url: null,
      path: 'files/acme-1.0.zip',
    });
    expect(lockedLocation('file:///files/a%20b.zip', '/locks').path).toBe('../files/a b.zip');
  });

  it('is the path of a project in a folder, and whether it is used from there', () => {
    const at = (url: string, editable: boolean) => lockedFolder({ kind: 'folder', url, editable }, '/locks');
    expect([at('file:///locks', false), at('file:///mine', true)]).toEqual([
      { kind: 'directory', path: '.', editable: false, subdirectory: null },
      { kind: 'directory', path: '../mine', editable: true, subdirectory: null },
    ]);
  });

  it('is the commit of a repository, without credentials', () => {
    const built = {
      kind: 'repository',
      vcs: 'git',
      commit: 'abc',
      requestedRevision: 'main',
      subdirectory: 's',
      editable: false,
    } as const;
    expect(lockedRepository({ ...built, url: 'https://user:secret@git.example/a' }, '/locks')).toEqual({
      kind: 'vcs',
      type: 'git',
      url: 'https://git.example/a',
      path: null,
      requestedRevision: 'main',
      commitId: 'abc',
      subdirectory: 's',
    });
  });
});
