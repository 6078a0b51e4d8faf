import type { DistributionFile, Project, ReadMetadata } from '../artifact/index.ts';
import type { NormalizedName, Requirement, Sha256, Version } from '../packaging/index.ts';

/** A file (or folder) that is asked for by its own address, and what it says of itself. */
export interface DirectCandidate {
  readonly file: DistributionFile;
  readonly metadata: ReadMetadata;
}

/** What the user says of the digests of a file. What would have to be run to be known is held to it before. */
export interface HashDemand {
  /** Digests that the user allows; empty when none were given. */
  readonly allowed: readonly Sha256[];
  /** A file without an allowed digest is refused in the end. */
  readonly isRequired: boolean;
}

/** Who asks for a file by its address. */
export interface DirectRequest {
  /** Absolute URL as written, fragment included. */
  readonly url: string;
  /** `null` where the user gave an address alone. */
  readonly name: NormalizedName | null;
  /** The package whose metadata asks for it; `null` where it is the user. */
  readonly requiredBy: { readonly name: NormalizedName; readonly version: Version } | null;
  readonly hashes: HashDemand;
}

/**
 * Where the resolver learns of files and what they need.
 *
 * Each question is asked once in a run. Answers may come in any order; many questions are open at a time.
 */
export interface CandidateSource {
  /** All files of a project; a project that nobody knows has none. */
  fetchProject(name: NormalizedName): Promise<Project>;
  /**
   * METADATA of a file.
   *
   * @throws SafeInstallError `sdist.needs-build` for a source distribution that does not state it for good.
   */
  fetchMetadata(file: DistributionFile, hashes: HashDemand): Promise<ReadMetadata>;
  /** A file by its own address. Without this, no requirement can name one. */
  fetchDirect?(request: DirectRequest): Promise<DirectCandidate>;
}

/** What the resolver has to know of a distribution that is installed already. */
export interface InstalledPackage {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly requiresDist: readonly Requirement[];
  readonly providesExtra: readonly NormalizedName[];
  /** Requirements of its metadata that cannot be parsed. */
  readonly invalidRequirements: readonly { readonly text: string }[];
  readonly editable: boolean;
}
