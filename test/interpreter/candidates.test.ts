import { describe, expect, it } from 'vitest';
import {
  defaultNames,
  environmentPrograms,
  parseAskedPython,
  searchPathPrograms,
} from '../../src/interpreter/candidates.ts';

describe('environmentPrograms', () => {
  it.each<[NodeJS.Platform, string, readonly string[]]>([
    ['linux', '/srv/.venv', ['/srv/.venv/bin/python', '/srv/.venv/bin/python3']],
    ['darwin', '/srv/.venv', ['/srv/.venv/bin/python', '/srv/.venv/bin/python3']],
    [
      'win32',
      'C:\\srv\\.venv',
      [
        'C:\\srv\\.venv\\Scripts\\python.exe',
        'C:\\srv\\.venv\\python.exe',
        'C:\\srv\\.venv\\bin\\python.exe',
      ],
    ],
  ])('on %s of %s', (platform, folder, expected) => {
    expect(environmentPrograms(folder, platform)).toEqual(expected);
  });
});

describe('searchPathPrograms', () => {
  it.each<[string, NodeJS.Platform, Record<string, string>, readonly string[], readonly string[]]>([
    [
      'the first name everywhere, then the second',
      'linux',
      { PATH: '/a:/b' },
      ['python3', 'python'],
      ['/a/python3', '/b/python3', '/a/python', '/b/python'],
    ],
    ['an empty entry, which is the folder at hand', 'linux', { PATH: ':/a::' }, ['python'], ['/a/python']],
    ['a relative entry', 'linux', { PATH: 'bin:./x:/a' }, ['python'], ['/a/python']],
    ['an entry twice', 'linux', { PATH: '/a:/b:/a' }, ['python'], ['/a/python', '/b/python']],
    ['no search path', 'linux', {}, ['python'], []],
    [
      'the search path of Windows',
      'win32',
      { Path: 'C:\\a;D:\\b' },
      ['python'],
      ['C:\\a\\python.exe', 'D:\\b\\python.exe'],
    ],
    ['quotes in it', 'win32', { PATH: '"C:\\with ; semicolon"' }, ['python'], []],
    [
      'a quoted entry',
      'win32',
      { PATH: '"C:\\my programs";C:\\a' },
      ['python'],
      ['C:\\my programs\\python.exe', 'C:\\a\\python.exe'],
    ],
    ['a name with its ending', 'win32', { PATH: 'C:\\a' }, ['python3.EXE'], ['C:\\a\\python3.EXE']],
    [
      'a version with a dot, which is no ending',
      'win32',
      { PATH: 'C:\\a' },
      ['python3.12'],
      ['C:\\a\\python3.12.exe'],
    ],
  ])('takes %s', (_what, platform, environment, names, expected) => {
    expect(searchPathPrograms(names, environment, platform)).toEqual(expected);
  });
});

describe('defaultNames', () => {
  it.each<[NodeJS.Platform, readonly string[]]>([
    ['linux', ['python3', 'python']],
    ['darwin', ['python3', 'python']],
    ['win32', ['python', 'python3']],
  ])('on %s', (platform, expected) => {
    expect(defaultNames(platform)).toEqual(expected);
  });
});

describe('parseAskedPython', () => {
  it.each<[NodeJS.Platform, string, ReturnType<typeof parseAskedPython>]>([
    ['linux', 'python3', { kind: 'name', name: 'python3' }],
    ['linux', '3.12', { kind: 'name', name: 'python3.12' }],
    ['linux', '3', { kind: 'name', name: 'python3' }],
    ['linux', '3.12.1', { kind: 'name', name: '3.12.1' }],
    ['linux', 'pypy3', { kind: 'name', name: 'pypy3' }],
    ['linux', './python', { kind: 'path', path: '/project/python' }],
    ['linux', '.venv', { kind: 'path', path: '/project/.venv' }],
    ['linux', '../x/bin/python', { kind: 'path', path: '/x/bin/python' }],
    ['linux', '/usr/bin/python3', { kind: 'path', path: '/usr/bin/python3' }],
    ['linux', 'a\\b', { kind: 'name', name: 'a\\b' }],
    ['win32', 'python', { kind: 'name', name: 'python' }],
    ['win32', '.venv\\Scripts\\python.exe', { kind: 'path', path: 'C:\\work\\.venv\\Scripts\\python.exe' }],
    ['win32', '.venv/Scripts/python.exe', { kind: 'path', path: 'C:\\work\\.venv\\Scripts\\python.exe' }],
    ['win32', 'D:\\py\\python.exe', { kind: 'path', path: 'D:\\py\\python.exe' }],
  ])('on %s: %s', (platform, text, expected) => {
    expect(parseAskedPython(text, platform === 'win32' ? 'C:\\work' : '/project', platform)).toEqual(
      expected,
    );
  });
});
