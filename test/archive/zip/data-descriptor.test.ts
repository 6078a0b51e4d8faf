import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import {
  DESCRIPTOR_FLAG,
  dataDescriptor,
  extraField,
  numbers,
  type RawEntry,
  rawZip,
  UTF8_FLAG,
} from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const DATA = 'written before its size was known';
const FACTS = { crc32: crc32(DATA), packedSize: deflateRawSync(DATA).length, size: DATA.length };
const FLAGS = UTF8_FLAG | DESCRIPTOR_FLAG;
const UNKNOWN = { crc32: 0, size: 0, packedSize: 0 };
const ZIP64 = extraField(1, numbers([8, 0], [8, 0]));

const read = (lies: Partial<RawEntry>) =>
  readZipStrictly(
    scratch.put(
      rawZip({
        entries: [
          { name: 'a', data: DATA, flags: FLAGS, local: UNKNOWN, descriptor: dataDescriptor(FACTS), ...lies },
          { name: 'b', data: 'the next one' },
        ],
      }),
    ),
  );

describe('the record behind the data (APPNOTE 4.3.9)', () => {
  it.each<[string, Partial<RawEntry>]>([
    ['with its signature', {}],
    ['without its signature', { descriptor: dataDescriptor(FACTS, { signed: false }) }],
    [
      'with sizes of 8 bytes',
      { local: { ...UNKNOWN, extra: ZIP64 }, descriptor: dataDescriptor(FACTS, { wide: true }) },
    ],
    [
      'with sizes of 8 bytes, without its signature',
      {
        local: { ...UNKNOWN, extra: ZIP64 },
        descriptor: dataDescriptor(FACTS, { wide: true, signed: false }),
      },
    ],
    ['behind a header that knew the sizes after all', { local: {} }],
    ['of which the directory says nothing', { flags: UTF8_FLAG, local: { ...UNKNOWN, flags: FLAGS } }],
    ['behind stored data', { method: 0, descriptor: dataDescriptor({ ...FACTS, packedSize: DATA.length }) }],
  ])('takes one %s', async (_what, lies) => {
    expect((await read(lies)).members).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  });

  it.each<[string, Partial<RawEntry>, string]>([
    ['no record', { descriptor: new Uint8Array() }, 'archive.data-descriptor'],
    [
      'a record that is too long',
      { descriptor: Buffer.concat([dataDescriptor(FACTS), Buffer.alloc(1)]) },
      'archive.data-descriptor',
    ],
    [
      'a record with much behind it',
      { descriptor: Buffer.concat([dataDescriptor(FACTS), Buffer.alloc(100)]) },
      'archive.data-descriptor',
    ],
    [
      'another signature',
      { descriptor: Buffer.concat([Buffer.alloc(4), dataDescriptor(FACTS, { signed: false })]) },
      'archive.data-descriptor',
    ],
    ['another checksum', { descriptor: dataDescriptor({ ...FACTS, crc32: 1 }) }, 'archive.data-descriptor'],
    [
      'another compressed size',
      { descriptor: dataDescriptor({ ...FACTS, packedSize: 1 }) },
      'archive.data-descriptor',
    ],
    ['another size', { descriptor: dataDescriptor({ ...FACTS, size: 1 }) }, 'archive.data-descriptor'],
    ['zeros', { descriptor: dataDescriptor(UNKNOWN) }, 'archive.data-descriptor'],
    [
      'wide sizes without a ZIP64 field',
      { descriptor: dataDescriptor(FACTS, { wide: true }) },
      'archive.data-descriptor',
    ],
    ['narrow sizes with a ZIP64 field', { local: { ...UNKNOWN, extra: ZIP64 } }, 'archive.data-descriptor'],
    [
      'another wide size',
      {
        local: { ...UNKNOWN, extra: ZIP64 },
        descriptor: dataDescriptor({ ...FACTS, size: 1 }, { wide: true }),
      },
      'archive.data-descriptor',
    ],
    [
      'a record that the local header does not announce',
      { flags: UTF8_FLAG, local: {} },
      'archive.hidden-data',
    ],
    ['a record that the directory alone announces', { local: { flags: UTF8_FLAG } }, 'archive.local-header'],
    ['half of the sizes in the header', { local: { ...UNKNOWN, size: FACTS.size } }, 'archive.local-header'],
  ])('refuses %s', async (_what, lies, code) => {
    await expect(read(lies)).toRefuseWith(code);
  });

  it('checks the last record of an archive, too', async () => {
    const last = { name: 'a', data: DATA, flags: FLAGS, local: UNKNOWN };
    const honest = rawZip({ entries: [{ ...last, descriptor: dataDescriptor(FACTS) }] });
    expect((await readZipStrictly(scratch.put(honest))).members).toHaveLength(1);
    const forged = rawZip({ entries: [{ ...last, descriptor: dataDescriptor({ ...FACTS, size: 2 }) }] });
    await expect(readZipStrictly(scratch.put(forged))).toRefuseWith('archive.data-descriptor');
  });
});
