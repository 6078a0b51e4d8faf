import { createHash } from 'node:crypto';
import { parseSha256, type Sha256 } from '../packaging/index.ts';
import type { ArchiveSubject } from './checked-archive.ts';
import { comparison, refusal } from './refusal.ts';

/** A digest that a hash function gave, in hexadecimal. */
export function toSha256(hexadecimal: string): Sha256 {
  const digest = parseSha256(hexadecimal);
  if (digest === undefined) throw refusal('internal.bug', `"${hexadecimal}" is not a sha256 digest`);
  return digest;
}

export const sha256Of = (bytes: Uint8Array): Sha256 =>
  toSha256(createHash('sha256').update(bytes).digest('hex'));

/**
 * The bytes that were checked are those that were downloaded: the file lay on the disk between the two.
 *
 * @throws SafeInstallError `hash.changed`.
 */
export function checkSameBytes(subject: ArchiveSubject, sha256: Sha256): void {
  if (sha256 !== subject.sha256)
    throw refusal('hash.changed', 'the file on disk is not the one that was downloaded', {
      facts: comparison(`sha256:${subject.sha256}`, `sha256:${sha256}`, 'at the download'),
    });
}
