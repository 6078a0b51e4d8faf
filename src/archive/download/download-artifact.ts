import type { DistributionFile, DownloadedArtifact } from '../../artifact/index.ts';
import type { SafeInstallError } from '../../errors/index.ts';
import type { Sha256 } from '../../packaging/index.ts';
import { MAX_ARTIFACT_BYTES } from '../limits.ts';
import { comparison, refusal } from '../refusal.ts';
import type { ArtifactStore } from '../store/artifact-store.ts';
import type { IncomingFile } from '../store/incoming-file.ts';
import { checkDigest, expectedDigests } from './expected-digests.ts';

/** Opens a file of an index, a folder or a URL from `offset` on, or from its beginning where parts are not served. */
export type OpenFile = (
  file: DistributionFile,
  options: { readonly offset: number; readonly signal?: AbortSignal },
) => Promise<{
  readonly body: AsyncIterable<Uint8Array>;
  readonly offset: number;
  /** Bytes of the whole file, where that is known. */
  readonly total: number | null;
}>;

export interface DownloadOptions {
  readonly store: ArtifactStore;
  readonly open: OpenFile;
  /** Digests that the user or the lock names for the file. */
  readonly allowedHashes?: readonly Sha256[];
  /** How often the rest of a file is asked for that ends too early without an error. */
  readonly resumes?: number;
  readonly signal?: AbortSignal;
  /** Is told of bytes as they arrive; of all at once when the store has the file. */
  readonly onBytes?: (count: number) => void;
}

/** How often the rest of a file is asked for that ends too early without an error, where nobody says. */
const USUAL_RESUMES = 2;

/**
 * Brings a file into the store, unless it is there, and shows that it has the sha256 and the size that were stated.
 *
 * @throws SafeInstallError `hash.missing`, `hash.mismatch`, `hash.size`, `hash.truncated`, `hash.too-large`,
 *   `disk.full`, `disk.read-only`, and what `open` throws. Nothing is left behind then.
 */
export async function downloadArtifact(
  file: DistributionFile,
  options: DownloadOptions,
): Promise<DownloadedArtifact> {
  const expected = expectedDigests(file, options.allowedHashes ?? []);
  for (const digest of expected) {
    const stored = await options.store.take(digest);
    if (stored === undefined) continue;
    checkSize(file, stored.size);
    options.onBytes?.(stored.size);
    return { file, ...stored };
  }
  const incoming = await options.store.receive();
  try {
    const resumed = await fetchAll(file, incoming, options);
    // parts of two answers may be parts of two files: that is no reason to accuse anybody
    if (resumed && !expected.includes(incoming.sha256)) {
      incoming.restart();
      await fetchAll(file, incoming, options);
    }
    checkSize(file, incoming.size);
    checkDigest(file, expected, incoming.sha256);
  } catch (error) {
    await incoming.discard();
    throw error;
  }
  return { file, ...(await options.store.keep(incoming)) };
}

/** @returns whether it took more than one answer to get the whole file. */
async function fetchAll(
  file: DistributionFile,
  incoming: IncomingFile,
  { open, signal, onBytes, resumes = USUAL_RESUMES }: DownloadOptions,
): Promise<boolean> {
  for (let round = 1; ; round += 1) {
    const answer = await open(file, {
      offset: incoming.size,
      ...(signal === undefined ? {} : { signal }),
    });
    if (answer.offset !== incoming.size) incoming.restart();
    const whole = file.size ?? answer.total;
    if (answer.total !== null) checkSize(file, answer.total);
    for await (const piece of answer.body) {
      signal?.throwIfAborted();
      checkRoom(file, whole, incoming.size + piece.length);
      incoming.write(piece);
      onBytes?.(piece.length);
    }
    if (whole === null || incoming.size >= whole) return round > 1;
    if (round > resumes)
      throw refusal('hash.truncated', 'the file ended too early', {
        subject: file.filename,
        facts: comparison(`${whole} bytes`, `${incoming.size} bytes`),
      });
  }
}

/** Stops an answer that does not end before it fills the disk. */
function checkRoom(file: DistributionFile, whole: number | null, size: number): void {
  const cap = Math.min(whole ?? MAX_ARTIFACT_BYTES, MAX_ARTIFACT_BYTES);
  if (size <= cap) return;
  if (file.size !== null && cap === file.size)
    throw sizeRefusal(file.filename, file.size, `more than ${cap}`);
  throw refusal('hash.too-large', `it has more than ${cap} bytes`, { subject: file.filename });
}

function checkSize(file: DistributionFile, size: number): void {
  if (file.size !== null && size !== file.size) throw sizeRefusal(file.filename, file.size, String(size));
}

const sizeRefusal = (subject: string, expected: number, got: string): SafeInstallError =>
  refusal('hash.size', 'its size is not the one that the index states', {
    subject,
    facts: comparison(`${expected} bytes`, `${got} bytes`, 'index'),
  });
