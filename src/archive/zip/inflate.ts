import { once } from 'node:events';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { refusal, refusing, toRefusal } from '../refusal.ts';

/** Bytes that a streaming inflate gives at once. */
const PIECE_BYTES = 256 * 1024;

const DAMAGED = 'the compressed data is damaged or cut off';

/** What `inflateRawSync` returns when it is asked for `info`; the types of Node 20 do not tell. */
interface InflateResult {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Inflates one raw deflate stream that is exactly `packed` and gives exactly `size` bytes.
 *
 * @throws SafeInstallError `archive.deflate`, also for bytes behind the end of the stream, which zlib passes over and in
 *   which another reader may see a second stream; `archive.size`.
 * @see RFC 1951
 */
export function inflateExactly(packed: Uint8Array, size: number, subject?: string): Buffer {
  const result = refusing('archive.deflate', DAMAGED, () => {
    try {
      return inflateRawSync(packed, {
        info: true,
        // one more than expected: zlib is done in one round, and a longer stream fails rather than being cut
        chunkSize: Math.max(64, size + 1),
        maxOutputLength: Math.max(1, size),
      }) as unknown as InflateResult;
    } catch (error) {
      if (error instanceof RangeError) throw sizeRefusal(size, 'more', subject);
      throw error;
    }
  });
  checkConsumed(result.engine.bytesWritten, packed.length, subject);
  if (result.buffer.length !== size) throw sizeRefusal(size, result.buffer.length, subject);
  return result.buffer;
}

/**
 * The same in pieces: memory stays the same however large the entry is.
 *
 * @param pieces the compressed bytes, `packedSize` together.
 * @param take gets each piece of the data.
 */
export async function inflateInPieces(
  pieces: Iterable<Uint8Array>,
  packedSize: number,
  size: number,
  take: (piece: Buffer) => void,
  subject?: string,
): Promise<void> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  let given = 0;
  inflate.on('data', (piece: Buffer) => {
    given += piece.length;
    if (given > size) inflate.destroy(sizeRefusal(size, 'more', subject));
    else take(piece);
  });
  // "end" comes before the last write is acknowledged when bytes follow the stream, so both are waited for
  const ended = once(inflate, 'end');
  ended.catch(() => {});
  let isDone = false;
  ended.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  try {
    for (const piece of pieces) {
      if (isDone) continue; // the reader must pass over them all the same
      const written = new Promise<void>((resolve, reject) =>
        inflate.write(piece, (error) => (error ? reject(error) : resolve())),
      );
      written.catch(() => {});
      await Promise.race([written, ended]);
    }
    if (!isDone) inflate.end();
    await ended;
  } catch (error) {
    throw toRefusal(error, 'archive.deflate', DAMAGED);
  } finally {
    inflate.destroy();
  }
  checkConsumed(inflate.bytesWritten, packedSize, subject);
  if (given !== size) throw sizeRefusal(size, given, subject);
}

function checkConsumed(consumed: number, length: number, subject: string | undefined): void {
  if (consumed !== length)
    throw refusal('archive.deflate', `${length - consumed} bytes follow the compressed data`, { subject });
}

const sizeRefusal = (expected: number, got: number | 'more', subject: string | undefined) =>
  refusal('archive.size', `it unpacks to ${got} bytes, not to the ${expected} that are stated`, { subject });
