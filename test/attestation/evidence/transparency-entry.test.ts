import { describe, expect, it } from 'vitest';
import { isRekorV2, type TransparencyEntry } from '../../../src/attestation/evidence/transparency-entry.ts';

describe('isRekorV2', () => {
  it.each([
    ['dsse', '0.0.1', false],
    ['dsse', '0.0.2', true],
    ['hashedrekord', '0.0.1', false],
    ['hashedrekord', '0.0.2', true],
    ['intoto', '0.0.2', false],
  ])('%s %s: %s', (kind, version, expected) => {
    expect(isRekorV2({ kind, version } as TransparencyEntry)).toBe(expected);
  });
});
