import type { Fact, ReasonCode } from '../../errors/index.ts';
import type { SignerIdentity } from '../verified-attestation.ts';
import { environmentOf } from './environment.ts';
import {
  CIRCLECI_ISSUER,
  CIRCLECI_ORIGIN,
  type CircleCIPublisher,
  GITHUB_ISSUER,
  GITHUB_ORIGIN,
  type GitHubPublisher,
  type GitLabPublisher,
  GOOGLE_ISSUER,
  type Publisher,
} from './publisher.ts';

/** The reason codes of an identity that is not the one expected. */
export type IdentityCode = Extract<ReasonCode, `identity.${string}`>;

/** One field in which a certificate is not what was expected of it. */
export interface IdentityMismatch {
  readonly code: IdentityCode;
  /** What is compared, in words: `repository`, `workflow`. */
  readonly field: string;
  readonly expected: string;
  /** As the certificate says it; `null` where it says nothing. */
  readonly actual: string | null;
}

/**
 * Compares a signer with the publisher that is expected, field by field and exactly: no pattern, no case folding, no
 * prefix. The publisher has to come from a policy, a lock, the trust state or (for a first sight) the index's claim;
 * never from the certificate itself.
 *
 * @returns every field that differs; empty when the signer is that publisher. A mismatch of
 * `identity.environment-unproven` alone means that nothing differs but that the certificate does not say the environment.
 */
export function matchPublisher(identity: SignerIdentity, publisher: Publisher): readonly IdentityMismatch[] {
  switch (publisher.kind) {
    case 'GitHub':
      return matchGitHub(identity, publisher);
    case 'GitLab':
      return matchGitLab(identity, publisher);
    case 'Google':
      return [...matchIssuer(identity, GOOGLE_ISSUER), ...matchEmail(identity, publisher.email)];
    case 'CircleCI':
      return matchCircleCI(identity, publisher);
    case 'Identity':
      return [
        ...matchIssuer(identity, publisher.issuer),
        ...compare('identity.subject', 'identity', publisher.identity, identity.name.value),
      ];
  }
}

/** A mismatch as the lines of an error. */
export const factsOf = ({ field, expected, actual }: IdentityMismatch): readonly Fact[] => [
  { label: 'expected', value: `${field} ${expected}` },
  { label: 'got', value: actual === null ? `no ${field}` : `${field} ${actual}`, origin: 'the certificate' },
];

/** Exactly equal, or the one mismatch. */
export const compare = (
  code: IdentityCode,
  field: string,
  expected: string,
  actual: string | null,
): readonly IdentityMismatch[] => (expected === actual ? [] : [{ code, field, expected, actual }]);

const matchIssuer = ({ claims }: SignerIdentity, issuer: string): readonly IdentityMismatch[] =>
  compare('identity.issuer', 'issuer', issuer, claims.issuer);

function matchGitHub(identity: SignerIdentity, publisher: GitHubPublisher): readonly IdentityMismatch[] {
  const repository = `${GITHUB_ORIGIN}/${publisher.repository}`;
  return [
    ...matchIssuer(identity, GITHUB_ISSUER),
    ...compare('identity.repository', 'repository', repository, identity.claims.sourceRepositoryUri),
    ...matchBuildFile(identity, `${repository}/.github/workflows/${publisher.workflow}`),
    ...matchEnvironment(identity, publisher.environment),
  ];
}

function matchGitLab(identity: SignerIdentity, publisher: GitLabPublisher): readonly IdentityMismatch[] {
  const repository = `${publisher.instance}/${publisher.repository}`;
  return [
    ...matchIssuer(identity, publisher.instance),
    ...compare('identity.repository', 'repository', repository, identity.claims.sourceRepositoryUri),
    ...matchBuildFile(identity, `${repository}//${publisher.workflowFilepath}`),
    ...matchEnvironment(identity, publisher.environment),
  ];
}

/**
 * Claim 18 is `FILE@REVISION`, and which revision a publisher will build is not known beforehand: what stands after the
 * `@` has to be the commit (13) or the ref (14) that the same certificate names, so that nothing else can hide there.
 */
function matchBuildFile({ claims }: SignerIdentity, file: string): readonly IdentityMismatch[] {
  const revisions = [claims.sourceRepositoryRef, claims.sourceRepositoryDigest];
  const accepted = revisions.filter((each) => each !== null && each !== '').map((each) => `${file}@${each}`);
  return claims.buildConfigUri !== null && accepted.includes(claims.buildConfigUri)
    ? []
    : [
        {
          code: 'identity.workflow',
          field: 'workflow',
          expected: accepted[0] ?? `${file}@…`,
          actual: claims.buildConfigUri,
        },
      ];
}

function matchEnvironment(identity: SignerIdentity, expected: string | null): readonly IdentityMismatch[] {
  if (expected === null) return [];
  const actual = environmentOf(identity);
  const code = actual === null ? 'identity.environment-unproven' : 'identity.environment';
  return compare(code, 'environment', expected, actual);
}

/** The name has to be one of an e-mail address: a URI that reads like one was issued for something else. */
const matchEmail = ({ name }: SignerIdentity, email: string): readonly IdentityMismatch[] =>
  compare('identity.email', 'e-mail address', email, name.kind === 'email' ? name.value : null);

function matchCircleCI(identity: SignerIdentity, publisher: CircleCIPublisher): readonly IdentityMismatch[] {
  const { claims } = identity;
  const pipeline = `${CIRCLECI_ORIGIN}/api/v2/projects/${publisher.projectId}/pipeline-definitions/${publisher.pipelineDefinitionId}`;
  const { vcsOrigin, vcsRef } = publisher;
  return [
    ...matchIssuer(identity, CIRCLECI_ISSUER),
    ...compare('identity.pipeline', 'pipeline', pipeline, claims.buildSignerUri),
    ...(vcsOrigin === null
      ? []
      : compare('identity.repository', 'repository', vcsOrigin, claims.sourceRepositoryUri)),
    ...(vcsRef === null ? [] : compare('identity.ref', 'ref', vcsRef, claims.sourceRepositoryRef)),
    ...refuseRerun(claims.runnerEnvironment),
  ];
}

/** A job that somebody reruns with SSH runs what that person types into it, under the identity of the pipeline. */
const refuseRerun = (runner: string | null): readonly IdentityMismatch[] =>
  runner === 'ssh-rerun'
    ? [{ code: 'identity.runner', field: 'runner', expected: 'no rerun with SSH', actual: runner }]
    : [];
