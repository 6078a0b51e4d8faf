import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { extraField, numbers, type RawEntry, type RawZip, rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const FULL = 0xffffffff;
const DATA = 'data of five words in all';
const SIZE = DATA.length;
const PACKED = deflateRawSync(DATA).length;

const read = (zip: RawZip) => readZipStrictly(scratch.put(rawZip(zip)));
const field = (...values: readonly number[]) =>
  extraField(1, numbers(...values.map((value) => [8, value] as const)));

describe('the ZIP64 end record (APPNOTE 4.3.14, 4.3.15)', () => {
  const entries = [{ name: 'a', data: DATA }];

  it.each<[string, RawZip]>([
    ['fields that repeat what the record says', { entries, zip64: {} }],
    [
      'fields that point at the record',
      { entries, zip64: {}, end: { count: 0xffff, countHere: 0xffff, size: FULL, offset: FULL } },
    ],
    ['disks that point at the record', { entries, zip64: {}, end: { disk: 0xffff, directoryDisk: 0xffff } }],
  ])('reads an archive with %s', async (_what, zip) => {
    expect((await read(zip)).members).toMatchObject([{ name: 'a', size: SIZE, packedSize: PACKED }]);
  });

  it.each<[string, RawZip]>([
    ['a record that is not there', { entries, end: { offset: FULL } }],
    ['a size that stands elsewhere, without a record', { entries, end: { size: FULL } }],
    [
      'a count that stands elsewhere, without a record',
      { entries, end: { count: 0xffff, countHere: 0xffff } },
    ],
    ['a locator for another place', { entries, zip64: { locatorOffset: 0n } }],
    ['a locator of another disk', { entries, zip64: { locatorDisk: 1 } }],
    ['a locator of several disks', { entries, zip64: { disks: 2 } }],
    ['a record without its signature', { entries, zip64: { recordSignature: 0 } }],
    ['an extensible data sector', { entries, zip64: { sector: Buffer.from('hidden') } }],
    [
      'an extensible data sector that is not counted',
      { entries, zip64: { sector: Buffer.from('hidden'), recordSize: 44n } },
    ],
    ['a record of another size', { entries, zip64: { recordSize: 45n } }],
    ['another disk', { entries, zip64: { disk: 1 } }],
    ['a directory on another disk', { entries, zip64: { directoryDisk: 1 } }],
    ['two counts', { entries, zip64: { countHere: 2n } }],
    ['another count than the end record', { entries, zip64: { count: 2n, countHere: 2n } }],
    ['another size than the end record', { entries, zip64: {}, end: { size: 1 } }],
    ['another position than the end record', { entries, zip64: {}, end: { offset: 1 } }],
    ['another disk than the end record', { entries, zip64: {}, end: { disk: 1 } }],
    ['another disk of the directory than the end record', { entries, zip64: {}, end: { directoryDisk: 1 } }],
    ['another count on this disk than the end record', { entries, zip64: {}, end: { countHere: 2 } }],
    ['a directory that does not end at the record', { entries, zip64: { size: 1n } }],
    ['a directory beyond the file', { entries, zip64: { offset: 2n ** 63n }, end: { offset: FULL } }],
  ])('refuses %s', async (_what, zip) => {
    await expect(read(zip)).toRefuseWith('archive.zip64');
  });
});

describe('ZIP64 fields of an entry (APPNOTE 4.5.3)', () => {
  const entry = (lies: Partial<RawEntry>): RawZip => ({ entries: [{ name: 'a', data: DATA, ...lies }] });

  it.each<[string, Partial<RawEntry>]>([
    [
      'both sizes, in both headers',
      { size: FULL, packedSize: FULL, extra: field(SIZE, PACKED), local: { extra: field(SIZE, PACKED) } },
    ],
    [
      'both sizes, in the local header only, as Python does',
      { local: { size: FULL, packedSize: FULL, extra: field(SIZE, PACKED) } },
    ],
    [
      'the compressed size alone',
      { packedSize: FULL, extra: field(PACKED), local: { extra: field(PACKED) } },
    ],
    ['the position', { offset: FULL, extra: field(0), local: {} }],
    [
      'a position that the header states as well',
      {
        size: FULL,
        packedSize: FULL,
        extra: field(SIZE, PACKED, 0),
        local: { size: SIZE, packedSize: PACKED },
      },
    ],
    ['an empty field', { extra: field(), local: { extra: field() } }],
  ])('reads an entry with %s', async (_what, lies) => {
    expect((await read(entry(lies))).members).toMatchObject([{ size: SIZE, packedSize: PACKED, offset: 0 }]);
  });

  it.each<[string, Partial<RawEntry>]>([
    ['a size that stands nowhere', { size: FULL, local: { size: SIZE } }],
    ['a compressed size that stands nowhere', { packedSize: FULL, local: { packedSize: PACKED } }],
    ['a field with one value too few', { size: FULL, packedSize: FULL, extra: field(SIZE) }],
    [
      'a field with one value too many',
      { packedSize: FULL, extra: field(PACKED, 7), local: { packedSize: PACKED } },
    ],
    ['a field with four values', { size: FULL, packedSize: FULL, extra: field(SIZE, PACKED, 0, 0) }],
    [
      'a field with another size than the header',
      { packedSize: FULL, extra: field(SIZE + 1, PACKED), local: { packedSize: PACKED } },
    ],
    [
      'a field with another position than the header',
      { size: FULL, packedSize: FULL, extra: field(SIZE, PACKED, 1) },
    ],
    ['a field where no value is missing, with another', { extra: field(SIZE + 1) }],
    ['a field that skips the size', { offset: FULL, extra: field(SIZE, PACKED), local: {} }],
    ['a field with half a value', { extra: extraField(1, Buffer.alloc(4)) }],
    ['a local field with half a value', { local: { extra: extraField(1, Buffer.alloc(4)) } }],
    ['a local size that stands nowhere', { local: { size: FULL } }],
    ['a local field with another size than the header', { local: { extra: field(SIZE + 1, PACKED) } }],
  ])('refuses %s', async (_what, lies) => {
    await expect(read(entry(lies))).toRefuseWith('archive.zip64');
  });

  it('refuses a local field with another size than the directory', async () => {
    const local = { size: FULL, packedSize: FULL, extra: field(SIZE + 1, PACKED) };
    await expect(read(entry({ local }))).toRefuseWith('archive.local-header');
  });
});
