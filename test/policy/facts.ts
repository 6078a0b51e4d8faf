import type { DistributionFile } from '../../src/artifact/index.ts';
import type {
  CertificateClaims,
  PublisherClaim,
  VerifiedAttestation,
  VerifiedEvidence,
} from '../../src/attestation/index.ts';
import { normalizeName, parseVersion, type Sha256 } from '../../src/packaging/index.ts';
import type { FileFacts } from '../../src/policy/facts.ts';

export const GITHUB = 'https://token.actions.githubusercontent.com';

const NO_CLAIMS: CertificateClaims = {
  issuer: GITHUB,
  legacyIssuer: null,
  legacyTrigger: null,
  legacyCommit: null,
  legacyWorkflowName: null,
  legacyRepository: null,
  legacyRef: null,
  buildSignerUri: null,
  buildSignerDigest: null,
  runnerEnvironment: null,
  sourceRepositoryUri: null,
  sourceRepositoryDigest: null,
  sourceRepositoryRef: null,
  sourceRepositoryIdentifier: null,
  sourceRepositoryOwnerUri: null,
  sourceRepositoryOwnerIdentifier: null,
  buildConfigUri: null,
  buildConfigDigest: null,
  buildTrigger: null,
  runInvocationUri: null,
  sourceRepositoryVisibility: null,
  deploymentEnvironment: null,
  tokenSubject: null,
};

export interface SignerOptions {
  readonly repository?: string;
  readonly workflow?: string;
  readonly environment?: string | null;
  readonly ref?: string;
  readonly commit?: string;
  readonly repositoryId?: string | null;
  readonly ownerId?: string | null;
  readonly trustRoot?: string;
  readonly signedAt?: string;
  /** The last word on the claims. */
  readonly claims?: Partial<CertificateClaims>;
}

/** What a verified attestation of a workflow of GitHub says; acme's own without options. */
export function githubAttestation(options: SignerOptions = {}): VerifiedAttestation {
  const repository = options.repository ?? 'acme/widget';
  const workflow = options.workflow ?? 'release.yml';
  const ref = options.ref ?? 'refs/tags/v1.0';
  const config = `https://github.com/${repository}/.github/workflows/${workflow}@${ref}`;
  return attestation({
    identity: {
      name: { kind: 'uri', value: config },
      claims: {
        ...NO_CLAIMS,
        buildSignerUri: config,
        buildConfigUri: config,
        runnerEnvironment: 'github-hosted',
        buildTrigger: 'release',
        sourceRepositoryUri: `https://github.com/${repository}`,
        sourceRepositoryDigest: options.commit ?? 'c'.repeat(40),
        sourceRepositoryRef: ref,
        sourceRepositoryIdentifier: options.repositoryId === undefined ? '1' : options.repositoryId,
        sourceRepositoryOwnerIdentifier: options.ownerId === undefined ? '2' : options.ownerId,
        deploymentEnvironment: options.environment === undefined ? 'prod' : options.environment,
        ...options.claims,
      },
    },
    ...(options.signedAt === undefined ? {} : { signedAt: new Date(options.signedAt) }),
    ...(options.trustRoot === undefined
      ? {}
      : { trustRoot: { name: options.trustRoot, sha256: '0'.repeat(64) as Sha256 } }),
  });
}

/** What a verified attestation of a person says. */
export const mailAttestation = (email: string, issuer = 'https://accounts.google.com'): VerifiedAttestation =>
  attestation({ identity: { name: { kind: 'email', value: email }, claims: { ...NO_CLAIMS, issuer } } });

/** What a verified attestation of anybody says. */
export const uriAttestation = (uri: string, claims: Partial<CertificateClaims> = {}): VerifiedAttestation =>
  attestation({ identity: { name: { kind: 'uri', value: uri }, claims: { ...NO_CLAIMS, ...claims } } });

const attestation = (
  parts: Pick<VerifiedAttestation, 'identity'> & Partial<VerifiedAttestation>,
): VerifiedAttestation => ({
  statement: null,
  signedAt: new Date('2026-11-01T10:00:00Z'),
  logs: [],
  trustRoot: { name: 'public-good', sha256: '0'.repeat(64) as Sha256 },
  ...parts,
});

/** The publisher that an index claims for `githubAttestation()`. */
export const CLAIM = {
  kind: 'GitHub',
  repository: 'acme/widget',
  workflow: 'release.yml',
  environment: 'prod',
} as const satisfies PublisherClaim;

/** Evidence as an index serves it: one bundle, of the claimed publisher; `null`: nobody claims it. */
export const evidenceOf = (
  attestations: readonly VerifiedAttestation[],
  publisher: Exclude<PublisherClaim, { kind: 'unknown' }> | null = CLAIM,
): VerifiedEvidence => ({ bundles: [{ publisher, attestations }], unknownPublishers: [] });

export interface FileOptions {
  readonly version?: string;
  /** In days before the day of the tests; `null`: the index states none. */
  readonly uploaded?: number | null;
  readonly filename?: string;
  readonly provenance?: boolean;
  readonly sha256?: string;
}

const DAY = 86_400_000;
const NOON = new Date('2026-11-24T12:00:00Z').getTime();

/** A file of `acme` as an index lists it. */
export function listed(options: FileOptions = {}): DistributionFile {
  const version = options.version ?? '1.0';
  const uploaded = options.uploaded === undefined ? 10 : options.uploaded;
  return {
    kind: 'sdist',
    filename: options.filename ?? `acme-${version}.tar.gz`,
    name: normalizeName('acme'),
    version: parseVersion(version),
    url: `https://packages.example/acme-${version}.tar.gz`,
    origin: { kind: 'index', location: 'https://packages.example/simple' },
    sha256: (options.sha256 ?? 'a'.repeat(64)) as Sha256,
    size: 1,
    uploadTime: uploaded === null ? null : new Date(NOON - uploaded * DAY),
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: options.provenance === true ? 'https://packages.example/acme.provenance' : null,
  };
}

/** The facts of a file of `acme` 1.0 without evidence, in a project that never had any. */
export function factsOf(parts: Partial<FileFacts> & { readonly fileOptions?: FileOptions } = {}): FileFacts {
  const { fileOptions, ...rest } = parts;
  const file = listed(fileOptions);
  return {
    file,
    sha256: 'a'.repeat(64) as Sha256,
    metadata: {
      projectUrls: [{ label: 'Source', url: 'https://github.com/acme/widget' }],
      homePage: null,
      authorEmail: null,
      maintainerEmail: null,
    },
    found: { kind: 'none' },
    listing: [file],
    siblings: [],
    locked: null,
    waivedBefore: [],
    ...rest,
  };
}
