import type { EvidenceFile } from '../artifact/index.ts';
import type { AttestedFile, TrustRoot } from '../attestation/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { readPieces } from '../platform/index.ts';
import type { FoundEvidence } from '../policy/index.ts';

/** What fetching evidence has come to; nothing of it is believed yet. */
export type FoundDocument =
  | { readonly kind: 'document'; readonly document: EvidenceFile }
  /** None is announced, and none lies beside the file. */
  | { readonly kind: 'none' }
  /** It is announced, and whoever announces it does not hand it out. */
  | { readonly kind: 'unreachable'; readonly error: SafeInstallError }
  /** It is there, and is not read: no honest one is of that size. */
  | { readonly kind: 'refused'; readonly error: SafeInstallError };

/**
 * Design point 6: what a document proves about these very bytes.
 *
 * @param path of the bytes; read only where the evidence is a signature over the file itself.
 * @returns a refusal as a value: whether it counts is the policy's to say.
 */
export async function findEvidence(
  found: FoundDocument,
  file: AttestedFile & { readonly path: string | null },
  root: TrustRoot,
): Promise<FoundEvidence> {
  if (found.kind !== 'document') return found;
  // Most installs of today meet no evidence at all, and need none of the cryptography.
  const { parseEvidence, verifyEvidence } = await import('../attestation/index.ts');
  try {
    const evidence = await verifyEvidence(
      parseEvidence(found.document.bytes),
      { ...file, bytes: () => bytesOf(file.path) },
      root,
    );
    return { kind: 'verified', evidence };
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    return { kind: 'refused', error };
  }
}

function bytesOf(path: string | null): AsyncIterable<Uint8Array> {
  if (path !== null) return readPieces(path);
  throw new SafeInstallError({
    code: 'statement.subject-digest',
    message: 'the signature is over the file itself, and the file is not here',
  });
}
