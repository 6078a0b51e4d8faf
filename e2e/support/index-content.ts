import type { MadeFile } from '../../test/support/make-wheel.ts';

/** What an index states of a file beyond the truth, or against it; each field left out is true. */
export interface FileClaims {
  /** PEP 592: `true`, or why. */
  readonly yanked?: boolean | string;
  /** ISO 8601 with a `Z`; 2024-01-01 without it, `null` to state none. */
  readonly uploadTime?: string | null;
  /** `null` states no sha256; other hashes may still be given with `otherHashes`. */
  readonly sha256?: string | null;
  readonly otherHashes?: Readonly<Record<string, string>>;
  readonly size?: number | null;
  readonly requiresPython?: string | null;
  /** Served at `.metadata` in place of the file's own. */
  readonly metadata?: string | Uint8Array;
  /** Stated of `.metadata` in place of the digest of what is served there. */
  readonly metadataSha256?: string;
  /** PEP 740: the provenance object, served as JSON; a string is served as it is. */
  readonly provenance?: unknown;
  /** Put down as the file's URL in place of the index's own. */
  readonly url?: string;
}

export interface ProjectClaims {
  /** PEP 792. */
  readonly status?: string;
  readonly statusReason?: string;
}

/** A distribution file that the index serves. */
export interface ServedFile {
  readonly file: Pick<MadeFile, 'filename' | 'bytes' | 'sha256' | 'metadata' | 'requiresPython'>;
  readonly claims: FileClaims;
}

export interface ServedProject {
  readonly name: string;
  readonly files: ServedFile[];
  claims: ProjectClaims;
}

/** PEP 503 name. */
export const projectNameOf = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** The METADATA that the index serves beside a file. */
export const servedMetadata = ({ file, claims }: ServedFile): Buffer =>
  claims.metadata === undefined ? file.metadata : Buffer.from(claims.metadata);
