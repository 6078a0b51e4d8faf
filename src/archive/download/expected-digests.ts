import { type DistributionFile, isUnstated } from '../../artifact/index.ts';
import type { Sha256 } from '../../packaging/index.ts';
import { refusal } from '../refusal.ts';

/** How many digests an error lists. */
const MAX_SHOWN = 5;

/**
 * The digests of which the file must have one; empty for a file on the user's own disk, where nobody stands between, and
 * for one that is named by its address alone, of which the digest is what comes of it: whether it may be taken so is for
 * the verifier to say.
 *
 * @param allowed what the user or the lock names for the file; empty when they name none.
 * @throws SafeInstallError `hash.missing` when nobody states one, `hash.mismatch` when the index states one that is not
 *   allowed: there is nothing to download then.
 */
export function expectedDigests(file: DistributionFile, allowed: readonly Sha256[]): readonly Sha256[] {
  if (file.sha256 === null) {
    if (allowed.length === 0 && !file.url.startsWith('file:') && !isUnstated(file, allowed))
      throw refusal('hash.missing', 'nobody states its sha256', {
        subject: file.filename,
        hint: 'If you know its digest, say so with --hash=sha256:… in a requirements file',
      });
    return allowed;
  }
  if (allowed.length > 0 && !allowed.includes(file.sha256))
    throw mismatch(file.filename, allowed, file.sha256, 'your --hash');
  return [file.sha256];
}

/** @throws SafeInstallError `hash.mismatch`. */
export function checkDigest(file: DistributionFile, expected: readonly Sha256[], sha256: Sha256): void {
  if (expected.length === 0 || expected.includes(sha256)) return;
  throw mismatch(file.filename, expected, sha256, file.sha256 === null ? 'your --hash' : file.origin.kind);
}

const mismatch = (subject: string, expected: readonly Sha256[], got: Sha256, origin: string) =>
  refusal('hash.mismatch', 'its sha256 is not the one that is expected', {
    subject,
    facts: [
      ...expected
        .slice(0, MAX_SHOWN)
        .map((digest) => ({ label: 'expected', value: `sha256:${digest}`, origin })),
      { label: 'got', value: `sha256:${got}` },
    ],
    hint: 'Do not install it. Try again once; if it stays, tell whoever runs the index',
  });
