import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeWrappedBase64 } from '../../../src/attestation/json/base64.ts';

describe('decodeBase64', () => {
  it.each([
    ['', ''],
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YWJj', 'abc'],
  ])('decodes %j', (text, value) => {
    expect(decodeBase64(text)?.toString()).toBe(value);
  });

  it.each([
    ['without padding', 'YQ'],
    ['with bits that are not used', 'YR=='],
    ['with a space', 'YW Jj'],
    ['with a line break', 'YWJj\n'],
    ['in the alphabet for URLs', '_-8='],
    ['with something after the end', 'YQ==YQ=='],
    ['with other characters', 'YQ==!'],
    ['with padding alone', '===='],
  ])('refuses text %s', (_how, text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  it('takes line breaks where early tools wrote them', () => {
    expect(decodeWrappedBase64('YW\nJj\n')?.toString()).toBe('abc');
    expect(decodeWrappedBase64('YW Jj')).toBeUndefined();
  });
});
