import { describe, expect, it } from 'vitest';
import { addressKey } from '../../src/resolver/direct-address.ts';

const SAME: readonly [reason: string, one: string, other: string][] = [
  ['the fragment names an egg', 'file:///a/b.whl#egg=foo', 'file:///a/b.whl'],
  ['the host of a file is spelled', 'file://localhost/a/b.whl', 'file:///a/b.whl'],
  [
    'fields of the query change places',
    'https://files.example/b.whl?a=1&b=2',
    'https://files.example/b.whl?b=2&a=1',
  ],
  [
    'fields of the fragment change places',
    'file:///a#subdirectory=x&egg=y',
    'file:///a#egg=z&subdirectory=x',
  ],
  ['one has credentials', 'https://user:secret@files.example/b.whl', 'https://files.example/b.whl'],
];

const DIFFERENT: readonly [reason: string, one: string, other: string][] = [
  ['the paths differ', 'file:///a/b.whl', 'file:///a/c.whl'],
  ['the digests differ', 'file:///a#sha512=aa', 'file:///a#sha512=bb'],
  ['the algorithms differ', 'file:///a#sha512=aa', 'file:///a#md5=aa'],
  ['the folders inside differ', 'file:///a#subdirectory=x', 'file:///a#subdirectory=y'],
  ['the queries differ', 'https://files.example/b.whl?a=1', 'https://files.example/b.whl?a=2'],
  ['the hosts differ', 'https://files.example/b.whl', 'https://other.example/b.whl'],
];

describe('keys of addresses', () => {
  it.each(SAME)('are the same when %s', (_reason, one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it.each(DIFFERENT)('differ when %s', (_reason, one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });

  it('take a text that is no URL as it is', () => {
    expect(addressKey('not a url')).toBe('not a url');
  });
});
