import { describe, expect, it } from 'vitest';
import { expiryOf } from '../../../src/attestation/trust/tuf-metadata.ts';

describe('expiryOf', () => {
  it('is what the signed part says', () => {
    const text = '{"signed":{"expires":"2030-01-02T03:04:05Z"},"expires":"2020-01-01T00:00:00Z"}';
    expect(expiryOf(text)).toEqual(new Date('2030-01-02T03:04:05Z'));
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"signed":null}',
    '{"signed":["expires"]}',
    '{"signed":{}}',
    '{"signed":{"expires":1}}',
    '{"signed":{"expires":"soon"}}',
  ])('is nothing in %j', (text) => {
    expect(expiryOf(text)).toBeNull();
  });
});
