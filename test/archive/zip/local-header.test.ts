import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { extraField, type RawHeader, rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const read = (local: RawHeader) =>
  readZipStrictly(scratch.put(rawZip({ entries: [{ name: 'a', data: 'data', local }] })));

describe('a local header against the central one (APPNOTE 4.3.7)', () => {
  it.each<[string, RawHeader]>([
    ['the same', {}],
    ['an extra field of its own', { extra: extraField(0x5455, Buffer.alloc(9)) }],
  ])('takes %s', async (_what, local) => {
    expect((await read(local)).members).toHaveLength(1);
  });

  it.each<[string, RawHeader, string]>([
    ['no header', { signature: 0x04034b51 }, 'archive.local-header'],
    ['another name', { name: 'b' }, 'archive.local-header'],
    ['a longer name', { name: 'a ' }, 'archive.local-header'],
    ['a name in another case', { name: 'A' }, 'archive.local-header'],
    ['other flags', { flags: 0 }, 'archive.local-header'],
    ['another method', { method: 0 }, 'archive.local-header'],
    ['another checksum', { crc32: 1 }, 'archive.local-header'],
    ['another size', { size: 5 }, 'archive.local-header'],
    ['no size', { size: 0, packedSize: 0, crc32: 0 }, 'archive.local-header'],
    ['another compressed size', { packedSize: deflateRawSync('data').length + 1 }, 'archive.local-header'],
    ['a Unicode path', { extra: extraField(0x7075, Buffer.alloc(9)) }, 'archive.unicode-path'],
    ['an extra field that is cut off', { extra: Buffer.from([1]) }, 'archive.extra-field'],
    ['encryption in an extra field', { extra: extraField(0x9901, Buffer.alloc(7)) }, 'archive.encrypted'],
  ])('refuses %s', async (_what, local, code) => {
    await expect(read(local)).toRefuseWith(code);
  });
});
