import { describe, expect, it } from 'vitest';
import { readSdistMetadata, readWheelMetadata } from '../../src/archive/index.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { rawZip } from '../support/raw-zip.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const METADATA = 'Metadata-Version: 2.2\nName: acme\nVersion: 1.0\n';

describe('readWheelMetadata', () => {
  it('reads METADATA', async () => {
    const made = makeWheel({ name: 'acme', requires: ['idna>=3'] });
    expect(Buffer.from(await readWheelMetadata(scratch.put(made.bytes)))).toEqual(made.metadata);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'no METADATA',
      rawZip({ entries: [{ name: 'acme/METADATA', data: METADATA }] }),
      'archive.metadata-file',
    ],
    [
      'two of them',
      rawZip({ entries: ['a', 'b'].map((name) => ({ name: `${name}-1.dist-info/METADATA` })) }),
      'archive.dist-info',
    ],
    [
      'a directory that lies',
      rawZip({ entries: [{ name: 'a-1.dist-info/METADATA', only: 'central' }] }),
      'archive.overlap',
    ],
    [
      'METADATA with another checksum',
      rawZip({ entries: [{ name: 'a-1.dist-info/METADATA', data: METADATA, crc32: 1 }] }),
      'archive.crc',
    ],
    [
      'METADATA without a local header',
      rawZip({ entries: [{ name: 'a-1.dist-info/METADATA', local: { signature: 1 } }] }),
      'archive.local-header',
    ],
    [
      'METADATA that is larger than any',
      rawZip({ entries: [{ name: 'a-1.dist-info/METADATA', size: 16 * 1024 * 1024 + 1 }] }),
      'archive.too-large',
    ],
    [
      'METADATA beyond the file',
      rawZip({ entries: [{ name: 'a-1.dist-info/METADATA', offset: 9999 }] }),
      'archive.overlap',
    ],
    ['no zip', Buffer.from('x'), 'archive.not-zip'],
  ])('refuses %s', async (_what, bytes, code) => {
    await expect(readWheelMetadata(scratch.put(bytes))).toRefuseWith(code);
  });

  it.each(['absent', '.'])('refuses "%s", which is no file', async (name) => {
    await expect(readWheelMetadata(`${scratch.path}/${name}`)).toRefuseWith('store.unreadable');
  });
});

describe('readSdistMetadata', () => {
  it('reads PKG-INFO of a tar', async () => {
    const made = makeSdist({ name: 'acme' });
    expect(Buffer.from(await readSdistMetadata(scratch.put(made.bytes)))).toEqual(made.metadata);
  });

  it('reads PKG-INFO of a zip', async () => {
    const bytes = rawZip({ entries: [{ name: 'acme-1.0/PKG-INFO', data: METADATA }] });
    expect(Buffer.from(await readSdistMetadata(scratch.put(bytes))).toString()).toBe(METADATA);
  });

  it.each<[string, Uint8Array, string]>([
    ['no PKG-INFO', rawZip({ entries: [{ name: 'acme-1.0/setup.py' }] }), 'archive.metadata-file'],
    [
      'two of them',
      rawZip({ entries: ['a', 'b'].map((name) => ({ name: `${name}/PKG-INFO` })) }),
      'archive.metadata-file',
    ],
    ['neither tar nor zip', Buffer.alloc(100, 'x'), 'archive.not-zip'],
  ])('refuses %s', async (_what, bytes, code) => {
    await expect(readSdistMetadata(scratch.put(bytes))).toRefuseWith(code);
  });
});
