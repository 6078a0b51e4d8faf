import type { BuildTag, NormalizedName, Sha256, SpecifierSet, Tag, Version } from '../packaging/index.ts';

/**
 * Where a file was found. `location` is the index's URL, the find-links folder or page, the path, or the file's own URL.
 *
 * `folder` and `repository` are no files at all, but projects that are built where they lie or from a checkout.
 */
export interface FileOrigin {
  readonly kind: 'index' | 'find-links' | 'path' | 'url' | 'folder' | 'repository';
  readonly location: string;
}

interface FileFacts {
  /** As its source spells it; a single path segment. */
  readonly filename: string;
  readonly name: NormalizedName;
  readonly version: Version;
  /** Absolute `https:`, `http:` or `file:` URL; may carry credentials, so it is shown through `redactUrl` only. */
  readonly url: string;
  readonly origin: FileOrigin;
  /** As the index states it; `null` where it states none. */
  readonly sha256: Sha256 | null;
  /** Bytes, as the index states it (PEP 700). */
  readonly size: number | null;
  /** PEP 700; `null` where the index states none. */
  readonly uploadTime: Date | null;
  readonly requiresPython: SpecifierSet | null;
  /** PEP 592: `false`, or why it was yanked (may be empty). */
  readonly yanked: false | string;
  /** PEP 658/714: the index serves METADATA at `url + ".metadata"`; with its sha256 where the index states one. */
  readonly coreMetadata: { readonly sha256: Sha256 | null } | null;
  /** PEP 740: absolute URL of the provenance object. */
  readonly provenance: string | null;
}

/** A wheel that an index, a folder or a URL offers. */
export interface WheelFile extends FileFacts {
  readonly kind: 'wheel';
  readonly build: BuildTag | null;
  readonly tags: readonly Tag[];
}

/** A source distribution that an index, a folder or a URL offers; or a project that is built like one. */
export interface SdistFile extends FileFacts {
  readonly kind: 'sdist';
}

/** One file of one release: the first stage of an artifact's life. */
export type DistributionFile = WheelFile | SdistFile;
