import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkWheel } from '../../../src/archive/wheel/check-wheel.ts';
import { type MadeFile, makeWheel, sha256Hex, type WheelOptions } from '../../support/make-wheel.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import type { ZipEntry } from '../../support/write-zip.ts';
import { archiveSubject } from '../archive-subject.ts';

const scratch = scratchFolder();
const wheel = (options: Partial<WheelOptions> = {}): MadeFile => makeWheel({ name: 'acme', ...options });
const check = (made: MadeFile) => checkWheel(archiveSubject(scratch, made));
const data = (text: string): Uint8Array => Buffer.from(text);
const renamed = (made: MadeFile, filename: string): MadeFile => ({ ...made, filename });

/** The wheel with some of its members under other names. */
const moved =
  (from: string, to: string) =>
  (entries: readonly ZipEntry[]): readonly ZipEntry[] =>
    entries.map((entry) => ({ ...entry, name: entry.name.replace(from, to) }));

const without = (name: string) => (entries: readonly ZipEntry[]) =>
  entries.filter((entry) => entry.name !== name);

describe('checkWheel', () => {
  it('tells what it has found', async () => {
    const made = wheel({ entryPoints: { acme: 'acme:main' } });
    const checked = await check(made);
    expect(checked).toMatchObject({
      kind: 'wheel',
      fileCount: 5,
      root: 'acme-1.0.dist-info',
      scripts: ['acme'],
      waived: [],
      metadataSha256: made.metadataSha256,
      metadataBytes: new Uint8Array(made.metadata),
    });
    expect(checked.unpackedSize).toBeGreaterThan(0);
    expect(checked.record).toContainEqual({
      path: 'acme/__init__.py',
      hash: {
        algorithm: 'sha256',
        digest: createHash('sha256').update('VERSION = "1.0"\n').digest('base64url'),
      },
      size: 16,
    });
    expect(checked.record).toContainEqual({ path: 'acme-1.0.dist-info/RECORD', hash: null, size: null });
  });

  it.each<[string, MadeFile]>([
    ['a stored wheel', wheel({ method: 'stored' })],
    [
      'a wheel of another spelling of its name',
      renamed(wheel({ name: 'Acme.Tools' }), 'acme_tools-1.0-py3-none-any.whl'),
    ],
    [
      'a wheel of another spelling of its version',
      renamed(wheel({ version: '1.0.0' }), 'acme-1.0-py3-none-any.whl'),
    ],
    [
      'a .dist-info folder with a hyphen in its name',
      makeWheel({
        name: 'acme-tools',
        tamper: moved('acme_tools-1', 'acme-tools-1'),
        record: (lines) => lines.map((line) => line.replace('acme_tools-1', 'acme-tools-1')),
      }),
    ],
    [
      'a vendored .dist-info further down',
      wheel({ files: { 'acme/_vendor/idna-3.0.dist-info/METADATA': 'Name: idna' } }),
    ],
    [
      'a .data folder with each scheme',
      wheel({
        data: { 'data/etc/x': 'x', 'headers/x.h': 'x', 'purelib/y.py': '', 'platlib/z.py': '' },
        scripts: { run: '#!python\n' },
      }),
    ],
    [
      'a folder whose name holds ".data"',
      wheel({ files: { 'acme.data.more/x': 'x', 'acme/x.data/y': 'y' } }),
    ],
    [
      'folders with entries of their own',
      wheel({ tamper: (entries) => [...entries, { name: 'acme/', data: data(''), mode: 0o040755 }] }),
    ],
    [
      'a later minor version of the format',
      wheel({ wheelText: 'Wheel-Version: 1.9\nRoot-Is-Purelib: true\nTag: py3-none-any\n' }),
    ],
    [
      'tags that its filename does not have, which installers do not look at',
      wheel({ wheelText: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: cp27-cp27m-win32\n' }),
    ],
  ])('takes %s', async (_what, made) => {
    expect((await check(made)).waived).toEqual([]);
  });

  it.each<[string, MadeFile, string]>([
    ['no .dist-info folder', wheel({ tamper: moved('acme-1.0.dist-info/', 'info/') }), 'archive.dist-info'],
    [
      'two .dist-info folders',
      wheel({ files: { 'idna-3.0.dist-info/METADATA': 'Name: idna' } }),
      'archive.dist-info',
    ],
    [
      'a second one in capitals',
      wheel({ files: { 'Idna-3.0.DIST-INFO/METADATA': 'Name: idna' } }),
      'archive.dist-info',
    ],
    [
      'a file that is named like a second one',
      wheel({ files: { 'idna-3.0.dist-info': 'Name: idna' } }),
      'archive.dist-info',
    ],
    [
      'a second one by way of .data/purelib',
      wheel({ data: { 'purelib/idna-3.0.dist-info/METADATA': 'x' } }),
      'archive.dist-info',
    ],
    [
      'its own again by way of .data/platlib',
      wheel({ data: { 'platlib/acme-1.0.dist-info/x': 'x' } }),
      'archive.dist-info',
    ],
    [
      'a .dist-info folder in capitals',
      wheel({ tamper: moved('.dist-info/', '.DIST-INFO/') }),
      'archive.dist-info',
    ],
    [
      'the .dist-info folder of another project',
      wheel({ tamper: moved('acme-1.0.dist-info/', 'evil-1.0.dist-info/') }),
      'archive.dist-info',
    ],
    [
      'the .dist-info folder of another version',
      wheel({ tamper: moved('acme-1.0.dist-info/', 'acme-2.0.dist-info/') }),
      'archive.dist-info',
    ],
    [
      'a .dist-info folder without a version',
      wheel({ tamper: moved('acme-1.0.dist-info/', 'acme.dist-info/') }),
      'archive.dist-info',
    ],
    ['the filename of another project', renamed(wheel(), 'evil-1.0-py3-none-any.whl'), 'archive.dist-info'],
    ['no WHEEL', wheel({ tamper: without('acme-1.0.dist-info/WHEEL') }), 'archive.wheel-file'],
    ['a WHEEL of nothing', wheel({ wheelText: '' }), 'wheel.malformed'],
    ['a later major version of the format', wheel({ wheelText: 'Wheel-Version: 2.0\n' }), 'wheel.version'],
    ['no METADATA', wheel({ tamper: without('acme-1.0.dist-info/METADATA') }), 'archive.metadata-file'],
    ['METADATA of nothing', wheel({ metadataText: '' }), 'metadata.malformed'],
    [
      'METADATA of another project',
      wheel({ metadataText: 'Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n' }),
      'archive.metadata-name',
    ],
    [
      'METADATA of another version',
      wheel({ metadataText: 'Metadata-Version: 2.1\nName: acme\nVersion: 2.0\n' }),
      'archive.metadata-version',
    ],
    [
      'METADATA that is larger than any',
      wheel({
        metadataText: `Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n\n${'x'.repeat(16 * 1024 * 1024)}`,
      }),
      'archive.too-large',
    ],
    [
      'the .data folder of another project',
      wheel({ files: { 'evil-1.0.data/scripts/x': 'x' } }),
      'archive.data-folder',
    ],
    [
      'a .data folder of another spelling',
      wheel({ files: { 'Acme-1.0.data/scripts/x': 'x' } }),
      'archive.data-folder',
    ],
    [
      'a file that is named like a .data folder',
      wheel({ files: { 'acme-1.0.data': 'x' } }),
      'archive.data-folder',
    ],
    ['a scheme that nobody knows', wheel({ data: { 'evil/x': 'x' } }), 'archive.data-folder'],
    ['a file in no scheme', wheel({ data: { purelib: 'x' } }), 'archive.data-folder'],
    ['a script that leads out', wheel({ entryPoints: { '../evil': 'acme:main' } }), 'archive.entry-points'],
    ['no RECORD', wheel({ record: null }), 'record.absent'],
    [
      'a symbolic link',
      wheel({ tamper: (entries) => [...entries, { name: 'l', data: data('/etc'), mode: 0o120777 }] }),
      'archive.link',
    ],
    ['something that is no zip', { ...wheel(), bytes: Buffer.from('nothing') }, 'archive.not-zip'],
  ])('refuses %s', async (_what, made, code) => {
    await expect(check(made)).toRefuseWith(code);
  });

  it('refuses bytes that are not those that were downloaded', async () => {
    const subject = archiveSubject(scratch, wheel());
    writeFileSync(subject.path, wheel({ files: { 'evil.py': 'x' } }).bytes);
    await expect(checkWheel(subject)).toRefuseWith('hash.changed');
  });

  it('tells the digest of the METADATA that it has read', async () => {
    const made = wheel();
    expect((await check(made)).metadataSha256).toBe(sha256Hex(made.metadata));
  });
});
