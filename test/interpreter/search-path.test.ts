import { delimiter, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePathFile, toSearchPath } from '../../src/interpreter/search-path.ts';

const [STANDARD, SITE, USER, MORE] = ['/std', '/site', '/user', '/more'].map((path) => resolve(path)) as [
  string,
  string,
  string,
  string,
];

const answer = {
  standardPath: [STANDARD],
  siteFolders: [
    { kind: 'user', path: USER },
    { kind: 'site', path: SITE },
  ],
} as const;

describe('toSearchPath', () => {
  it.each<[string, Record<string, string>, readonly string[], readonly string[]]>([
    ['a bare environment', {}, [STANDARD, USER, SITE], [USER, SITE]],
    ['PYTHONPATH', { PYTHONPATH: MORE }, [MORE, STANDARD, USER, SITE], [USER, SITE]],
    [
      'relative folders in it',
      { PYTHONPATH: ['x', '', MORE].join(delimiter) },
      [MORE, STANDARD, USER, SITE],
      [USER, SITE],
    ],
    ['a folder that is there already', { PYTHONPATH: SITE }, [SITE, STANDARD, USER], [USER, SITE]],
    ['PYTHONNOUSERSITE', { PYTHONNOUSERSITE: '1' }, [STANDARD, SITE], [SITE]],
    ['an empty PYTHONNOUSERSITE', { PYTHONNOUSERSITE: '' }, [STANDARD, USER, SITE], [USER, SITE]],
  ])('in %s', (_what, environment, searchPath, sitePackages) => {
    expect(toSearchPath(answer, environment)).toEqual({ searchPath, sitePackages });
  });
});

describe('parsePathFile', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['a folder', '/srv/acme\n', ['/srv/acme']],
    ['a relative folder', './acme-1.0.egg\n../acme\n', ['/site/acme-1.0.egg', '/acme']],
    ['several, comments and blank lines', '# note\n/a\n\n/b\n', ['/a', '/b']],
    ['code, which is not run', 'import sys; sys.path.insert(0, "/x")\nimport\tos\n/a\n', ['/a']],
    ['a folder that begins like code', 'imports\n', ['/site/imports']],
    ['blanks at the end', '/a  \r\n', ['/a']],
    ['a byte order mark', '\ufeff/a', ['/a']],
    ['NUL', '/a\0\n/b', ['/b']],
  ])('reads %s', (_what, text, expected) => {
    expect(parsePathFile(text, SITE)).toEqual(expected.map((path) => resolve(path)));
  });
});
