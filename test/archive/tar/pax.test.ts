import { describe, expect, it } from 'vitest';
import { readTarStrictly } from '../../../src/archive/tar/read-tar.ts';
import {
  GNU_MAGIC,
  gnuLongName,
  paxHeader,
  paxRecord,
  type RawTarEntry,
  rawTar,
} from '../../support/raw-tar.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const read = (...entries: readonly RawTarEntry[]) => readTarStrictly(scratch.put(rawTar(entries)));
const file = { name: 'cut', data: 'data' };
const raw = (text: string | Uint8Array): RawTarEntry => paxHeader([Buffer.from(text as string)]);

describe('extended headers (POSIX.1-2024, pax)', () => {
  it.each<[string, readonly RawTarEntry[], object]>([
    ['a path', [paxHeader([paxRecord('path', 'acme/caf\u00e9')]), file], { path: 'acme/caf\u00e9' }],
    ['a path with an equals sign', [paxHeader([paxRecord('path', 'a=b')]), file], { path: 'a=b' }],
    [
      'the size that the header states',
      [paxHeader([paxRecord('size', '4')]), file],
      { path: 'cut', size: 4 },
    ],
    [
      'times',
      [paxHeader([paxRecord('mtime', '1700000000.5'), paxRecord('atime', '-1')]), file],
      { path: 'cut' },
    ],
    [
      'the encoding that it is in',
      [paxHeader([paxRecord('hdrcharset', 'ISO-IR 10646 2000 UTF-8')]), file],
      { path: 'cut' },
    ],
    [
      'a key that nobody knows',
      [paxHeader([paxRecord('ACME.x', 'y'), paxRecord('empty', '')]), file],
      { path: 'cut' },
    ],
    [
      'attributes in bytes',
      [paxHeader([paxRecord('SCHILY.xattr.user.x', Buffer.from([0, 0xff]))]), file],
      { path: 'cut' },
    ],
    [
      'a comment for all, as git writes it',
      [paxHeader([paxRecord('comment', 'f00d')], 'g'), file],
      { path: 'cut' },
    ],
    [
      'one for all and one for the entry',
      [paxHeader([paxRecord('comment', 'x')], 'g'), paxHeader([paxRecord('path', 'p')]), file],
      { path: 'p' },
    ],
    ['a record of ten bytes', [paxHeader([paxRecord('path', 'ab')]), file], { path: 'ab' }],
  ])('reads %s', async (_what, entries, expected) => {
    expect((await read(...entries)).members).toMatchObject([expected]);
  });

  it('reads the target of a link', async () => {
    const link = { name: 'l', type: '2', linkName: 'cut' };
    expect((await read(paxHeader([paxRecord('linkpath', 'cut-off')]), link)).members).toMatchObject([
      { path: 'l', linkTargets: ['cut-off', 'cut'] },
    ]);
  });

  it('applies to the next entry alone', async () => {
    const { members } = await read(paxHeader([paxRecord('path', 'first')]), file, { name: 'second' });
    expect(members.map((member) => member.path)).toEqual(['first', 'second']);
  });

  it.each<[string, readonly RawTarEntry[], string]>([
    ['another size than the header', [paxHeader([paxRecord('size', '5')]), file], 'archive.pax'],
    ['a size where the header has none', [paxHeader([paxRecord('size', '4')]), { name: 'a' }], 'archive.pax'],
    ['a size that is no number', [paxHeader([paxRecord('size', '4x')]), file], 'archive.pax'],
    ['a size with zeros before it', [paxHeader([paxRecord('size', '04')]), file], 'archive.pax'],
    ['a time that is no number', [paxHeader([paxRecord('mtime', 'yesterday')]), file], 'archive.pax'],
    ['an empty path', [paxHeader([paxRecord('path', '')]), file], 'archive.pax'],
    ['an empty target', [paxHeader([paxRecord('linkpath', '')]), file], 'archive.pax'],
    ['a target for a file', [paxHeader([paxRecord('linkpath', 'x')]), file], 'archive.entry-kind'],
    ['a path that leads out', [paxHeader([paxRecord('path', '../x')]), file], 'archive.unsafe-name'],
    [
      'a path beside a prefix',
      [paxHeader([paxRecord('path', 'x')]), { ...file, prefix: 'p' }],
      'archive.pax',
    ],
    ['one key twice', [paxHeader([paxRecord('path', 'a'), paxRecord('path', 'b')]), file], 'archive.pax'],
    ['another encoding', [paxHeader([paxRecord('hdrcharset', 'BINARY')]), file], 'archive.pax'],
    ['bytes that are not UTF-8', [paxHeader([paxRecord('path', Buffer.from([0xe9]))]), file], 'archive.pax'],
    ['a path with a zero byte', [paxHeader([paxRecord('path', 'a\u0000b')]), file], 'archive.pax'],
    ['a path with a line end', [paxHeader([paxRecord('path', 'a\nb')]), file], 'archive.pax'],
    [
      'a record inside of a value',
      [paxHeader([paxRecord('comment', '\n14 path=evil')]), file],
      'archive.pax',
    ],
    [
      'a line end in an attribute',
      [paxHeader([paxRecord('SCHILY.xattr.x', '\n14 path=evil')]), file],
      'archive.pax',
    ],
    [
      'a zero byte in the key of an attribute',
      [paxHeader([paxRecord('SCHILY.xattr.\u0000', 'x')]), file],
      'archive.pax',
    ],
    ['a sparse file', [paxHeader([paxRecord('GNU.sparse.major', '1')]), file], 'archive.tar-type'],
    ['a sparse file of star', [paxHeader([paxRecord('SCHILY.realsize', '9')]), file], 'archive.tar-type'],
    [
      'a sparse file among all',
      [paxHeader([paxRecord('GNU.sparse.major', '1')], 'g'), file],
      'archive.tar-type',
    ],
    ['one path for all', [paxHeader([paxRecord('path', 'x')], 'g'), file], 'archive.pax'],
    ['one target for all', [paxHeader([paxRecord('linkpath', 'x')], 'g'), file], 'archive.pax'],
    ['one size for all', [paxHeader([paxRecord('size', '4')], 'g'), file], 'archive.pax'],
    [
      'another header behind it',
      [paxHeader([paxRecord('path', 'a')]), paxHeader([paxRecord('path', 'b')]), file],
      'archive.pax',
    ],
    [
      'one for all behind it',
      [paxHeader([paxRecord('path', 'a')]), paxHeader([paxRecord('comment', 'b')], 'g'), file],
      'archive.pax',
    ],
    [
      'a GNU name behind it',
      [paxHeader([paxRecord('path', 'a')]), gnuLongName('a'), { ...file, magic: GNU_MAGIC }],
      'archive.pax',
    ],
    ['a GNU name before it', [gnuLongName('a'), paxHeader([paxRecord('path', 'a')]), file], 'archive.pax'],
    ['no entry behind it', [file, paxHeader([paxRecord('path', 'a')])], 'archive.pax'],
    ['nothing in it', [paxHeader([]), file], 'archive.pax'],
    [
      'more in it than in any',
      [paxHeader([paxRecord('comment', 'x'.repeat(1024 * 1024))]), file],
      'archive.too-large',
    ],
    ['a record without a length', [raw('path=x\n'), file], 'archive.pax'],
    ['a length with a zero before it', [raw('010 path=x\n'), file], 'archive.pax'],
    ['a length with a sign', [raw('+9 path=x\n'), file], 'archive.pax'],
    ['a length of zero', [raw('0 path=x\n'), file], 'archive.pax'],
    ['a length that is too small', [raw('8 path=x\n'), file], 'archive.pax'],
    ['a length that is too large', [raw('11 path=x\n'), file], 'archive.pax'],
    ['a length beyond the header', [raw('9999999 path=x\n'), file], 'archive.pax'],
    ['a length that ends inside of itself', [raw('2 \npath=x\n'), file], 'archive.pax'],
    ['a record without a line end', [raw('10 path=x '), file], 'archive.pax'],
    ['a record without an equals sign', [raw('9 path x\n'), file], 'archive.pax'],
    ['a record without a key', [raw('5 =x\n'), file], 'archive.pax'],
    ['a zero byte behind the last record', [raw('10 path=x\n\u0000'), file], 'archive.pax'],
  ])('refuses one with %s', async (_what, entries, code) => {
    await expect(read(...entries)).toRefuseWith(code);
  });
});
