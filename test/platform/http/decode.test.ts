import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/platform/http/decode.ts';

const TEXT = Buffer.from('a listing, a listing, a listing');
const WHERE = { url: 'https://index.example/a', maxBytes: 1000 };

describe('decodeBody', () => {
  it.each<[string | undefined, Buffer]>([
    [undefined, TEXT],
    ['', TEXT],
    ['identity', TEXT],
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ])('undoes %s', async (encoding, bytes) => {
    expect((await decodeBody(bytes, encoding, WHERE)).equals(TEXT)).toBe(true);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(1001))],
    ['deflate', deflateSync(Buffer.alloc(1001))],
    ['br', brotliCompressSync(Buffer.alloc(1001))],
  ])('refuses a bomb of %s', async (encoding, bytes) => {
    await expect(decodeBody(bytes, encoding, WHERE)).toRefuseWith('network.too-large');
  });

  it.each<[string, Buffer]>([
    ['gzip', TEXT],
    ['gzip', gzipSync(TEXT).subarray(0, 20)],
    ['deflate', Buffer.from([0x78, 0xff, 0xff])],
    ['br', Buffer.from([0xff, 0xff])],
    ['zstd', TEXT],
    ['gzip, gzip', gzipSync(gzipSync(TEXT))],
  ])('refuses what is not %s', async (encoding, bytes) => {
    await expect(decodeBody(bytes, encoding, WHERE)).toRefuseWith('network.protocol');
  });
});
