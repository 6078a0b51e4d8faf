import { createHash } from 'node:crypto';
import type { BuiltFrom, Candidate, Check, WheelFile } from '../../src/artifact/index.ts';
import type { VerifiedEvidence } from '../../src/attestation/index.ts';
import type { SafeInstallError } from '../../src/errors/index.ts';
import {
  type MarkerEnvironment,
  normalizeName,
  parseMetadata,
  parseRequirement,
  parseVersion,
  parseWheelFilename,
  type Sha256,
} from '../../src/packaging/index.ts';
import { decide } from '../../src/policy/decide.ts';
import { combineLayers } from '../../src/policy/layers/combine-layers.ts';
import { TrustState } from '../../src/policy/state/trust-state.ts';
import type { ReportContent } from '../../src/report/facts/report-content.ts';
import { mintVerifiedArtifact, type VerifiedArtifact } from '../../src/verify/verified-artifact.ts';
import { evidenceOf, githubAttestation, type SignerOptions } from '../policy/facts.ts';
import { layer, NOW } from '../policy/support.ts';

export { NOW };

export const sha256 = (text: string): Sha256 => createHash('sha256').update(text).digest('hex') as Sha256;

export const MARKERS: MarkerEnvironment = {
  implementation_name: 'cpython',
  implementation_version: '3.12.7',
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1.0',
  platform_system: 'Linux',
  platform_version: '#1 SMP',
  python_full_version: '3.12.7',
  python_version: '3.12',
  sys_platform: 'linux',
};

export interface FileOptions {
  readonly name: string;
  readonly version?: string;
  readonly requiredBy?: readonly string[];
  readonly requestedBy?: readonly string[];
  /** Who signed; without it nobody did. */
  readonly signer?: SignerOptions;
  /** The same, as real evidence. */
  readonly evidence?: VerifiedEvidence;
  readonly url?: string;
  readonly yanked?: false | string;
  /** What it was built from here. */
  readonly builtFrom?: BuiltFrom;
  /** Of its METADATA, beside name and version. */
  readonly metadata?: string;
}

/** A file of a plan, by default a dependency of nobody, unsigned, as a loopback-less index lists it. */
export function candidate(options: FileOptions): Candidate {
  const version = options.version ?? '1.0';
  const filename = `${options.name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
  const { name, build, tags } = parseWheelFilename(filename);
  const file: WheelFile = {
    kind: 'wheel',
    filename,
    name,
    version: parseVersion(version),
    build,
    tags: [...tags],
    url: options.url ?? `https://files.example/${filename}`,
    origin: { kind: 'index', location: 'https://index.example/simple/' },
    sha256: sha256(filename),
    size: 12_345,
    uploadTime: new Date('2026-10-01T08:00:00Z'),
    requiresPython: null,
    yanked: options.yanked ?? false,
    coreMetadata: null,
    provenance: null,
  };
  const metadata = parseMetadata(metadataOf(options, version));
  return {
    name,
    version: file.version,
    file,
    extras: [],
    metadata: { metadata, sha256: sha256('metadata') },
    allowedHashes: [],
    requestedBy: (options.requestedBy ?? []).map((text) => parseRequirement(text)),
    requiredBy: (options.requiredBy ?? []).map(normalizeName),
  };
}

const metadataOf = ({ name, metadata = '' }: FileOptions, version: string): Buffer =>
  Buffer.from(`Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${metadata}\n`);

const ARCHIVE_CHECKS: readonly Check[] = ['index', 'hash', 'archive', 'record', 'metadata'];

/** A file that has passed, judged by the policy of the given text. */
export function verified(options: FileOptions, policyText = ''): VerifiedArtifact {
  const chosen = candidate(options);
  const { file } = chosen;
  const evidence =
    options.evidence ??
    (options.signer === undefined
      ? null
      : evidenceOf([githubAttestation(options.signer)], {
          kind: 'GitHub',
          repository: options.signer.repository ?? 'acme/widget',
          workflow: options.signer.workflow ?? 'release.yml',
          environment: options.signer.environment === undefined ? 'prod' : options.signer.environment,
        }));
  const decision = decide(
    {
      file,
      sha256: file.sha256 ?? sha256(''),
      metadata: chosen.metadata.metadata,
      found: evidence === null ? { kind: 'none' } : { kind: 'verified', evidence },
      listing: [file],
      siblings: [],
      locked: null,
      waivedBefore: [],
    },
    combineLayers([layer(policyText)], 'off'),
    TrustState.empty,
    NOW,
  );
  const bytes = metadataOf(options, options.version ?? '1.0');
  return mintVerifiedArtifact(
    chosen,
    { file, path: '/store/file', sha256: file.sha256 ?? sha256(''), size: file.size ?? 0 },
    {
      kind: 'wheel',
      fileCount: 3,
      unpackedSize: 99,
      metadataSha256: sha256('metadata'),
      metadataBytes: bytes,
      record: [],
      root: 'x.dist-info',
      scripts: [],
    },
    {
      checks: [...ARCHIVE_CHECKS, ...decision.checks],
      evidence: decision.evidence,
      ...(options.builtFrom === undefined ? {} : { builtFrom: options.builtFrom }),
    },
    {
      decision,
      evidence,
      document:
        evidence === null
          ? null
          : {
              location: `https://index.example/integrity/${file.filename}`,
              suffix: '.provenance',
              bytes: Buffer.from('{}'),
            },
    },
  );
}

/** The content of a report; nothing has gone wrong where nothing is said. */
export const content = (
  artifacts: readonly VerifiedArtifact[],
  rest: Partial<ReportContent> & { readonly policyText?: string } = {},
): ReportContent => {
  const { policyText = '', ...parts } = rest;
  return {
    version: '0.1.0',
    at: NOW,
    plan: artifacts.map((each) => each.candidate),
    verified: artifacts,
    failures: [],
    markers: MARKERS,
    policy: combineLayers([layer(policyText)], 'off'),
    ci: 'off',
    trust: [
      {
        root: { name: 'public-good', sha256: sha256('root') } as ReportContent['trust'][number]['root'],
        origin: 'tuf',
        refreshedAt: new Date('2026-11-22T12:00:00Z'),
        expires: new Date('2027-04-22T00:00:00Z'),
        problem: null,
      },
    ],
    ...parts,
  };
};

/** A refused file beside what passed. */
export const withRefusal = (
  artifacts: readonly VerifiedArtifact[],
  refused: Candidate,
  error: SafeInstallError,
): ReportContent =>
  content(artifacts, {
    plan: [...artifacts.map((each) => each.candidate), refused],
    failures: [
      error.about(`${refused.name} ${refused.version}`, [{ label: 'file', value: refused.file.filename }]),
    ],
  });

/** Text that every format has something to fear from. */
export const HOSTILE =
  '"><script>alert(1)</script>|`**x**`[l](javascript:1) &amp; %0A::error::x\n\r\u001b[31m\u202e@all #1 ]]>';
