import { describe, expect, it } from 'vitest';
import { isLockFilename, splitLockExtras } from '../../../src/packaging/pylock/lock-filename.ts';

describe('isLockFilename', () => {
  it.each([
    ['pylock.toml', true],
    ['pylock.linux.toml', true],
    ['sub/pylock.toml', true],
    ['..\\pylock.dev.toml', true],
    ['https://x.example/a/pylock.toml?token=1#f', true],
    ['file:///a/pylock.ci.toml', true],
    ['pylock.a.b.toml', false],
    ['pylock..toml', false],
    ['Pylock.toml', false],
    ['my-pylock.toml', false],
    ['pylock.txt', false],
    ['requirements.txt', false],
    ['pylock.toml/requirements.txt', false],
    ['https://x.example/?a=/pylock.toml', false],
  ])('%s: %s', (location, expected) => {
    expect(isLockFilename(location)).toBe(expected);
  });
});

describe('splitLockExtras', () => {
  it.each([
    ['pylock.toml', 'pylock.toml', []],
    ['pylock.toml[a, b]', 'pylock.toml', ['a', 'b']],
    ['pylock.toml[]', 'pylock.toml', []],
    ['[a]', '[a]', []],
    ['pylock.toml[a', 'pylock.toml[a', []],
  ])('%s', (word, path, extras) => {
    expect(splitLockExtras(word)).toEqual({ path, extras });
  });
});
