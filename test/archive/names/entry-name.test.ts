import { describe, expect, it } from 'vitest';
import { checkEntryName, nameRulesFor } from '../../../src/archive/names/entry-name.ts';

describe('checkEntryName', () => {
  it.each([
    'a',
    'a/b.py',
    'a/',
    'a b/c',
    '.hidden',
    '..a',
    'a..',
    '...',
    'a/..b/c',
    'caf\u00e9.py',
    '\u{1f600}.txt',
    'ab:c', // a stream of "ab" on Windows, a plain name elsewhere
    'con',
    '~/x',
    `${'x'.repeat(255)}/y`,
    '\u00e9'.repeat(127),
  ])('takes "%s"', (name) => {
    expect(() => checkEntryName(name)).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['a slash alone', '/'],
    ['two slashes', '//'],
    ['an absolute path', '/etc/passwd'],
    ['a path of another host', '//host/share'],
    ['a parent', '..'],
    ['a parent as a folder', '../'],
    ['a way out', '../a'],
    ['a way out from inside', 'a/../../b'],
    ['a parent at the end', 'a/..'],
    ['this folder', '.'],
    ['this folder first', './a'],
    ['this folder inside', 'a/./b'],
    ['an empty part', 'a//b'],
    ['an empty part at the end', 'a//'],
    ['a drive', 'C:/a'],
    ['a path relative to a drive', 'c:a'],
    ['a backslash', 'a\\b'],
    ['a backslash way out', '..\\a'],
    ['a zero byte', 'a\u0000b'],
    ['a line feed', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['an escape', 'a\u001b[31m'],
    ['a delete', 'a\u007f'],
    ['a C1 control', 'a\u0085'],
    ['a line separator', 'a\u2028b'],
    ['a right-to-left override', 'a\u202egpj.py'],
    ['a directional isolate', 'a\u2066b'],
    ['more bytes than a path has', 'x/'.repeat(2049)],
    ['a part of more bytes than a name has', 'x'.repeat(256)],
    ['a part of more bytes than a name has, in UTF-8', '\u00e9'.repeat(128)],
  ])('refuses %s', (_what, name) => {
    expect(() => checkEntryName(name)).toRefuse('archive.unsafe-name');
  });

  it.each([
    ['the console', 'con'],
    ['a device with an extension', 'a/NUL.txt'],
    ['a device with two extensions', 'aux.tar.gz'],
    ['a port', 'com1'],
    ['a port with a superscript digit', 'LPT\u00b2.log'],
    ['a device before a space', 'con .txt'],
    ['the console for output', 'CONOUT$'],
    ['an alternate stream', 'a.py:hidden'],
    ['a trailing dot', 'a.'],
    ['a folder with a trailing dot', 'a./b'],
    ['a trailing space', 'a '],
    ['a wildcard', 'a*'],
    ['a redirection', 'a>b'],
  ])('refuses %s where the target is Windows', (_what, name) => {
    expect(() => checkEntryName(name, { windows: true })).toRefuse('archive.windows-name');
    expect(() => checkEntryName(name)).not.toThrow();
  });

  it.each(['console', 'a/contra.py', 'com.py', 'com10', 'null', 'a.con', 'lpt'])(
    'takes "%s" where the target is Windows',
    (name) => {
      expect(() => checkEntryName(name, { windows: true })).not.toThrow();
    },
  );
});

describe('nameRulesFor', () => {
  it.each([
    ['linux', { foldCase: false, windows: false }],
    ['darwin', { foldCase: true, windows: false }],
    ['win32', { foldCase: true, windows: true }],
  ] as const)('%s', (platform, expected) => {
    expect(nameRulesFor(platform)).toEqual(expected);
  });
});
