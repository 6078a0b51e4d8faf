import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { ZipArchive } from '../../../src/archive/zip/zip-archive.ts';
import { type RawZip, rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const read = (zip: RawZip) => readZipStrictly(scratch.put(rawZip(zip)));
const LOCAL_HEADER = 30;
const HIDDEN = Buffer.from('hidden');

describe('every byte belongs to something', () => {
  it('takes entries whose order in the directory is another', async () => {
    const first = LOCAL_HEADER + 1 + deflateRawSync('first').length;
    const zip = rawZip({
      entries: [
        { name: 'a', data: 'first', only: 'local' },
        { name: 'b', data: 'second' },
        { name: 'a', data: 'first', only: 'central', offset: 0 },
      ],
    });
    const { members } = await readZipStrictly(scratch.put(zip));
    expect(members.map(({ name, offset }) => [name, offset])).toEqual([
      ['b', first],
      ['a', 0],
    ]);
  });

  it.each<[string, RawZip, string]>([
    ['bytes before the first entry', { entries: [{ name: 'a', before: HIDDEN }] }, 'archive.hidden-data'],
    [
      'bytes between two entries',
      { entries: [{ name: 'a' }, { name: 'b', before: HIDDEN }] },
      'archive.hidden-data',
    ],
    [
      'bytes behind the data of an entry',
      { entries: [{ name: 'a', descriptor: HIDDEN }, { name: 'b' }] },
      'archive.hidden-data',
    ],
    [
      'bytes before the directory',
      { entries: [{ name: 'a' }], beforeDirectory: HIDDEN },
      'archive.hidden-data',
    ],
    [
      'an entry that the directory does not list',
      { entries: [{ name: 'a' }, { name: 'b', only: 'local' }] },
      'archive.hidden-data',
    ],
    [
      'an unlisted entry between two',
      { entries: [{ name: 'a' }, { name: 'b', only: 'local' }, { name: 'c' }] },
      'archive.hidden-data',
    ],
    [
      'an entry that is only listed',
      { entries: [{ name: 'a' }, { name: 'b', only: 'central' }] },
      'archive.overlap',
    ],
    [
      'two entries with one local header',
      { entries: [{ name: 'a' }, { name: 'b', only: 'central', offset: 0 }] },
      'archive.overlap',
    ],
    [
      'an entry inside of another one',
      {
        entries: [
          { name: 'a', data: 'x'.repeat(99), method: 0 },
          { name: 'b', only: 'central', offset: 40 },
        ],
      },
      'archive.overlap',
    ],
    [
      'an entry that reaches into the directory',
      { entries: [{ name: 'a', packedSize: 100 }] },
      'archive.overlap',
    ],
    [
      'an entry whose local header reaches into the next',
      { entries: [{ name: 'a', local: { extra: Buffer.alloc(4), name: 'aa' } }, { name: 'b' }] },
      'archive.local-header',
    ],
    ['an entry beyond the file', { entries: [{ name: 'a', offset: 0xfffffff0 }] }, 'archive.hidden-data'],
  ])('refuses %s', async (_what, zip, code) => {
    await expect(read(zip)).toRefuseWith(code);
  });

  it('refuses a local header whose name and extra field reach into the directory', async () => {
    const zip = rawZip({ entries: [{ name: 'a', data: 'x' }] });
    zip.writeUInt16LE(500, 28); // length of the extra field
    await expect(readZipStrictly(scratch.put(zip))).toRefuseWith('archive.overlap');
  });

  it.each<[string, RawZip]>([
    [
      'an archive',
      {
        entries: [
          { name: 'a', data: 'x' },
          { name: 'b/c', data: 'y'.repeat(3_000_000), method: 0 },
        ],
      },
    ],
    ['an empty archive', { entries: [] }],
    ['an archive with a comment', { entries: [{ name: 'a' }], end: { comment: 'comment' } }],
  ])('computes the digest of %s from the bytes that it checks', async (_what, zip) => {
    const bytes = rawZip(zip);
    const { sha256 } = await readZipStrictly(scratch.put(bytes));
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('an archive that is exchanged while it is read', () => {
  const bytesWith = (data: string, comment = '') =>
    rawZip({ entries: [{ name: 'a', data, method: 0 }], end: { comment } });

  it('refuses when a file that was read ahead has other bytes in the pass', async () => {
    const path = scratch.put(bytesWith('plumless'));
    const archive = await ZipArchive.open(path);
    const [member] = archive.members;
    if (member === undefined) throw new Error('the archive has a member');
    expect(archive.read(member, 100).toString()).toBe('plumless');
    writeFileSync(path, bytesWith('buckeroo')); // has the same CRC-32
    await expect(archive.readAll()).toRefuseWith('hash.changed');
    archive.close();
  });

  it('refuses when the directory is another one in the pass', async () => {
    const path = scratch.put(rawZip({ entries: [{ name: 'a', data: 'x' }] }));
    const archive = await ZipArchive.open(path);
    const forged = rawZip({ entries: [{ name: 'a', data: 'x', madeBy: 0x0315 }] });
    writeFileSync(path, forged);
    await expect(archive.readAll()).toRefuseWith('hash.changed');
    archive.close();
  });

  it('refuses when the file has become shorter', async () => {
    const path = scratch.put(bytesWith('x'.repeat(2_000_000)));
    const archive = await ZipArchive.open(path);
    writeFileSync(path, 'PK');
    await expect(archive.readAll()).toRefuseWith('hash.changed');
    archive.close();
  });
});
