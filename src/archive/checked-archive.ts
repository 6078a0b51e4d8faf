import type { ArchiveReport } from '../artifact/index.ts';
import type { ReasonCode, SafeInstallError } from '../errors/index.ts';
import type { Sha256 } from '../packaging/index.ts';
import type { Identity } from './identity.ts';
import type { NameRules } from './names/entry-name.ts';

/** An archive to be checked: plain data, so that a worker thread can be given it. */
export interface ArchiveSubject {
  readonly kind: 'wheel' | 'sdist';
  readonly path: string;
  readonly identity: Identity;
  /** Digest of the bytes that were downloaded; those that are read must be the same. */
  readonly sha256: Sha256;
}

export interface CheckOptions extends NameRules {
  /** Faults of RECORD that a waiver lets through for this file; each is told in the report. */
  readonly waived?: ReadonlySet<ReasonCode> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The report of a strict reading, with what others need for the plan of the install. */
export interface CheckedArchive extends ArchiveReport {
  /** Faults that were let through because a waiver names them. */
  readonly waived: readonly SafeInstallError[];
  /** Names of the scripts that the installer will write for entry points; none for an sdist. */
  readonly scripts: readonly string[];
}
