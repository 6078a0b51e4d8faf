import { describe, expect, it } from 'vitest';
import { readPythonString } from '../../src/packaging/python-string.ts';

describe('readPythonString', () => {
  it.each([
    ['plain text', 'linux', 'linux'],
    ['nothing', '', ''],
    ['a backslash', String.raw`a\\b`, String.raw`a\b`],
    ['quotes', String.raw`\'\"`, `'"`],
    ['controls', String.raw`\a\b\f\n\r\t\v`, '\u0007\b\f\n\r\t\v'],
    ['hexadecimal', String.raw`\x41\u00e9\U0001f600`, 'Aé😀'],
    ['octal of one to three digits', String.raw`\0\60\1010`, '\u00000A0'],
    ['an unknown escape, which stays', String.raw`\q`, String.raw`\q`],
    ['a joined line', 'a\\\nb', 'ab'],
    ['a joined line of another system', 'a\\\r\nb', 'ab'],
    ['a word of Object.prototype', String.raw`\constructor`, String.raw`\constructor`],
  ])('reads %s', (_reason, body, value) => {
    expect(readPythonString(body)).toBe(value);
  });

  it.each([
    ['a backslash before the closing quote', 'a\\'],
    ['a line end', 'a\nb'],
    ['a bare carriage return', 'a\rb'],
    ['a null', 'a\u0000b'],
    ['a half surrogate pair', 'a\ud800'],
    ['short hexadecimal', String.raw`\x4`],
    ['hexadecimal that is none', String.raw`\u12g4`],
    ['a character beyond Unicode', String.raw`\U00110000`],
    ['a name of Unicode', String.raw`\N{BULLET}`],
  ])('refuses %s', (_reason, body) => {
    expect(readPythonString(body)).toBeUndefined();
  });
});
