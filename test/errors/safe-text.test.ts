import { describe, expect, it } from 'vitest';
import { printable, redactUrl } from '../../src/errors/index.ts';

describe('printable', () => {
  it.each([
    ['plain text stays', 'acme 1.0', 'acme 1.0'],
    ['letters of other scripts stay', 'größe 数', 'größe 数'],
    ['an escape sequence cannot colour the terminal', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a carriage return cannot overwrite the line', 'good\rbad', 'good\\u{d}bad'],
    ['a bidirectional override cannot turn the text round', 'a\u202eb', 'a\\u{202e}b'],
    ['a zero-width space cannot hide', 'a\u200bb', 'a\\u{200b}b'],
    ['an eight-bit control cannot start a sequence', 'a\u009bb', 'a\\u{9b}b'],
    ['a lone surrogate is shown', 'a\ud800b', 'a\\u{d800}b'],
    ['a pair of surrogates is one character', 'a😀b', 'a😀b'],
  ])('%s', (_reason, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('cuts what is too long to be shown', () => {
    expect(printable('x'.repeat(500))).toBe(`${'x'.repeat(400)}…`);
  });
});

describe('redactUrl', () => {
  it.each([
    ['without secrets it stays', 'https://packages.example/simple/', 'https://packages.example/simple/'],
    [
      'a password goes',
      'https://user:secret@packages.example/simple/',
      'https://****@packages.example/simple/',
    ],
    ['a user name alone may be a token', 'https://token@packages.example/', 'https://****@packages.example/'],
    [
      'a query may be a signature',
      'https://files.example/a.whl?sig=abc#sha256=1',
      'https://files.example/a.whl',
    ],
    ['what is no URL loses its user part too', 'https://user:secret@[bad/', 'https://****@[bad/'],
  ])('%s', (_reason, url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});
