import type { Sha256 } from '../packaging/index.ts';

/**
 * How a file was shown to be what its publisher built. Only `attested` is ever called verified.
 *
 * `checks` of a verdict says what was compared; the evidence says who vouches for it.
 */
export type Evidence =
  | { readonly kind: 'attested'; readonly publisher: string; readonly firstSeen: boolean }
  | {
      readonly kind: 'unattested';
      readonly allowedBy: string;
      /**
       * Why there was nothing to hold it against: it is of the user's own tree, or it was named by an address without a
       * digest, or checked out. Absent where its digest was stated before it came.
       */
      readonly source?: 'local' | 'unverifiable';
    }
  | { readonly kind: 'waived'; readonly check: string; readonly reason: string };

/** The checks of design section 2 that a file has passed, in their order. */
export type Check =
  | 'index'
  | 'hash'
  | 'archive'
  | 'record'
  | 'metadata'
  | 'attestation'
  | 'identity'
  | 'history'
  | 'source'
  | 'age';

/** A document that says who built a file, as it came: nothing of it has been believed yet. */
export interface EvidenceFile {
  /** Where it was found: a URL without credentials, or a path. */
  readonly location: string;
  /** What it is called beside a file of that name, such as `.provenance` or `.sigstore.json`. */
  readonly suffix: string;
  readonly bytes: Uint8Array;
}

/**
 * What a wheel was built from on this machine. Nobody vouches for such a wheel by itself: its evidence is that of the
 * source distribution, and for a folder or a repository there is none.
 */
export type BuiltFrom =
  | {
      readonly kind: 'sdist';
      readonly filename: string;
      readonly sha256: Sha256;
      /** Bytes. */
      readonly size: number;
    }
  | {
      readonly kind: 'folder';
      /** `file:` URL. */
      readonly url: string;
      /** Used from where it lies (PEP 660). */
      readonly editable: boolean;
    }
  | {
      readonly kind: 'repository';
      /** Without the `git+`, the revision and the fragment; may carry credentials. */
      readonly url: string;
      readonly vcs: 'git';
      /** The whole id of the commit that was built. */
      readonly commit: string;
      /** As it was asked for; `null` where nothing was. */
      readonly requestedRevision: string | null;
      /** Folder of the project in it, with slashes. */
      readonly subdirectory: string | null;
      readonly editable: boolean;
      /** `file:` URL of the project in a checkout that stays; absent where it went away after the build. */
      readonly checkout?: string;
    };

export interface Verdict {
  readonly checks: readonly Check[];
  readonly evidence: Evidence;
  /** Absent where the file is installed as it came. */
  readonly builtFrom?: BuiltFrom;
}
