import { createHash } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ArchiveFile } from '../../../src/archive/bytes/archive-file.ts';
import { ForwardReader } from '../../../src/archive/bytes/forward-reader.ts';
import { MAX_ARTIFACT_BYTES, READ_BYTES } from '../../../src/archive/limits.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const SIZE = READ_BYTES * 3 + 1234;
const BYTES = Buffer.alloc(SIZE);
for (let at = 0; at + 4 <= SIZE; at += 4) BYTES.writeUInt32LE(at, at);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const path = scratch.put(BYTES);

function reading<T>(body: (reader: ForwardReader) => T): T {
  const file = ArchiveFile.open(path);
  try {
    return body(new ForwardReader(file));
  } finally {
    file.close();
  }
}

describe('ForwardReader', () => {
  it.each<[string, readonly (readonly [number, number])[]]>([
    ['nothing', []],
    ['a few bytes', [[0, 30]]],
    [
      'the same bytes, and more',
      [
        [0, 30],
        [0, 300],
        [7, 9],
      ],
    ],
    [
      'pieces on both sides of a window',
      [
        [READ_BYTES - 10, 20],
        [READ_BYTES, 5],
      ],
    ],
    [
      'a piece that is larger than a window',
      [
        [100, READ_BYTES * 2],
        [READ_BYTES * 2, 500],
      ],
    ],
    [
      'a piece far ahead',
      [
        [0, 1],
        [READ_BYTES * 3, 100],
      ],
    ],
    ['the last bytes', [[SIZE - 8, 8]]],
    ['no bytes at the end', [[SIZE, 0]]],
    ['everything at once', [[0, SIZE]]],
  ])('shows %s, and hashes everything', (_what, views) => {
    reading((reader) => {
      for (const [at, length] of views)
        expect(reader.view(at, length).equals(BYTES.subarray(at, at + length))).toBe(true);
      expect(reader.finish()).toBe(SHA256);
    });
  });

  it('gives pieces that stay as they are', () => {
    reading((reader) => {
      const pieces = [...reader.pieces(5, SIZE - 10)];
      expect(Buffer.concat(pieces).equals(BYTES.subarray(5, SIZE - 5))).toBe(true);
      expect(Math.max(...pieces.map((piece) => piece.length))).toBe(READ_BYTES);
      expect(reader.finish()).toBe(SHA256);
    });
  });

  it('shows nothing beyond the file', () => {
    reading((reader) => expect(() => reader.view(SIZE - 1, 2)).toRefuse('archive.hidden-data'));
  });
});

describe('ArchiveFile', () => {
  it('does not open what is larger than any package', () => {
    const huge = scratch.put('');
    truncateSync(huge, MAX_ARTIFACT_BYTES + 1); // takes no room on the disk
    expect(() => ArchiveFile.open(huge)).toRefuse('archive.too-large');
  });
});
