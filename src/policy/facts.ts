import type { DistributionFile } from '../artifact/index.ts';
import type { Publisher, VerifiedEvidence } from '../attestation/index.ts';
import type { SafeInstallError } from '../errors/index.ts';
import type { Sha256 } from '../packaging/index.ts';
import type { VerifiedSibling } from './history/check-history.ts';
import type { Waiver } from './rule.ts';
import type { DeclaredSource } from './source/match-source.ts';

/** What looking for evidence has come to. */
export type FoundEvidence =
  | { readonly kind: 'verified'; readonly evidence: VerifiedEvidence }
  /** None is announced, and none lies beside the file. */
  | { readonly kind: 'none' }
  /** It is announced, and whoever announces it does not hand it out. */
  | { readonly kind: 'unreachable'; readonly error: SafeInstallError }
  /** It is there, and its shape or one of its signatures is wrong. */
  | { readonly kind: 'refused'; readonly error: SafeInstallError };

/** A publisher who is named for one file, outside of a policy. */
export interface NamedPublisher {
  readonly publisher: Publisher;
  /** Who names him: `pylock.toml:12`, `--publisher`. */
  readonly origin: string;
}

/** Everything that is known of one file when it is judged. */
export interface FileFacts {
  readonly file: DistributionFile;
  /** Of the bytes on disk. */
  readonly sha256: Sha256;
  /** Of the METADATA inside the file; `null` where it is not read. */
  readonly metadata: DeclaredSource | null;
  readonly found: FoundEvidence;
  /** All files of the project that the index lists. */
  readonly listing: readonly DistributionFile[];
  /** Other files of the release whose evidence was verified: those of the plan, and what `siblingToCompare` asks for. */
  readonly siblings: readonly VerifiedSibling[];
  /** The publishers that a lock (or the command line) names, any of whom is enough; `null` without one. */
  readonly locked: readonly NamedPublisher[] | null;
  /** Waivers that have let something through before (of RECORD). */
  readonly waivedBefore: readonly Waiver[];
}
