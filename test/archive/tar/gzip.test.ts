import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ArchiveFile } from '../../../src/archive/bytes/archive-file.ts';
import { gunzip } from '../../../src/archive/tar/gzip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const DATA = Buffer.from('data '.repeat(1000));

interface Gzip {
  readonly method?: number;
  readonly flags?: number;
  /** Bytes between the fixed header and the data. */
  readonly fields?: Uint8Array | string;
  readonly packed?: Uint8Array;
  readonly crc32?: number;
  readonly size?: number;
  readonly behind?: Uint8Array | string;
}

/** A gzip stream that says what it is told (RFC 1952). */
function gzip(lies: Gzip = {}): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(lies.crc32 ?? crc32(DATA), 0);
  trailer.writeUInt32LE(lies.size ?? DATA.length, 4);
  return Buffer.concat([
    Buffer.from([0x1f, 0x8b, lies.method ?? 8, lies.flags ?? 0, 0, 0, 0, 0, 0, 255]),
    Buffer.from(lies.fields ?? ''),
    lies.packed ?? deflateRawSync(DATA),
    trailer,
    Buffer.from(lies.behind ?? ''),
  ]);
}

function withHeaderCrc(flags: number, fields: string, difference = 0): Buffer {
  const header = gzip({ flags, fields }).subarray(0, 10 + fields.length);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE((crc32(header) & 0xffff) ^ difference);
  return gzip({ flags, fields: Buffer.concat([Buffer.from(fields), sum]) });
}

async function read(bytes: Uint8Array): Promise<{ readonly data: Buffer; readonly sha256: string }> {
  const file = ArchiveFile.open(scratch.put(bytes));
  const pieces: Buffer[] = [];
  try {
    const sha256 = await gunzip(file, (piece) => {
      pieces.push(piece);
      return undefined;
    });
    return { data: Buffer.concat(pieces), sha256 };
  } finally {
    file.close();
  }
}

describe('gunzip (RFC 1952)', () => {
  it.each<[string, Uint8Array]>([
    ['what zlib writes', gzipSync(DATA)],
    ['a plain header', gzip()],
    ['a name', gzip({ flags: 8, fields: 'acme.tar\u0000' })],
    ['a comment', gzip({ flags: 16, fields: 'comment\u0000' })],
    ['an extra field', gzip({ flags: 4, fields: Buffer.from([3, 0, 1, 2, 3]) })],
    ['all of them', gzip({ flags: 28, fields: Buffer.from('\u0001\u0000xname\u0000comment\u0000') })],
    ['the flag for text', gzip({ flags: 1 })],
    ['a checksum of the header', withHeaderCrc(2, '')],
    ['a checksum of a header with a name', withHeaderCrc(10, 'name\u0000')],
  ])('reads a stream with %s', async (_what, bytes) => {
    const { data, sha256 } = await read(bytes);
    expect(data.equals(DATA)).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['something else', Buffer.alloc(100, 'x')],
    ['a header alone', gzip().subarray(0, 10)],
    ['a stream that is cut off', gzip().subarray(0, -1)],
    ['a stream without its trailer', gzip().subarray(0, -8)],
    ['another method', gzip({ method: 7 })],
    ['a reserved flag', gzip({ flags: 0x20 })],
    [
      'a name that does not end',
      gzip({ flags: 8, fields: 'x', packed: Buffer.alloc(20, 'x'), crc32: 0x01010101, size: 0x01010101 }),
    ],
    ['a name beyond the cap', gzip({ flags: 8, fields: `${'x'.repeat(65536)}\u0000` })],
    ['an extra field beyond the file', gzip({ flags: 4, fields: Buffer.from([0xff, 0xff]) })],
    ['another checksum of the header', withHeaderCrc(2, '', 1)],
    ['another checksum', gzip({ crc32: 1 })],
    ['another size', gzip({ size: 1 })],
    ['bytes behind the stream', gzip({ behind: 'garbage' })],
    ['zeros behind the stream', gzip({ behind: Buffer.alloc(10) })],
    ['a second stream', Buffer.concat([gzip(), gzip()])],
    ['damaged data', gzip({ packed: Buffer.from([7, 7, 7]) })],
  ])('refuses %s', async (_what, bytes) => {
    await expect(read(bytes)).toRefuseWith('archive.gzip');
  });
});
