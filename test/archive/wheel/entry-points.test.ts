import { describe, expect, it } from 'vitest';
import { scriptNames } from '../../../src/archive/wheel/entry-points.ts';

const read = (text: string | Uint8Array) => scriptNames(Buffer.from(text as string), 'entry_points.txt');
const scripts = (line: string) => `[console_scripts]\n${line}\n`;

describe('scriptNames', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['console scripts', scripts('acme = acme:main'), ['acme']],
    ['scripts with windows', '[gui_scripts]\nacme-gui=acme:gui', ['acme-gui']],
    [
      'both, with comments and empty lines',
      '# x\n[console_scripts]\n\n; y\na=b:c\n[gui_scripts]\nd = e:f\n',
      ['a', 'd'],
    ],
    ['extras behind the target', scripts('acme = acme:main [cli,http]'), ['acme']],
    ['CRLF', '[console_scripts]\r\na = b:c\r\n', ['a']],
    ['dots, dashes, spaces and digits', scripts('2to3-3.12 x_y = a:b'), ['2to3-3.12 x_y']],
    ['other groups, whatever they hold', '[acme.plugins]\n../x = y:z\na/b = c\nnothing\n', []],
  ])('reads %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<[string, string | Uint8Array]>([
    ['a way out', scripts('../evil = a:b')],
    ['an absolute path', scripts('/bin/sh = a:b')],
    ['a folder', scripts('a/b = c:d')],
    ['a backslash', scripts('a\\b = c:d')],
    ['a drive, or another separator', scripts('c:evil = a:b')],
    ['the parent', scripts('.. = a:b')],
    ['this folder', scripts('. = a:b')],
    ['no name', scripts(' = a:b')],
    ['no target', scripts('acme')],
    ['a group in other brackets', '[[console_scripts]]\n../evil = a:b'],
    ['a group in other letters', '[Console_Scripts]\n../evil = a:b'],
    ['a group with spaces', '[ console_scripts ]\n../evil = a:b'],
    ['a group with a comment behind it', '[console_scripts] # x\n../evil = a:b'],
    ['a line end of Python alone', '[x]\na = b\u2028[console_scripts]\u2028../evil = c:d'],
    ['a form feed', '[x]\na = b\u000c[console_scripts]'],
    ['a wildcard', scripts('a* = b:c')],
    ['bytes that are not UTF-8', Buffer.from([0xff])],
  ])('refuses %s', (_what, text) => {
    expect(() => read(text)).toRefuse('archive.entry-points');
  });
});
