import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackSdist } from '../../../src/archive/sdist/unpack-sdist.ts';
import { makeSdist } from '../../support/make-sdist.ts';
import type { MadeFile } from '../../support/make-wheel.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import type { TarEntry } from '../../support/write-tar.ts';
import { downloadedArtifact } from '../archive-subject.ts';

const scratch = scratchFolder();
const emptyFolder = (): string => mkdtempSync(join(scratch.path, 'unpacked-'));

const artifactOf = (made: Pick<MadeFile, 'filename' | 'bytes'>) => downloadedArtifact(scratch, made);

const withMore = (...more: readonly TarEntry[]): MadeFile =>
  makeSdist({
    name: 'acme',
    files: { 'acme.py': 'x = 1\n' },
    tamper: (entries) => [...entries, ...more],
  });

describe('unpackSdist', () => {
  it('writes the files of a tar, plain or to be run, and makes links inside of its folder', async () => {
    const made = withMore(
      { name: 'acme-1.0/run.sh', data: Buffer.from('#!/bin/sh\n'), mode: 0o4775 },
      { name: 'acme-1.0/secret', data: Buffer.from(''), mode: 0o600 },
      { name: 'acme-1.0/empty/', type: '5', mode: 0o777 },
      { name: 'acme-1.0/docs/link', type: '2', linkName: '../acme.py' },
      { name: 'acme-1.0/same.py', type: '1', linkName: 'acme-1.0/acme.py' },
    );
    const root = await unpackSdist(artifactOf(made), emptyFolder());
    expect(readdirSync(root).sort()).toEqual([
      'PKG-INFO',
      'acme.py',
      'docs',
      'empty',
      'run.sh',
      'same.py',
      'secret',
    ]);
    const mask = process.umask();
    const modeOf = (name: string): number => lstatSync(join(root, name)).mode & 0o7777;
    expect([modeOf('acme.py'), modeOf('run.sh'), modeOf('secret'), modeOf('empty')]).toEqual(
      [0o644, 0o755, 0o644, 0o755].map((mode) => mode & ~mask),
    );
    expect(readlinkSync(join(root, 'docs/link'))).toBe('../acme.py');
    expect(readFileSync(join(root, 'same.py'), 'utf8')).toBe('x = 1\n');
  });

  it('writes the files of a zip', async () => {
    const entries = { 'acme-1.0/PKG-INFO': 'Name: acme\n', 'acme-1.0/a/b.py': '', 'acme-1.0/c.py': 'c' };
    const bytes = rawZip({
      entries: Object.entries(entries).map(([name, data]) => ({ name, data, attributes: 0 })),
    });
    const root = await unpackSdist(artifactOf({ filename: 'acme-1.0.zip', bytes }), emptyFolder());
    expect(readFileSync(join(root, 'a/b.py'), 'utf8')).toBe('');
    expect(readFileSync(join(root, 'c.py'), 'utf8')).toBe('c');
  });

  it('keeps the order of times, which make goes by, and none that a wheel cannot hold', async () => {
    const made = withMore(
      { name: 'acme-1.0/configure.ac', modified: 1_600_000_000 },
      { name: 'acme-1.0/configure', modified: 1_600_000_001 },
      { name: 'acme-1.0/ancient', modified: 1 },
      { name: 'acme-1.0/future', modified: 0o77777777777 },
    );
    const root = await unpackSdist(artifactOf(made), emptyFolder());
    const timeOf = (name: string): number => statSync(join(root, name)).mtimeMs / 1000;
    expect([timeOf('configure.ac'), timeOf('configure')]).toEqual([1_600_000_000, 1_600_000_001]);
    expect(statSync(join(root, 'ancient')).mtime.getUTCFullYear()).toBe(1980);
    expect(timeOf('future')).toBeLessThan(0o77777777777);
  });

  it.each<[string, MadeFile, string]>([
    [
      'a link out of it',
      withMore({ name: 'acme-1.0/out', type: '2', linkName: '../../out' }),
      'archive.link',
    ],
    [
      'a link to its neighbour',
      withMore({ name: 'acme-1.0/out', type: '2', linkName: '../other' }),
      'archive.link',
    ],
    [
      'a file below a link',
      withMore(
        { name: 'acme-1.0/a', type: '2', linkName: 'docs' },
        { name: 'acme-1.0/a/b', data: Buffer.from('b') },
      ),
      'archive.name-conflict',
    ],
    ['a device', withMore({ name: 'acme-1.0/null', type: '3' }), 'archive.device'],
    ['a second folder', withMore({ name: 'other/a', data: Buffer.from('a') }), 'archive.sdist-root'],
    ['a name that climbs', withMore({ name: 'acme-1.0/../../a' }), 'archive.unsafe-name'],
  ])('refuses %s', async (_reason, made, code) => {
    const folder = emptyFolder();
    await expect(unpackSdist(artifactOf(made), folder)).toRefuseWith(code);
    expect(readdirSync(scratch.path)).not.toContain('out');
    expect(readdirSync(scratch.path)).not.toContain('a');
  });

  it('refuses bytes that are not those that were checked', async () => {
    const artifact = artifactOf(makeSdist({ name: 'acme' }));
    const other = scratch.put(makeSdist({ name: 'acme', files: { 'evil.py': 'x' } }).bytes);
    await expect(unpackSdist({ ...artifact, path: other }, emptyFolder())).toRefuseWith('hash.changed');
  });
});
