import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WheelFile } from '../../src/artifact/index.ts';
import type { ByteSource } from '../../src/index/byte-source.ts';
import { ListingReader } from '../../src/index/listed-files.ts';
import { readTailFile } from '../../src/index/read-tail-file.ts';
import { parseRecord } from '../../src/packaging/index.ts';
import { type MadeFile, makeWheel, type WheelOptions } from '../support/make-wheel.ts';
import { name } from './support.ts';

function wheelFile(
  made: Pick<MadeFile, 'filename' | 'bytes'>,
  size: number | null = made.bytes.length,
): WheelFile {
  const entry = {
    filename: made.filename,
    url: `https://index.example/${made.filename}`,
    hashes: {},
    sha256: null,
    size,
    uploadTime: null,
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: null,
  } as const;
  const origin = { kind: 'index', location: 'https://index.example/' } as const;
  const [file] = new ListingReader([]).read([entry], name('acme'), origin).files;
  if (file?.kind !== 'wheel') throw new TypeError('not a wheel');
  return file;
}

/** Bytes in memory that count how often they are asked for. */
function sourceOf(bytes: Buffer): ByteSource & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    read: ({ start, end }) => {
      asked.push('read');
      return Promise.resolve(bytes.subarray(start, end));
    },
    readTail: (length) => {
      asked.push('tail');
      return Promise.resolve({
        bytes: bytes.subarray(Math.max(0, bytes.length - length)),
        size: bytes.length,
      });
    },
  };
}

const metadataIn = (bytes: Buffer, filename = 'acme-1.0-py3-none-any.whl') =>
  readTailFile(wheelFile({ filename, bytes }), sourceOf(bytes), 'METADATA');

const made = (options: Partial<WheelOptions> = {}) =>
  makeWheel({ name: 'acme', requires: ['idna>=3'], ...options });

/** Bytes that do not compress, the same each time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 12345;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

describe('readTailFile', () => {
  it('reads METADATA in one request', async () => {
    for (const method of ['deflate', 'stored'] as const) {
      const wheel = made({ method, files: { 'acme/data.bin': noise(300_000) } });
      const source = sourceOf(wheel.bytes);
      expect(await readTailFile(wheelFile(wheel), source, 'METADATA')).toEqual(wheel.metadata);
      expect(source.asked).toEqual(['tail']);
    }
  });

  it('reads RECORD as well, and of this distribution alone', async () => {
    const wheel = made({ files: { 'acme/data.bin': noise(300_000) } });
    const record = await readTailFile(wheelFile(wheel), sourceOf(wheel.bytes), 'RECORD');
    expect(parseRecord(record ?? '').map(({ path }) => path)).toEqual([
      'acme/data.bin',
      'acme-1.0.dist-info/METADATA',
      'acme-1.0.dist-info/WHEEL',
      'acme-1.0.dist-info/RECORD',
    ]);
    const doubled = made({
      tamper: (entries) => [...entries, { name: 'other-1.0.dist-info/RECORD', data: Buffer.from('') }],
    });
    expect(await readTailFile(wheelFile(doubled), sourceOf(doubled.bytes), 'RECORD')).toBeUndefined();
    expect(await readTailFile(wheelFile(doubled), sourceOf(doubled.bytes), 'METADATA')).toEqual(
      doubled.metadata,
    );
  });

  it('does not need to be told the size', async () => {
    const wheel = made({ files: { 'acme/data.bin': noise(300_000) } });
    expect(await readTailFile(wheelFile(wheel, null), sourceOf(wheel.bytes), 'METADATA')).toEqual(
      wheel.metadata,
    );
  });

  it('asks again where METADATA or directory lie further ahead', async () => {
    const first = made({
      tamper: (entries) => [
        ...entries.filter(({ name: path }) => path.endsWith('METADATA')),
        ...entries.filter(({ name: path }) => !path.endsWith('METADATA')),
        { name: 'acme/data.bin', data: noise(300_000) },
      ],
    });
    const source = sourceOf(first.bytes);
    expect(await readTailFile(wheelFile(first), source, 'METADATA')).toEqual(first.metadata);
    expect(source.asked).toEqual(['tail', 'read']);
    const many = made({
      files: Object.fromEntries(
        Array.from({ length: 2000 }, (_, at) => [`acme/${'m'.repeat(80)}${at}.py`, '']),
      ),
    });
    const distant = sourceOf(many.bytes);
    expect(await readTailFile(wheelFile(many), distant, 'METADATA')).toEqual(many.metadata);
    expect(distant.asked).toEqual(['tail', 'read', 'read']);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut off', (bytes) => bytes.subarray(0, -1)],
    ['has bytes behind it', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
    ['has bytes before it', (bytes) => Buffer.concat([Buffer.from('x'), bytes])],
    ['is empty', () => Buffer.alloc(0)],
    ['is no zip', () => Buffer.alloc(1000, 'x')],
    ['has a comment', (bytes) => Buffer.concat([bytes.subarray(0, -2), Buffer.from([1, 0, 0x78])])],
    ['is on another disk', (bytes) => patched(bytes, -18, 1)],
    ['counts more entries than it has', (bytes) => patched(patched(bytes, -14, 99), -12, 99)],
    ['counts fewer entries than it has', (bytes) => patched(patched(bytes, -14, 1), -12, 1)],
    ['counts its entries twice, differently', (bytes) => patched(bytes, -14, 1)],
    ['is ZIP64', (bytes) => patched(patched(bytes, -14, 0xffff), -12, 0xffff)],
  ])('leaves a file that %s to the strict reader', async (_reason, change) => {
    expect(await metadataIn(change(made().bytes))).toBeUndefined();
  });

  it.each<[string, Partial<WheelOptions>]>([
    ['has none', { tamper: (entries) => entries.filter(({ name: path }) => !path.endsWith('METADATA')) }],
    [
      'has it twice',
      { tamper: (entries) => [...entries, ...entries.filter(({ name: path }) => path.endsWith('METADATA'))] },
    ],
    ['has that of another version', { version: '1.1' }],
    [
      'has that of a second distribution',
      {
        tamper: (entries) => [
          ...entries,
          { name: 'evil-1.0.dist-info/METADATA', data: Buffer.from('Name: evil') },
        ],
      },
    ],
  ])('leaves a wheel that %s to the strict reader', async (_reason, options) => {
    expect(await metadataIn(made(options).bytes)).toBeUndefined();
  });

  it('is not misled by a vendored one', async () => {
    const wheel = made({
      tamper: (entries) => [
        ...entries,
        { name: 'acme/_vendor/x-1.0.dist-info/METADATA', data: Buffer.from('x') },
      ],
    });
    expect(await metadataIn(wheel.bytes)).toEqual(wheel.metadata);
  });

  it('takes the folder in any spelling of name and version', async () => {
    const wheel = made({ version: '1.0.0' });
    expect(await metadataIn(wheel.bytes, 'acme-1.0-py3-none-any.whl')).toEqual(wheel.metadata);
  });

  it('leaves every other byte in directory and header to the strict reader, or reads the same', async () => {
    const wheel = made();
    await fc.assert(
      fc.asyncProperty(fc.nat(wheel.bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(wheel.bytes);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const read = await metadataIn(bytes);
        expect(read === undefined || read.equals(wheel.metadata)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never fails otherwise, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 22, maxLength: 300 }), async (random) => {
        const end = Buffer.from(random);
        end.writeUInt32LE(0x06054b50, end.length - 22);
        expect(await metadataIn(end)).toBeUndefined();
      }),
    );
  });

  it('does not inflate beyond the size that it is told', async () => {
    const bomb = made({
      metadataText: `Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n\n${'a'.repeat(1_000_000)}`,
    });
    const bytes = Buffer.from(bomb.bytes);
    const at = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002acme'.slice(0, 4), 'latin1'));
    expect(at).toBeGreaterThan(0);
    const directory = bytes.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    const entry = bytes.indexOf(Buffer.from('dist-info/METADATA'), directory) - 'acme-1.0.'.length - 46;
    bytes.writeUInt32LE(1000, entry + 24);
    expect(await metadataIn(bytes)).toBeUndefined();
  });
});

function patched(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt16LE(value, copy.length + at);
  return copy;
}
