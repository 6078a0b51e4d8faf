import { describe, expect, it } from 'vitest';
import { parseNetrc } from '../../src/index/netrc.ts';

const entries = (text: string) => {
  const parsed = parseNetrc(text);
  return parsed === undefined
    ? undefined
    : Object.fromEntries(
        [...parsed].map(([machine, { login, password }]) => [machine, `${login}:${password}`]),
      );
};

describe('parseNetrc', () => {
  it.each<[string, string, Record<string, string>]>([
    ['one line', 'machine index.example login me password secret', { 'index.example': 'me:secret' }],
    [
      'several lines',
      'machine a\n\tlogin me\n\tpassword x\nmachine b\nlogin you\npassword y\n',
      { a: 'me:x', b: 'you:y' },
    ],
    ['CRLF', 'machine a\r\nlogin me\r\npassword x\r\n', { a: 'me:x' }],
    ['default', 'default login me password x', { '': 'me:x' }],
    [
      'the first of two counts',
      'machine a login me password x machine a login you password y',
      { a: 'me:x' },
    ],
    ['machines in any case', 'machine Index.Example login me password x', { 'index.example': 'me:x' }],
    ['account in place of a login', 'machine a account me password x', { a: 'me:x' }],
    ['password alone', 'machine a password x', { a: ':x' }],
    ['comments', '# one\nmachine a # two\nlogin me # three\npassword x\n', { a: 'me:x' }],
    ['values that begin with #', 'machine a login #me password #x', { a: '#me:#x' }],
    ['# within a value', 'machine a login me password x#y', { a: 'me:x#y' }],
    ['quotes', 'machine a login "me too" password "x\\"y"', { a: 'me too:x"y' }],
    ['an escape', 'machine a login me password x\\ y', { a: 'me:x y' }],
    [
      'a macro',
      'macdef init\ncd /tmp\nmachine trap login no password no\n\nmachine a login me password x',
      { a: 'me:x' },
    ],
    ['a macro to the end', 'machine a login me password x\nmacdef init\ncd /tmp', { a: 'me:x' }],
    ['nothing', '', {}],
    ['comments alone', '# nothing\n', {}],
  ])('reads %s', (_reason, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  it.each([
    ['a word of its own', 'machine a login me password x surprise'],
    ['a value without a key', 'machine a me'],
    ['a key without a machine', 'login me password x'],
    ['a machine without a name', 'machine'],
    ['a key without a value', 'machine a login'],
  ])('refuses %s', (_reason, text) => {
    expect(entries(text)).toBeUndefined();
  });

  it('takes time in proportion to the text', () => {
    expect(entries('#'.repeat(500_000))).toEqual({});
    expect(Object.keys(entries(`machine a login "${'\\'.repeat(500_000)}`) ?? {})).toEqual(['a']);
  });
});
