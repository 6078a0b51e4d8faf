import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZipStrictly } from '../../../src/archive/zip/read-zip.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { makeWheel } from '../../support/make-wheel.ts';
import {
  DESCRIPTOR_FLAG,
  dataDescriptor,
  type RawEntry,
  type RawHeader,
  type RawZip,
  rawZip,
  UTF8_FLAG,
} from '../../support/raw-zip.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { type Contents, readBySeeking, readByStreaming } from '../../support/zip-readers.ts';

const scratch = scratchFolder();

/** Our reading; `undefined` when it is refused. Any error but ours is a bug, and is let through. */
async function ours(bytes: Uint8Array): Promise<Contents | undefined> {
  const contents = new Map<string, string>();
  try {
    const path = scratch.put(bytes, 'ours.zip');
    const { members } = await readZipStrictly(path, {}, ({ name }) => (piece) => {
      contents.set(name, (contents.get(name) ?? '') + piece.toString('latin1'));
    });
    for (const { name } of members) if (!contents.has(name)) contents.set(name, '');
    return contents;
  } catch (error) {
    if (error instanceof SafeInstallError) return undefined;
    throw error;
  }
}

const wheel = makeWheel({
  name: 'acme',
  files: { 'acme/__init__.py': 'x = 1\n', 'acme/data.bin': '\u0000'.repeat(99) },
});
const described = {
  flags: UTF8_FLAG | DESCRIPTOR_FLAG,
  local: { crc32: 0, size: 0, packedSize: 0 },
  descriptor: dataDescriptor({ crc32: crc32('data'), packedSize: deflateRawSync('data').length, size: 4 }),
};
const EXAMPLES: readonly (readonly [string, Buffer])[] = [
  ['a wheel', wheel.bytes],
  [
    'an archive with records behind the data',
    rawZip({ entries: [{ name: 'a', data: 'data', ...described }, { name: 'b' }] }),
  ],
  ['an archive with ZIP64 records', rawZip({ entries: [{ name: 'a', data: 'data' }], zip64: {} })],
  [
    'an archive with a comment',
    rawZip({ entries: [{ name: 'a', data: 'data', method: 0 }], end: { comment: 'comment' } }),
  ],
];

describe('an archive of which one bit is another', () => {
  it.each(EXAMPLES)('%s reads as before, or is refused', async (_what, bytes) => {
    const before = await ours(bytes);
    expect(before).toBeDefined();
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at);
      const after = await ours(changed);
      if (after !== undefined) expect([at, after]).toEqual([at, before]);
    }
  });

  it.each(EXAMPLES)('%s is refused when it is cut off anywhere', async (_what, bytes) => {
    for (let length = 0; length < bytes.length; length += 5)
      expect([length, await ours(bytes.subarray(0, length))]).toEqual([length, undefined]);
  });
});

const number16 = fc.constantFrom(0, 1, 8, 0x08, 0x0800, 0x0808, 0xffff);
const number32 = fc.constantFrom(0, 1, 2, 4, 5, 6, 30, 35, 0x08074b50, 0xffffffff, crc32('data'));
const bytes = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array)),
);
const header: fc.Arbitrary<RawHeader> = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'a/', 'a/b'),
    flags: number16,
    method: fc.constantFrom(0, 8),
    crc32: number32,
    size: number32,
    packedSize: number32,
    extra: bytes,
  },
  { requiredKeys: [] },
);
const entry: fc.Arbitrary<RawEntry> = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c', 'd/', 'd/e', 'A'),
    data: fc.constantFrom('', 'data', 'some more data'),
    method: fc.constantFrom(0, 8),
    local: header,
    flags: number16,
    crc32: number32,
    size: number32,
    packedSize: number32,
    extra: bytes,
    descriptor: fc.oneof(bytes, fc.constant(described.descriptor)),
    before: bytes,
    offset: number32,
    attributes: fc.constantFrom(0, 0x10, (0o100644 << 16) >>> 0, (0o040755 << 16) >>> 0),
    only: fc.constantFrom('local', 'central'),
  },
  { requiredKeys: ['name', 'data'] },
);
/** Archives with few lies: with many, nothing would be accepted. */
const zip: fc.Arbitrary<RawZip> = fc
  .tuple(fc.array(entry, { maxLength: 4 }), fc.integer({ min: 0, max: 3 }), fc.func(fc.nat(7)))
  .map(([entries, keep, choose]) => ({
    entries: entries.map((each, index) => {
      const honest = { name: each.name, data: each.data ?? '', attributes: 0 };
      const lies = Object.entries(each).filter((_lie, at) => choose(index, at) < keep / 2);
      return { ...honest, ...Object.fromEntries(lies) };
    }),
  }));

describe('an archive that is accepted', () => {
  it('reads the same for those who seek and for those who stream', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(zip, async (spec) => {
        const made = rawZip(spec);
        const contents = await ours(made);
        if (contents === undefined) return;
        accepted += 1;
        expect(await readBySeeking(made)).toEqual(contents);
        expect(readByStreaming(made)).toEqual(contents);
      }),
      { numRuns: 600 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('anything at all', () => {
  it.each<[string, fc.Arbitrary<Uint8Array>]>([
    ['random bytes', fc.uint8Array({ maxLength: 300 })],
    [
      'random bytes behind a local header',
      fc.uint8Array({ maxLength: 300 }).map((tail) => Buffer.concat([wheel.bytes.subarray(0, 30), tail])),
    ],
    [
      'random bytes before an end record',
      fc.uint8Array({ maxLength: 300 }).map((head) => Buffer.concat([head, wheel.bytes.subarray(-22)])),
    ],
    [
      'a wheel with a piece of random bytes in it',
      fc
        .tuple(fc.nat(wheel.bytes.length), fc.uint8Array({ maxLength: 40 }))
        .map(([at, piece]) =>
          Buffer.concat([wheel.bytes.subarray(0, at), piece, wheel.bytes.subarray(at + piece.length)]),
        ),
    ],
  ])('is read or refused, and nothing else: %s', async (_what, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (made) => {
        const contents = await ours(made);
        expect(contents === undefined || contents instanceof Map).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
