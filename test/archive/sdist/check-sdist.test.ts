import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkSdist } from '../../../src/archive/sdist/check-sdist.ts';
import { makeSdist, type SdistOptions } from '../../support/make-sdist.ts';
import type { MadeFile } from '../../support/make-wheel.ts';
import { rawTar } from '../../support/raw-tar.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import type { TarEntry } from '../../support/write-tar.ts';
import { archiveSubject } from '../archive-subject.ts';

const scratch = scratchFolder();
const sdist = (options: Partial<SdistOptions> = {}): MadeFile => makeSdist({ name: 'acme', ...options });
const check = (made: Pick<MadeFile, 'filename' | 'bytes'>) => checkSdist(archiveSubject(scratch, made));
const renamed = (made: MadeFile, filename: string): MadeFile => ({ ...made, filename });
const METADATA = 'Metadata-Version: 2.2\nName: acme\nVersion: 1.0\n';

const adding =
  (...more: readonly TarEntry[]) =>
  (entries: readonly TarEntry[]): readonly TarEntry[] => [...entries, ...more];

const moved =
  (from: string, to: string) =>
  (entries: readonly TarEntry[]): readonly TarEntry[] =>
    entries.map((entry) => ({ ...entry, name: entry.name.replace(from, to) }));

/** An old sdist in a zip archive. */
const zipped = (names: Readonly<Record<string, string>>) => ({
  filename: 'acme-1.0.zip',
  bytes: rawZip({ entries: Object.entries(names).map(([name, data]) => ({ name, data, attributes: 0 })) }),
});

describe('checkSdist', () => {
  it('tells what it has found', async () => {
    const made = sdist({ files: { 'acme.py': 'x' } });
    expect(await check(made)).toMatchObject({
      kind: 'sdist',
      fileCount: 2,
      unpackedSize: made.metadata.length + 1,
      metadataSha256: made.metadataSha256,
      metadataBytes: new Uint8Array(made.metadata),
      record: [],
      root: 'acme-1.0',
      waived: [],
      scripts: [],
    });
  });

  it.each<[string, Pick<MadeFile, 'filename' | 'bytes'>, string]>([
    [
      'another spelling of its name',
      renamed(sdist({ name: 'Acme.Tools' }), 'acme_tools-1.0.tar.gz'),
      'acme_tools-1.0',
    ],
    [
      'a folder of another spelling',
      renamed(
        sdist({ name: 'Acme.Tools', tamper: moved('acme_tools', 'Acme.Tools') }),
        'acme_tools-1.0.tar.gz',
      ),
      'Acme.Tools-1.0',
    ],
    [
      'a link inside of it',
      sdist({ tamper: adding({ name: 'acme-1.0/l', type: '2', linkName: 'PKG-INFO' }) }),
      'acme-1.0',
    ],
    [
      'a link to its own folder',
      sdist({ tamper: adding({ name: 'acme-1.0/a/l', type: '2', linkName: '..' }) }),
      'acme-1.0',
    ],
    ['another PKG-INFO further down', sdist({ files: { 'acme.egg-info/PKG-INFO': 'x' } }), 'acme-1.0'],
    [
      'a zip archive',
      zipped({ 'acme-1.0/': '', 'acme-1.0/PKG-INFO': METADATA, 'acme-1.0/setup.py': '' }),
      'acme-1.0',
    ],
  ])('takes %s', async (_what, made, root) => {
    expect(await check(made)).toMatchObject({ root });
  });

  it.each<[string, Pick<MadeFile, 'filename' | 'bytes'>, string]>([
    ['an empty archive', { filename: 'acme-1.0.tar.gz', bytes: gzipSync(rawTar([])) }, 'archive.sdist-root'],
    ['a file beside its folder', sdist({ tamper: adding({ name: 'setup.py' }) }), 'archive.sdist-root'],
    ['a second folder', sdist({ tamper: adding({ name: 'evil-1.0/setup.py' }) }), 'archive.sdist-root'],
    [
      'a folder that begins like its own',
      sdist({ tamper: adding({ name: 'acme-1.0.1/setup.py' }) }),
      'archive.sdist-root',
    ],
    [
      'the folder of another project',
      sdist({ tamper: moved('acme-1.0/', 'evil-1.0/') }),
      'archive.sdist-root',
    ],
    [
      'the folder of another version',
      sdist({ tamper: moved('acme-1.0/', 'acme-2.0/') }),
      'archive.sdist-root',
    ],
    [
      'no PKG-INFO',
      sdist({ tamper: (entries) => entries.filter(({ name }) => !name.endsWith('PKG-INFO')) }),
      'archive.metadata-file',
    ],
    [
      'PKG-INFO further down only',
      sdist({ tamper: moved('/PKG-INFO', '/acme.egg-info/PKG-INFO') }),
      'archive.metadata-file',
    ],
    [
      'PKG-INFO as a link',
      sdist({
        tamper: (entries) => [
          ...entries.filter(({ name }) => !name.endsWith('PKG-INFO')),
          { name: 'acme-1.0/PKG-INFO', type: '2', linkName: 'x' },
        ],
      }),
      'archive.metadata-file',
    ],
    ['PKG-INFO of nothing', sdist({ metadataText: '' }), 'metadata.malformed'],
    [
      'PKG-INFO of another project',
      sdist({ metadataText: METADATA.replace('acme', 'evil') }),
      'archive.metadata-name',
    ],
    [
      'PKG-INFO of another version',
      sdist({ metadataText: METADATA.replace('1.0', '2.0') }),
      'archive.metadata-version',
    ],
    [
      'PKG-INFO that is larger than any',
      sdist({ metadataText: METADATA + 'x'.repeat(16 * 1024 * 1024) }),
      'archive.too-large',
    ],
    [
      'a link out of its folder',
      sdist({ tamper: adding({ name: 'acme-1.0/l', type: '2', linkName: '../x' }) }),
      'archive.link',
    ],
    [
      'a link to the top of the archive',
      sdist({ tamper: adding({ name: 'acme-1.0/l', type: '2', linkName: '..' }) }),
      'archive.link',
    ],
    [
      'a link to a folder that begins like its own',
      sdist({ tamper: adding({ name: 'acme-1.0/l', type: '2', linkName: '../acme-1.0.1/x' }) }),
      'archive.link',
    ],
    ['a device', sdist({ tamper: adding({ name: 'acme-1.0/null', type: '3' }) }), 'archive.device'],
    [
      'a plain tar',
      { filename: 'acme-1.0.tar.gz', bytes: rawTar([{ name: 'acme-1.0/PKG-INFO', data: METADATA }]) },
      'archive.gzip',
    ],
    [
      'a zip that is named .tar.gz',
      { ...zipped({ 'acme-1.0/PKG-INFO': METADATA }), filename: 'acme-1.0.tar.gz' },
      'archive.gzip',
    ],
    ['a tar.gz that is named .zip', renamed(sdist(), 'acme-1.0.zip'), 'archive.not-zip'],
    [
      'a zip behind the gzip stream',
      { ...sdist(), bytes: Buffer.concat([sdist().bytes, rawZip({ entries: [{ name: 'x' }] })]) },
      'archive.polyglot',
    ],
    ['no PKG-INFO in a zip', zipped({ 'acme-1.0/setup.py': '' }), 'archive.metadata-file'],
    [
      'a file beside its folder in a zip',
      zipped({ 'acme-1.0/PKG-INFO': METADATA, 'setup.py': '' }),
      'archive.sdist-root',
    ],
    [
      'PKG-INFO in a zip that is larger than any',
      zipped({ 'acme-1.0/PKG-INFO': METADATA + 'x'.repeat(16 * 1024 * 1024) }),
      'archive.too-large',
    ],
  ])('refuses %s', async (_what, made, code) => {
    await expect(check(made)).toRefuseWith(code);
  });

  it('refuses a zip archive inside of the gzip header', async () => {
    const made = sdist();
    const zip = rawZip({ entries: [] });
    const length = Buffer.alloc(2);
    length.writeUInt16LE(zip.length);
    const header = Buffer.from(made.bytes.subarray(0, 10));
    header[3] = 4; // extra field
    const bytes = Buffer.concat([header, length, zip, made.bytes.subarray(10)]);
    await expect(check({ ...made, bytes })).toRefuseWith('archive.polyglot');
  });

  it('refuses other kinds of archives', async () => {
    const subject = archiveSubject(scratch, sdist());
    const identity = { ...subject.identity, filename: 'acme-1.0.tar.bz2' };
    await expect(async () => checkSdist({ ...subject, identity })).toRefuseWith('archive.format');
  });

  it('refuses bytes that are not those that were downloaded', async () => {
    const subject = archiveSubject(scratch, sdist());
    writeFileSync(subject.path, sdist({ files: { 'evil.py': 'x' } }).bytes);
    await expect(checkSdist(subject)).toRefuseWith('hash.changed');
  });
});
