import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { extraField, type RawEntry, type RawZip, rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const read = (zip: RawZip) => readZipStrictly(scratch.put(rawZip(zip)));
const entry = (lies: Partial<RawEntry>): RawZip => ({ entries: [{ name: 'a', data: 'data', ...lies }] });

/** External attributes with this Unix mode; the low byte is FAT's. */
const unix = (mode: number, fat = 0) => ((mode << 16) | fat) >>> 0;
const LATIN1_NAME = Buffer.from('caf\u00e9', 'latin1');

describe('a header of the central directory (APPNOTE 4.3.12, 4.4)', () => {
  it.each<[string, Partial<RawEntry>]>([
    ['a plain one', {}],
    ['a name without the UTF-8 flag', { flags: 0 }],
    ['a name in UTF-8', { name: 'caf\u00e9' }],
    ['the levels of deflate', { flags: 0x0806 }],
    ['a stored file', { method: 0 }],
    ['no Unix mode', { attributes: 0 }],
    ['a system other than Unix', { madeBy: 0x0014, attributes: 0x20 }],
    ['an extra field of some kind', { extra: extraField(0x5455, Buffer.alloc(5)) }],
    ['setuid bits, which nobody has to apply', { attributes: unix(0o104755) }],
    ['an empty file', { data: '' }],
  ])('takes %s', async (_what, lies) => {
    expect((await read(entry(lies))).members).toHaveLength(1);
  });

  it.each<[string, Partial<RawEntry>]>([
    ['with a Unix mode', { attributes: unix(0o040755) }],
    ['with the attribute of FAT', { attributes: 0x10 }],
    ['with no attributes', { attributes: 0 }],
    ['with both', { attributes: unix(0o040755, 0x10) }],
    ['stored', { method: 0 }],
  ])('takes a folder %s', async (_what, lies) => {
    const { members } = await read(entry({ name: 'a/', data: '', attributes: 0, ...lies }));
    expect(members).toMatchObject([{ name: 'a/', isFolder: true }]);
  });

  it.each<[string, Partial<RawEntry>, string]>([
    ['another signature', { signature: 0x02014b51 }, 'archive.central-directory'],
    ['another disk', { disk: 1 }, 'archive.central-directory'],
    ['a comment', { comment: 'x' }, 'archive.comment'],
    ['encryption', { flags: 0x0801 }, 'archive.encrypted'],
    ['strong encryption', { flags: 0x0840 }, 'archive.encrypted'],
    ['masked headers', { flags: 0x2800 }, 'archive.encrypted'],
    ['a field about strong encryption', { extra: extraField(0x0017, Buffer.alloc(8)) }, 'archive.encrypted'],
    ['a field about AES', { extra: extraField(0x9901, Buffer.alloc(7)) }, 'archive.encrypted'],
    ['patched data', { flags: 0x0820 }, 'archive.flags'],
    ['a flag that nobody knows', { flags: 0x8800 }, 'archive.flags'],
    ['bzip2', { method: 12, packed: Buffer.from('BZh') }, 'archive.method'],
    ['Deflate64', { method: 9, packed: Buffer.from('x') }, 'archive.method'],
    ['a Unicode path', { extra: extraField(0x7075, Buffer.alloc(9)) }, 'archive.unicode-path'],
    [
      'a Unicode path that is too short',
      { extra: extraField(0x7075, Buffer.alloc(0)) },
      'archive.unicode-path',
    ],
    ['an extra field that is cut off', { extra: Buffer.from([1, 0, 0]) }, 'archive.extra-field'],
    ['an extra field beyond the room', { extra: Buffer.from([9, 9, 1, 0]) }, 'archive.extra-field'],
    [
      'an extra field twice',
      { extra: Buffer.concat([extraField(9, Buffer.alloc(1)), extraField(9, Buffer.alloc(1))]) },
      'archive.extra-field',
    ],
    ['no name', { name: '' }, 'archive.unsafe-name'],
    ['a name in Latin-1, not marked as UTF-8', { name: LATIN1_NAME, flags: 0 }, 'archive.unsafe-name'],
    ['a name in Latin-1, marked as UTF-8', { name: LATIN1_NAME }, 'archive.unsafe-name'],
    ['a name in overlong UTF-8', { name: Buffer.from([0xc0, 0xae]) }, 'archive.unsafe-name'],
    ['a name that leads out', { name: '../a' }, 'archive.unsafe-name'],
    ['a symbolic link', { attributes: unix(0o120777) }, 'archive.link'],
    [
      'a symbolic link, said to be of another system',
      { madeBy: 0x0014, attributes: unix(0o120777) },
      'archive.link',
    ],
    ['a pipe', { attributes: unix(0o010644) }, 'archive.device'],
    ['a character device', { attributes: unix(0o020644) }, 'archive.device'],
    ['a block device', { attributes: unix(0o060644) }, 'archive.device'],
    ['a socket', { attributes: unix(0o140644) }, 'archive.device'],
    ['a type that is none', { attributes: unix(0o170644) }, 'archive.device'],
    ['a file with the mode of a folder', { attributes: unix(0o040755) }, 'archive.entry-kind'],
    ['a file with the FAT attribute of a folder', { attributes: 0x10 }, 'archive.entry-kind'],
    ['a folder with the mode of a file', { name: 'a/', data: '' }, 'archive.entry-kind'],
    ['a folder with contents', { name: 'a/', attributes: 0 }, 'archive.entry-kind'],
    ['a folder with hidden contents', { name: 'a/', attributes: 0, size: 0 }, 'archive.entry-kind'],
  ])('refuses %s', async (_what, lies, code) => {
    await expect(read(entry(lies))).toRefuseWith(code);
  });

  it('refuses a header that is cut off', async () => {
    const zip = rawZip({ entries: [{ name: 'a' }, { name: 'b', only: 'central' }] });
    const nameLengthAt = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 28;
    zip.writeUInt16LE(1000, nameLengthAt);
    await expect(readZipStrictly(scratch.put(zip))).toRefuseWith('archive.central-directory');
  });

  it.each<[string, readonly RawEntry[], string]>([
    ['two entries of one name', [{ name: 'a' }, { name: 'a' }], 'archive.duplicate-entry'],
    [
      'a file and a folder of one name',
      [{ name: 'a' }, { name: 'a/', attributes: 0 }],
      'archive.name-conflict',
    ],
    ['a file below a file', [{ name: 'a' }, { name: 'a/b' }], 'archive.name-conflict'],
  ])('refuses %s', async (_what, entries, code) => {
    await expect(read({ entries })).toRefuseWith(code);
  });

  it('looks at names with the rules of the target', async () => {
    const path = scratch.put(rawZip({ entries: [{ name: 'a' }, { name: 'A' }, { name: 'nul.txt' }] }));
    expect((await readZipStrictly(path)).members).toHaveLength(3);
    await expect(readZipStrictly(path, { foldCase: true })).toRefuseWith('archive.duplicate-entry');
    await expect(readZipStrictly(path, { windows: true })).toRefuseWith('archive.windows-name');
  });
});
