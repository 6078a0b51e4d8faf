import { createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib';
import type { ReasonCode } from '../../errors/index.ts';
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
  checkConsumed(result.engine.bytesWritten, packed.length, 'archive.deflate', subject);
  if (result.buffer.length !== size) throw sizeRefusal(size, result.buffer.length, subject);
  return result.buffer;
}

/**
 * Inflates one raw deflate stream that is exactly `packedSize` bytes, in pieces: memory stays the same however large it
 * is. How much comes out is for the caller to count.
 *
 * @param pieces the compressed bytes.
 * @throws SafeInstallError with `code` for a damaged stream, and for bytes behind its end.
 */
export async function* inflateStream(
  pieces: Iterable<Uint8Array>,
  packedSize: number,
  code: ReasonCode,
  subject?: string,
): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  pump(pieces, inflate).catch((error: unknown) => inflate.destroy(toRefusal(error, code, DAMAGED)));
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (error) {
    throw toRefusal(error, code, DAMAGED);
  }
  checkConsumed(inflate.bytesWritten, packedSize, code, subject);
}

/** zlib never acknowledges a write that begins behind the end of the stream; nobody waits for this to return. */
async function pump(pieces: Iterable<Uint8Array>, inflate: InflateRaw): Promise<void> {
  for (const piece of pieces) {
    if (inflate.readableEnded || inflate.destroyed) return;
    await new Promise<void>((resolve, reject) => {
      inflate.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
  inflate.end();
}

function checkConsumed(
  consumed: number,
  length: number,
  code: ReasonCode,
  subject: string | undefined,
): void {
  if (consumed !== length)
    throw refusal(code, `${length - consumed} bytes follow the compressed data`, { subject });
}

export const sizeRefusal = (expected: number, got: number | 'more', subject: string | undefined) =>
  refusal('archive.size', `it unpacks to ${got} bytes, not to the ${expected} that are stated`, { subject });
