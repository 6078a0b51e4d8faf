import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { STREAM_ABOVE_PACKED_BYTES, STREAM_ABOVE_UNPACKED_BYTES } from '../../../src/archive/limits.ts';
import { inflateExactly, inflateStream } from '../../../src/archive/zip/inflate.ts';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { type RawEntry, rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const DATA = Buffer.from('some data, some more data, and data again');
const PACKED = deflateRawSync(DATA);

async function streamed(packed: Uint8Array, pieceBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < packed.length; at += pieceBytes) pieces.push(packed.subarray(at, at + pieceBytes));
  const out: Buffer[] = [];
  for await (const piece of inflateStream(pieces, packed.length, 'archive.gzip')) out.push(piece);
  return Buffer.concat(out);
}

/** Deflate streams that are damaged; each is refused as a whole and in pieces. */
const DAMAGED: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['a stream that is cut off', PACKED.subarray(0, -1)],
  ['a stream of which half is there', PACKED.subarray(0, PACKED.length / 2)],
  ['a reserved block type', Buffer.from([0x07])],
  ['a byte behind the stream', Buffer.concat([PACKED, Buffer.from([0])])],
  ['many bytes behind the stream', Buffer.concat([PACKED, Buffer.alloc(100_000)])],
  ['a second stream behind the first', Buffer.concat([PACKED, PACKED])],
];

describe('inflateExactly (RFC 1951)', () => {
  it('gives the data', () => {
    expect(inflateExactly(PACKED, DATA.length)).toEqual(DATA);
    expect(inflateExactly(deflateRawSync(''), 0)).toHaveLength(0);
  });

  it.each(DAMAGED)('refuses %s', (_what, packed) => {
    expect(() => inflateExactly(packed, DATA.length)).toRefuse('archive.deflate');
  });

  it.each([
    ['less than stated', DATA.length + 1],
    ['more than stated', DATA.length - 1],
    ['anything, where nothing is stated', 0],
  ])('refuses %s', (_what, size) => {
    expect(() => inflateExactly(PACKED, size)).toRefuse('archive.size');
  });
});

describe('inflateStream', () => {
  it.each([1, 7, PACKED.length, 1_000_000])('gives the data from pieces of %i bytes', async (pieceBytes) => {
    expect(await streamed(PACKED, pieceBytes)).toEqual(DATA);
  });

  it.each(DAMAGED)('refuses %s', async (_what, packed) => {
    await expect(streamed(packed, 1000)).toRefuseWith('archive.gzip');
    await expect(streamed(packed, 1)).toRefuseWith('archive.gzip');
  });

  it('passes on what is wrong with the pieces', async () => {
    function* broken(): Generator<Buffer> {
      yield PACKED.subarray(0, 3);
      throw new Error('the disk is gone');
    }
    const all = async () => {
      for await (const _piece of inflateStream(broken(), PACKED.length, 'archive.gzip'));
    };
    await expect(all).toRefuseWith('archive.gzip');
  });
});

/** The same lies about an entry of each size: the small ones are read as a whole, the large ones in pieces. */
describe.each([
  ['a small entry', 1000, 8],
  ['a small stored entry', 1000, 0],
  ['an entry that is large when unpacked', STREAM_ABOVE_UNPACKED_BYTES + 1000, 8],
  ['a large stored entry', STREAM_ABOVE_PACKED_BYTES + 1000, 0],
])('the data of %s', (_what, size, method) => {
  const data = Buffer.alloc(size, 'pattern ');
  const packed = method === 8 ? deflateRawSync(data) : data;
  // enough stored bytes beside it to keep the whole archive's ratio low
  const ballast = { name: 'z', method: 0, data: Buffer.alloc(0) };
  const read = (lies: Partial<RawEntry>, taker?: (piece: Buffer) => void) =>
    readZipStrictly(
      scratch.put(rawZip({ entries: [{ name: 'a', data, method, packed, ...lies }, ballast] }), 'one'),
      {},
      () => taker,
    );

  it('is given, piece by piece', async () => {
    let total = 0;
    let isSame = true;
    await read({}, (piece) => {
      isSame &&= piece.equals(data.subarray(total, total + piece.length));
      total += piece.length;
    });
    expect([total, isSame]).toEqual([size, true]);
  });

  it('is refused when it has another checksum', async () => {
    await expect(read({ crc32: 1 })).toRefuseWith('archive.crc');
  });

  it.each([
    ['more', -1],
    ['less', 1],
  ])('is refused when it is %s than stated', async (_which, difference) => {
    await expect(read({ size: size + difference })).toRefuseWith('archive.size');
  });
});

it.each([1000, STREAM_ABOVE_UNPACKED_BYTES + 1000])(
  'an entry of %i bytes is refused when something follows its stream',
  async (size) => {
    const data = Buffer.alloc(size, 'pattern ');
    const packed = Buffer.concat([deflateRawSync(data), Buffer.from('x')]);
    const path = scratch.put(rawZip({ entries: [{ name: 'a', data, packed }] }), 'one');
    await expect(readZipStrictly(path)).toRefuseWith('archive.deflate');
  },
);
