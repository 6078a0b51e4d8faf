import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { type RawZip, rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const entries = [
  { name: 'a.txt', data: 'a' },
  { name: 'b.txt', data: 'bb' },
];
const END_SIGNATURE = Buffer.from('PK\u0005\u0006', 'latin1');

async function namesIn(zip: RawZip | Uint8Array): Promise<readonly string[]> {
  const bytes = zip instanceof Uint8Array ? zip : rawZip(zip);
  return (await readZipStrictly(scratch.put(bytes))).members.map((member) => member.name);
}

describe('the end record (APPNOTE 4.3.16)', () => {
  it.each<[string, RawZip, number]>([
    ['an archive', { entries }, 2],
    ['an empty archive', { entries: [] }, 0],
    ['an archive with a comment', { entries, end: { comment: 'a comment' } }, 2],
    ['an archive with the longest comment', { entries, end: { comment: 'x'.repeat(0xffff) } }, 2],
  ])('reads %s', async (_what, zip, count) => {
    expect(await namesIn(zip)).toHaveLength(count);
  });

  it.each<[string, RawZip | Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'archive.not-zip'],
    ['fewer bytes than the record has', END_SIGNATURE, 'archive.not-zip'],
    ['something else', Buffer.alloc(100, 'x'), 'archive.not-zip'],
    ['an archive without its last byte', rawZip({ entries }).subarray(0, -1), 'archive.not-zip'],
    ['bytes behind the record', { entries, behind: Buffer.from('x') }, 'archive.eocd'],
    [
      'a comment that is longer than stated',
      { entries, end: { comment: 'xx', commentLength: 1 } },
      'archive.eocd',
    ],
    [
      'a comment that is shorter than stated',
      { entries, end: { comment: 'x', commentLength: 2 } },
      'archive.eocd',
    ],
    [
      'a second record in the comment, with room for one',
      { entries, end: { comment: rawZip({ entries: [] }) } },
      'archive.eocd',
    ],
    [
      'a signature in the comment, without room for a record',
      { entries, end: { comment: Buffer.concat([Buffer.from('x'), END_SIGNATURE]) } },
      'archive.eocd',
    ],
    ['a disk of several', { entries, end: { disk: 1 } }, 'archive.eocd'],
    ['a directory on another disk', { entries, end: { directoryDisk: 1 } }, 'archive.eocd'],
    ['fewer entries on this disk', { entries, end: { countHere: 1 } }, 'archive.eocd'],
    ['a count below the truth', { entries, end: { countHere: 1, count: 1 } }, 'archive.eocd'],
    ['a count above the truth', { entries, end: { countHere: 3, count: 3 } }, 'archive.central-directory'],
    ['a directory that is longer than stated', { entries, end: { size: 50 } }, 'archive.eocd'],
    ['bytes behind the directory', { entries, behindDirectory: Buffer.from('x') }, 'archive.eocd'],
    ['a directory further ahead than stated', { entries, end: { offset: 10 } }, 'archive.eocd'],
    [
      'an archive behind other bytes',
      Buffer.concat([Buffer.from('MZ'), rawZip({ entries })]),
      'archive.eocd',
    ],
    [
      'two archives, one behind the other',
      Buffer.concat([rawZip({ entries }), rawZip({ entries })]),
      'archive.eocd',
    ],
    ['a position beyond the file', { entries, end: { offset: 0xfffffff0, size: 0 } }, 'archive.eocd'],
  ])('refuses %s', async (_what, zip, code) => {
    await expect(namesIn(zip)).toRefuseWith(code);
  });

  it('refuses more entries than any package has before it reads one', async () => {
    const zip: RawZip = {
      entries: [],
      zip64: { count: 250_001n, countHere: 250_001n },
      end: { count: 0xffff, countHere: 0xffff },
    };
    await expect(namesIn(zip)).toRefuseWith('archive.too-many');
  });
});
