import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTarStrictly } from '../../../src/archive/tar/read-tar.ts';
import { TarWalk } from '../../../src/archive/tar/tar-walk.ts';
import { Totals } from '../../../src/archive/totals.ts';
import { paxHeader, paxRecord, type RawTarEntry, rawTar, tarHeader } from '../../support/raw-tar.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const BLOCK = 512;
const zeros = (blocks: number) => Buffer.alloc(blocks * BLOCK);
const file: RawTarEntry = { name: 'a', data: 'data' };
const pathsIn = async (bytes: Uint8Array) =>
  (await readTarStrictly(scratch.put(bytes))).members.map((member) => member.path);

describe('a walk through a tar', () => {
  it.each<[string, Uint8Array, readonly string[]]>([
    ['an archive', rawTar([file, { name: 'b' }]), ['a', 'b']],
    ['an archive in gzip', gzipSync(rawTar([file])), ['a']],
    ['an archive of nothing', rawTar([]), []],
    ['an archive that fills its last record', rawTar([file], zeros(20)), ['a']],
    ['an archive that ends with one block of zeros', rawTar([file], zeros(1)), ['a']],
    ['an archive that ends with the file', rawTar([file], zeros(0)), ['a']],
    ['data of one whole block', rawTar([{ name: 'a', data: 'x'.repeat(BLOCK) }, { name: 'b' }]), ['a', 'b']],
  ])('reads %s', async (_what, bytes, expected) => {
    expect(await pathsIn(bytes)).toEqual(expected);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'an entry behind a block of zeros',
      Buffer.concat([rawTar([file], zeros(1)), rawTar([{ name: 'b' }])]),
      'archive.hidden-data',
    ],
    ['an archive behind an archive', Buffer.concat([rawTar([file]), rawTar([file])]), 'archive.hidden-data'],
    ['bytes behind the end', Buffer.concat([rawTar([file]), zeros(1).fill('x')]), 'archive.hidden-data'],
    [
      'bytes in the space behind an entry',
      rawTar([{ ...file, padding: Buffer.alloc(508, 'x') }]),
      'archive.hidden-data',
    ],
    [
      'one byte in the space behind an entry',
      rawTar([{ ...file, padding: Buffer.alloc(508).fill(1, 507) }]),
      'archive.hidden-data',
    ],
    ['an empty file', new Uint8Array(), 'archive.truncated'],
    ['a header that is cut off', tarHeader(file).subarray(0, 500), 'archive.truncated'],
    [
      'data that are cut off',
      rawTar([{ name: 'a', data: 'x'.repeat(2000) }]).subarray(0, 1500),
      'archive.truncated',
    ],
    ['data without the space behind them', rawTar([file]).subarray(0, 520), 'archive.truncated'],
    [
      'an extended header at the end of the file',
      rawTar([paxHeader([paxRecord('path', 'x')])], zeros(0)),
      'archive.pax',
    ],
    [
      'an extended header that is cut off',
      rawTar([paxHeader([paxRecord('path', 'x'.repeat(999))])]).subarray(0, 1024),
      'archive.truncated',
    ],
    ['an end that does not end', rawTar([file], zeros(8193)), 'archive.ratio'],
    ['a file twice', rawTar([file, file]), 'archive.duplicate-entry'],
    [
      'a folder twice',
      rawTar([
        { name: 'd/', type: '5' },
        { name: 'd', type: '5' },
      ]),
      'archive.duplicate-entry',
    ],
    ['a file below a file', rawTar([file, { name: 'a/b' }]), 'archive.name-conflict'],
    [
      'a file below a link',
      rawTar([{ name: 'l', type: '2', linkName: 'd' }, { name: 'l/b' }]),
      'archive.name-conflict',
    ],
    [
      'a link in the place of a folder',
      rawTar([{ name: 'l/b' }, { name: 'l', type: '2', linkName: 'd' }]),
      'archive.name-conflict',
    ],
  ])('refuses %s', async (_what, bytes, code) => {
    await expect(pathsIn(bytes)).toRefuseWith(code);
  });

  it.each([1, 3, 511, 512, 513, 5000])('finds the same in pieces of %i bytes', (pieceBytes) => {
    const bytes = rawTar([
      paxHeader([paxRecord('path', 'long')]),
      { ...file, data: 'x'.repeat(1300) },
      { name: 'b' },
    ]);
    const paths: string[] = [];
    let data = '';
    const walk = new TarWalk({}, new Totals(bytes.length), (member) => {
      paths.push(member.path);
      return (piece) => {
        data += piece.toString();
      };
    });
    for (let at = 0; at < bytes.length; at += pieceBytes) walk.write(bytes.subarray(at, at + pieceBytes));
    walk.end();
    expect([paths, data]).toEqual([['long', 'b'], 'x'.repeat(1300)]);
  });

  it('counts what entries unpack to, extended headers included', () => {
    const walk = new TarWalk({}, new Totals(1), () => undefined);
    const bomb = tarHeader({
      name: 'a',
      size: `${(64 * 1024 * 1024 + 1).toString(8).padStart(11, '0')}\u0000`,
    });
    expect(() => walk.write(bomb)).toRefuse('archive.ratio');
  });

  it('gives data, sizes and digest', async () => {
    const bytes = gzipSync(
      rawTar([
        { name: 'a', data: 'one' },
        { name: 'b', data: 'three' },
      ]),
    );
    const seen: Record<string, string> = {};
    const reading = await readTarStrictly(scratch.put(bytes), {}, (member) => (piece) => {
      seen[member.path] = (seen[member.path] ?? '') + piece.toString();
    });
    expect(seen).toEqual({ a: 'one', b: 'three' });
    expect(reading.unpackedSize).toBe(8);
    expect(reading.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('looks at names with the rules of the target', async () => {
    const path = scratch.put(rawTar([{ name: 'a' }, { name: 'A' }, { name: 'aux.c' }]));
    expect((await readTarStrictly(path)).members).toHaveLength(3);
    await expect(readTarStrictly(path, { foldCase: true })).toRefuseWith('archive.duplicate-entry');
    await expect(readTarStrictly(path, { windows: true })).toRefuseWith('archive.windows-name');
  });
});
