import { describe, expect, it } from 'vitest';
import { readTarStrictly } from '../../../src/archive/tar/read-tar.ts';
import { GNU_MAGIC, gnuLongName, type RawTarEntry, rawTar } from '../../support/raw-tar.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const read = (...entries: readonly RawTarEntry[]) => readTarStrictly(scratch.put(rawTar(entries)));
const LONG = `acme-1.0/${'long/'.repeat(30)}name`;

describe('the header of a tar entry (POSIX.1-2024, ustar)', () => {
  it.each<[string, RawTarEntry, object]>([
    ['a file', { name: 'a', data: 'data' }, { path: 'a', kind: 'file', size: 4, mode: 0o644 }],
    ['a file of the old type', { name: 'a', type: '\u0000' }, { path: 'a', kind: 'file' }],
    ['a folder', { name: 'a/', type: '5' }, { path: 'a', kind: 'folder' }],
    ['a folder without a slash', { name: 'a', type: '5' }, { path: 'a', kind: 'folder' }],
    ['a prefix', { name: 'b', prefix: 'a' }, { path: 'a/b' }],
    ['a name of 100 bytes', { name: 'x'.repeat(100) }, { path: 'x'.repeat(100) }],
    ['the GNU form', { name: 'a', magic: GNU_MAGIC }, { path: 'a' }],
    ['a size with spaces around it', { name: 'a', size: '         2 \u0000', data: 'xx' }, { size: 2 }],
    ['owners that are empty', { name: 'a', uid: '\u0000'.repeat(8) }, { path: 'a' }],
    ['an owner in binary', { name: 'a', uid: Buffer.from([0x80, 0, 0, 0, 1, 2, 3, 4]) }, { path: 'a' }],
    ['setuid bits, which nobody has to apply', { name: 'a', mode: '0004755\u0000' }, { mode: 0o4755 }],
  ])('reads %s', async (_what, entry, expected) => {
    expect((await read(entry)).members).toMatchObject([expected]);
  });

  it.each<[string, RawTarEntry, string]>([
    ['a wrong checksum', { checksum: '000000\u0000 ' }, 'archive.tar-header'],
    ['a checksum that is no number', { checksum: 'xxxxxx\u0000 ' }, 'archive.tar-header'],
    ['the form of before POSIX', { magic: '\u0000'.repeat(8) }, 'archive.tar-header'],
    ['a form of its own', { magic: 'ustar\u000001' }, 'archive.tar-header'],
    ['a size that is no number', { size: '0000000000x\u0000' }, 'archive.tar-header'],
    ['a negative size', { size: '-0000000001\u0000' }, 'archive.tar-header'],
    ['a decimal size', { size: '00000000009\u0000' }, 'archive.tar-header'],
    [
      'a size in binary',
      { size: Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]) },
      'archive.tar-header',
    ],
    ['a negative size in binary', { size: Buffer.alloc(12, 0xff) }, 'archive.tar-header'],
    ['a size with something behind it', { size: '0000001 0000' }, 'archive.tar-header'],
    ['a mode that is no number', { mode: 'rw-r--r-' }, 'archive.tar-header'],
    ['an owner that is no number', { uid: 'root\u0000\u0000\u0000\u0000' }, 'archive.tar-header'],
    ['an owner in no binary form', { uid: Buffer.from([0x81, 0, 0, 0, 1, 2, 3, 4]) }, 'archive.tar-header'],
    ['an owner beyond all numbers', { uid: Buffer.alloc(8, 0x80) }, 'archive.tar-header'],
    ['a GNU header with a prefix', { magic: GNU_MAGIC, prefix: 'evil' }, 'archive.tar-header'],
    ['a name with something behind its end', { name: 'a\u0000b' }, 'archive.tar-header'],
    ['a target with something behind its end', { type: '2', linkName: 'a\u0000b' }, 'archive.tar-header'],
    ['a prefix with something behind its end', { prefix: 'a\u0000b' }, 'archive.tar-header'],
    ['no name', { name: '' }, 'archive.unsafe-name'],
    ['no name behind a prefix', { name: '', prefix: 'a' }, 'archive.unsafe-name'],
    ['a name behind an absolute prefix', { name: 'a', prefix: '/etc' }, 'archive.unsafe-name'],
    ['a name in Latin-1', { name: Buffer.from('caf\u00e9', 'latin1') }, 'archive.unsafe-name'],
    ['a prefix in Latin-1', { name: 'a', prefix: Buffer.from('caf\u00e9', 'latin1') }, 'archive.unsafe-name'],
    ['a name that leads out', { name: '../a' }, 'archive.unsafe-name'],
    ['a name that begins with this folder', { name: './a' }, 'archive.unsafe-name'],
    ['a character device', { type: '3' }, 'archive.device'],
    ['a block device', { type: '4' }, 'archive.device'],
    ['a pipe', { type: '6' }, 'archive.device'],
    ['a contiguous file', { type: '7' }, 'archive.tar-type'],
    ['a sparse file', { type: 'S', magic: GNU_MAGIC, prefix: Buffer.from([0xff]) }, 'archive.tar-type'],
    ['a volume', { type: 'V' }, 'archive.tar-type'],
    ['a part of several volumes', { type: 'M' }, 'archive.tar-type'],
    ['a listing of a folder', { type: 'D' }, 'archive.tar-type'],
    ['an extended header of Solaris', { type: 'X' }, 'archive.tar-type'],
    ['a type that nobody knows', { type: 'Z' }, 'archive.tar-type'],
    ['a folder with contents', { name: 'a/', type: '5', data: 'x' }, 'archive.entry-kind'],
    ['a link with contents', { name: 'a', type: '2', linkName: 'b', data: 'x' }, 'archive.entry-kind'],
    ['a file with a target', { linkName: 'b' }, 'archive.entry-kind'],
    ['a folder with a target', { name: 'a/', type: '5', linkName: 'b' }, 'archive.entry-kind'],
    ['a file with the name of a folder', { name: 'a/' }, 'archive.entry-kind'],
    ['an old file with the name of a folder', { name: 'a/', type: '\u0000' }, 'archive.entry-kind'],
  ])('refuses %s', async (_what, entry, code) => {
    await expect(read(entry)).toRefuseWith(code);
  });
});

describe('long names of the GNU form', () => {
  const file = { name: LONG.slice(0, 100), magic: GNU_MAGIC };

  it('reads one', async () => {
    expect((await read(gnuLongName(LONG), file)).members).toMatchObject([{ path: LONG }]);
  });

  it('reads one whose beginning was cut inside of a character', async () => {
    const name = `acme-1.0/${'\u00e9'.repeat(80)}`;
    const cut = Buffer.from(name).subarray(0, 100);
    expect((await read(gnuLongName(name), { ...file, name: cut })).members).toMatchObject([{ path: name }]);
  });

  it('reads a long name and a long target of one link', async () => {
    const target = `${'x/'.repeat(60)}y`;
    const link = { ...file, type: '2', linkName: target.slice(0, 100) };
    const { members, linkTargets } = await read(gnuLongName(LONG), gnuLongName(target, 'K'), link);
    expect(members).toMatchObject([{ path: LONG, linkTargets: [target] }]);
    expect([...linkTargets.values()]).toEqual([[`${LONG.slice(0, LONG.lastIndexOf('/'))}/${target}`]]);
  });

  it.each<[string, readonly RawTarEntry[], string]>([
    ['in a POSIX archive', [{ ...gnuLongName(LONG), magic: 'ustar\u000000' }, file], 'archive.tar-type'],
    ['twice', [gnuLongName(LONG), gnuLongName(LONG), file], 'archive.pax'],
    ['for two targets', [gnuLongName('a', 'K'), gnuLongName('a', 'K'), file], 'archive.pax'],
    ['before nothing', [gnuLongName(LONG)], 'archive.pax'],
    ['before another name', [gnuLongName(LONG), { ...file, name: 'other' }], 'archive.tar-header'],
    [
      'before another target',
      [gnuLongName('a', 'K'), { ...file, type: '2', linkName: 'b' }],
      'archive.tar-header',
    ],
    ['without its zero byte', [{ ...gnuLongName(LONG), data: LONG }, file], 'archive.tar-header'],
    [
      'with something behind its zero byte',
      [{ ...gnuLongName(LONG), data: `${LONG}\u0000x` }, file],
      'archive.tar-header',
    ],
    ['that is empty', [{ ...gnuLongName(''), data: '\u0000' }, file], 'archive.tar-header'],
    ['without data', [{ ...gnuLongName(''), data: '' }, file], 'archive.pax'],
    [
      'that is longer than any',
      [{ ...gnuLongName(''), data: 'x'.repeat(1024 * 1024 + 1) }, file],
      'archive.too-large',
    ],
  ])('refuses one %s', async (_where, entries, code) => {
    await expect(read(...entries)).toRefuseWith(code);
  });
});
