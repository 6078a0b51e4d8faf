import { describe, expect, it } from 'vitest';
import { parseIni } from '../../src/installers/ini.ts';

const read = (text: string) =>
  parseIni(text, 'pip.conf').map(({ section, key, value }) => [section, key, value]);

describe('parseIni', () => {
  it.each<[string, string, string[][]]>([
    ['an empty text', '', []],
    ['a section without options', '[global]\n', []],
    ['an option', '[global]\ntimeout = 60\n', [['global', 'timeout', '60']]],
    ['a colon', '[global]\ntimeout: 60', [['global', 'timeout', '60']]],
    [
      'the first delimiter of two',
      '[global]\nindex-url = https://index.example/simple?a=b:c',
      [['global', 'index-url', 'https://index.example/simple?a=b:c']],
    ],
    [
      'a value with a semicolon',
      '[global]\nindex-url = https://index.example/;v=1 ; no comment',
      [['global', 'index-url', 'https://index.example/;v=1 ; no comment']],
    ],
    [
      'a value with a number sign',
      '[global]\nfind-links = page.html#a',
      [['global', 'find-links', 'page.html#a']],
    ],
    ['whole-line comments', '# a\n; b\n[global]\n# c\n  ; d\npre = yes', [['global', 'pre', 'yes']]],
    ['underscores, capitals and dashes in a key', '[global]\n--No_Index = 1', [['global', 'no-index', '1']]],
    [
      'a value that goes on',
      '[global]\nfind-links =\n    one\n    two\n',
      [['global', 'find-links', '\none\ntwo']],
    ],
    [
      'a comment inside of a value that goes on',
      '[global]\nfind-links =\n    one\n    # not this\n    two\n',
      [['global', 'find-links', '\none\ntwo']],
    ],
    [
      'an empty line inside of a value',
      '[global]\nfind-links =\n    one\n\n    two\n\n',
      [['global', 'find-links', '\none\n\ntwo']],
    ],
    [
      'a line of deeper indentation that looks like an option',
      '[global]\ntrusted-host = a\n    b = c',
      [['global', 'trusted-host', 'a\nb = c']],
    ],
    [
      'options that are indented alike',
      '[global]\n  a = 1\n  b = 2',
      [
        ['global', 'a', '1'],
        ['global', 'b', '2'],
      ],
    ],
    [
      'several sections',
      '[global]\na = 1\n[install]\na = 2\n',
      [
        ['global', 'a', '1'],
        ['install', 'a', '2'],
      ],
    ],
    ['what follows a header', '[global] ; words\na = 1', [['global', 'a', '1']]],
    ['an empty value', '[global]\nindex-url =\n', [['global', 'index-url', '']]],
    [
      'lines that end as on Windows',
      '[global]\r\na = 1\r\nb = 2\r\n',
      [
        ['global', 'a', '1'],
        ['global', 'b', '2'],
      ],
    ],
    [
      'defaults, which stand in every section',
      '[DEFAULT]\na = 0\nb = 9\n[global]\na = 1\n[install]\n',
      [
        ['global', 'b', '9'],
        ['global', 'a', '1'],
        ['install', 'a', '0'],
        ['install', 'b', '9'],
      ],
    ],
  ])('reads %s', (_reason, text, entries) => {
    expect(read(text)).toEqual(entries);
  });

  it('says in which line a key stands', () => {
    expect(parseIni('# a\n[global]\n\nfind-links =\n  x\npre = 1\n', 'f').map(({ line }) => line)).toEqual([
      4, 6,
    ]);
  });

  it.each<[string, string]>([
    ['an option before any section', 'a = 1'],
    ['a line without a delimiter', '[global]\nindex-url'],
    ['a line without a key', '[global]\n= 1'],
    ['a key that stands twice', '[global]\na = 1\nA = 2'],
    ['a section that stands twice', '[global]\na = 1\n[install]\n[global]\nb = 2'],
    ['an empty header', '[]\na = 1'],
    ['more lines than there are', '\n'.repeat(60_000)],
  ])('refuses %s', (_reason, text) => {
    expect(() => parseIni(text, 'pip.conf')).toRefuse('configuration.malformed');
  });
});
