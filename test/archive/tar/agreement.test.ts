import fc from 'fast-check';
import { Parser } from 'tar';
import { describe, expect, it } from 'vitest';
import { readTarStrictly } from '../../../src/archive/tar/read-tar.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
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

/** Paths with kind, size and data: what an archive is, for somebody who unpacks it. */
type Contents = readonly (readonly [path: string, kind: string, size: number, data: string])[];

const KINDS: Readonly<Record<string, string>> = {
  File: 'file',
  OldFile: 'file',
  Directory: 'folder',
  SymbolicLink: 'symbolic-link',
  Link: 'hard-link',
};

/** Our reading; `undefined` when it is refused. Any error but ours is a bug, and is let through. */
async function ours(bytes: Uint8Array): Promise<Contents | undefined> {
  const data = new Map<string, string>();
  try {
    const { members } = await readTarStrictly(scratch.put(bytes, 'ours.tar'), {}, ({ path }) => (piece) => {
      data.set(path, (data.get(path) ?? '') + piece.toString('latin1'));
    });
    return members.map(({ path, kind, size }) => [path, kind, size, data.get(path) ?? '']);
  } catch (error) {
    if (error instanceof SafeInstallError) return undefined;
    throw error;
  }
}

/** The reading of another program; `undefined` when that one refuses it, which harms nobody. */
async function theirs(bytes: Uint8Array): Promise<Contents | undefined> {
  const contents: (readonly [string, string, number, () => string])[] = [];
  const parser = new Parser({ strict: true });
  parser.on('entry', (entry) => {
    let data = '';
    entry.on('data', (piece: Buffer) => {
      data += piece.toString('latin1');
    });
    contents.push([entry.path.replace(/\/$/, ''), KINDS[entry.type] ?? entry.type, entry.size, () => data]);
    entry.resume();
  });
  const isRead = await new Promise<boolean>((resolve) => {
    parser.on('end', () => resolve(true));
    parser.on('error', () => resolve(false));
    parser.end(Buffer.from(bytes));
  });
  if (!isRead) return undefined;
  return contents.map(([path, kind, size, data]) => [path, kind, size, data()]);
}

const LONG = `acme/${'long/'.repeat(30)}name`;
const EXAMPLES: readonly (readonly [string, Buffer])[] = [
  [
    'a plain archive',
    rawTar([
      { name: 'd/', type: '5' },
      { name: 'd/f', data: 'data' },
      { name: 'd/l', type: '2', linkName: 'f' },
    ]),
  ],
  [
    'an archive with an extended header',
    rawTar([
      paxHeader([paxRecord('path', 'caf\u00e9'), paxRecord('mtime', '1')]),
      { name: 'x', data: 'data' },
    ]),
  ],
  ['an archive with a prefix', rawTar([{ name: 'f', prefix: 'p/q', data: 'data' }])],
  [
    'an archive of the GNU form',
    rawTar([gnuLongName(LONG), { name: LONG.slice(0, 100), magic: GNU_MAGIC, data: 'data' }]),
  ],
];

/** Writes the checksum that the header block at `at` should have. */
function mendChecksum(bytes: Buffer, at: number): void {
  bytes.fill(' ', at + 148, at + 156);
  const sum = bytes.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, at + 148, 'latin1');
}

describe('a tar of which one byte of a header is another', () => {
  it.each(EXAMPLES)('%s reads alike for two programs, or is refused', async (_what, bytes) => {
    expect(await ours(bytes)).toEqual(await theirs(bytes));
    const headers = [0, bytes.length - 2048].filter((at) => at >= 0);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...headers),
        fc.nat(511),
        fc.integer({ min: 1, max: 255 }),
        async (block, at, mask) => {
          const changed = Buffer.from(bytes);
          changed.writeUInt8(bytes.readUInt8(block + at) ^ mask, block + at);
          mendChecksum(changed, block);
          const contents = await ours(changed);
          if (contents !== undefined) expect([contents, undefined]).toContainEqual(await theirs(changed));
        },
      ),
      { numRuns: 300 },
    );
  });
});

const lies: fc.Arbitrary<RawTarEntry> = fc.record(
  {
    name: fc.constantFrom('a', 'a/b', 'd', 'd/', 'd/e', '..', 'x'.repeat(100)),
    prefix: fc.constantFrom('p', 'p/q', 'x'.repeat(155)),
    type: fc.constantFrom('\u0000', '5', '2', '1', '7', 'L', 'x', 'g'),
    linkName: fc.constantFrom('a', 'd/e', 'x'.repeat(100)),
    magic: fc.constantFrom(GNU_MAGIC),
    data: fc.oneof(
      fc.constantFrom('', '10 path=y\n', '10 path=y\n9 size=4\n', 'x'.repeat(600), 'long/name\u0000'),
      fc.string({ maxLength: 12 }),
    ),
  },
  { requiredKeys: [] },
);

/** Entries with few lies: with many, nothing would be accepted. */
const entries: fc.Arbitrary<readonly RawTarEntry[]> = fc
  .array(
    fc.tuple(lies, fc.subarray(['name', 'prefix', 'type', 'linkName', 'magic', 'data'], { maxLength: 2 })),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((all) =>
    all.map(([entry, kept], index) => ({
      name: `file-${index}`,
      data: 'data',
      ...Object.fromEntries(Object.entries(entry).filter(([field]) => kept.includes(field))),
    })),
  );

describe('a tar that is accepted', () => {
  it('reads alike for another program', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(entries, async (each) => {
        const made = rawTar(each);
        const contents = await ours(made);
        if (contents === undefined) return;
        accepted += 1;
        expect([contents, undefined]).toContainEqual(await theirs(made));
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('anything at all', () => {
  it.each<[string, fc.Arbitrary<Uint8Array>]>([
    ['random bytes', fc.uint8Array({ maxLength: 2000 })],
    [
      'an archive with a piece of random bytes in it',
      fc
        .tuple(fc.constantFrom(...EXAMPLES), fc.nat(2000), fc.uint8Array({ maxLength: 40 }))
        .map(([[, bytes], at, piece]) =>
          Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + piece.length)]),
        ),
    ],
    [
      'an extended header of random text',
      fc.string({ maxLength: 60 }).map((data) => rawTar([{ type: 'x', data }, { name: 'a' }])),
    ],
  ])('is read or refused, and nothing else: %s', async (_what, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (made) => {
        const contents = await ours(made);
        expect(contents === undefined || Array.isArray(contents)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
