import { describe, expect, it } from 'vitest';
import { readTarStrictly } from '../../../src/archive/tar/read-tar.ts';
import { paxHeader, paxRecord, type RawTarEntry, rawTar } from '../../support/raw-tar.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const read = (...entries: readonly RawTarEntry[]) => readTarStrictly(scratch.put(rawTar(entries)));
const link = (name: string, linkName: string): RawTarEntry => ({ name, type: '2', linkName });
const hardLink = (name: string, linkName: string): RawTarEntry => ({ name, type: '1', linkName });
const file: RawTarEntry = { name: 'd/file', data: 'x' };

describe('links (PEP 721, the "data" filter)', () => {
  it.each<[string, readonly RawTarEntry[], string]>([
    ['a file beside it', [file, link('d/l', 'file')], 'd/file'],
    ['a file beside it, said twice', [file, link('d/l', './file')], 'd/file'],
    ['a file in another folder', [file, link('e/f/l', '../../d/file')], 'd/file'],
    ['a folder', [file, link('l', 'd')], 'd'],
    ['a folder, with a slash', [file, link('l', 'd/')], 'd'],
    ['the top of the archive', [link('d/l', '..')], ''],
    ['another link', [file, link('d/m', 'file'), link('d/l', 'm')], 'd/m'],
    ['nothing', [link('d/l', 'absent')], 'd/absent'],
    ['a file, as a hard link', [file, hardLink('l', 'd/file')], 'd/file'],
    ['a hard link, as a hard link', [file, hardLink('k', 'd/file'), hardLink('l', 'k')], 'k'],
  ])('may lead to %s', async (_where, entries, expected) => {
    expect([...(await read(...entries)).linkTargets.values()].at(-1)).toEqual([expected]);
  });

  it.each<[string, readonly RawTarEntry[], string]>([
    ['nowhere', [link('l', '')], 'archive.link'],
    ['an absolute path', [link('l', '/etc/passwd')], 'archive.link'],
    ['a drive', [link('l', 'C:/windows')], 'archive.link'],
    ['a path with backslashes', [link('l', '..\\x')], 'archive.link'],
    ['a path with a control character', [link('l', 'a\nb')], 'archive.link'],
    ['a place outside', [link('l', '../x')], 'archive.link'],
    ['a place outside, from inside', [link('d/l', '../../x')], 'archive.link'],
    ['a place outside and back', [link('d/l', '../../d/file')], 'archive.link'],
    ['a place behind another link', [link('d/cur', '.'), link('d/l', 'cur/..')], 'archive.link'],
    ['a place behind a link that comes later', [link('l', 'cur/x'), link('cur', 'd')], 'archive.link'],
    ['nowhere, as a hard link', [hardLink('l', '')], 'archive.link'],
    ['an absolute path, as a hard link', [hardLink('l', '/etc/passwd')], 'archive.unsafe-name'],
    ['a place outside, as a hard link', [hardLink('l', '../x')], 'archive.unsafe-name'],
    ['a file that is not there, as a hard link', [hardLink('l', 'd/file')], 'archive.link'],
    ['a file that comes later, as a hard link', [hardLink('l', 'd/file'), file], 'archive.link'],
    ['itself, as a hard link', [hardLink('l', 'l')], 'archive.link'],
    ['a folder, as a hard link', [{ name: 'd/', type: '5' }, hardLink('l', 'd')], 'archive.link'],
    ['a symbolic link, as a hard link', [link('k', 'x'), hardLink('l', 'k')], 'archive.link'],
    [
      'one place by its extended header, another by its own',
      [paxHeader([paxRecord('linkpath', 'inside')]), link('l', '../outside')],
      'archive.link',
    ],
    [
      'outside by its extended header alone',
      [paxHeader([paxRecord('linkpath', '../outside')]), link('l', 'inside')],
      'archive.link',
    ],
  ])('may not lead to %s', async (_where, entries, code) => {
    await expect(read(...entries)).toRefuseWith(code);
  });
});
