import type { SignerIdentity } from '../verified-attestation.ts';
import { environmentOf } from './environment.ts';
import {
  CIRCLECI_ISSUER,
  CIRCLECI_ORIGIN,
  GITHUB_ISSUER,
  GITHUB_ORIGIN,
  GITLAB_ORIGIN,
  GOOGLE_ISSUER,
  type Publisher,
} from './publisher.ts';

const KINDS: ReadonlyMap<string, 'GitHub' | 'GitLab' | 'Google' | 'CircleCI'> = new Map([
  [GITHUB_ISSUER, 'GitHub'],
  [GITLAB_ORIGIN, 'GitLab'],
  [GOOGLE_ISSUER, 'Google'],
  [CIRCLECI_ISSUER, 'CircleCI'],
]);

/** What kind of publisher the issuer vouches for; `other` for everybody else, a GitLab of one's own included. */
export const publisherKindOf = (
  identity: SignerIdentity,
): 'GitHub' | 'GitLab' | 'Google' | 'CircleCI' | 'other' => KINDS.get(identity.claims.issuer) ?? 'other';

/**
 * The publisher that a certificate is one of, in the form that a policy would name it: what is remembered of a publisher
 * that is seen for the first time, and what `policy pin` writes. Where the claims do not fit the kind, it is the plain
 * identity, which is always there.
 */
export function publisherOf(identity: SignerIdentity): Publisher {
  const { claims, name } = identity;
  const plain: Publisher = { kind: 'Identity', issuer: claims.issuer, identity: name.value };
  switch (publisherKindOf(identity)) {
    case 'GitHub': {
      const repository = after(claims.sourceRepositoryUri, `${GITHUB_ORIGIN}/`);
      const workflow = buildFileOf(identity, `${GITHUB_ORIGIN}/${repository}/.github/workflows/`);
      if (repository === null || workflow === null) return plain;
      return { kind: 'GitHub', repository, workflow, environment: environmentOf(identity) };
    }
    case 'GitLab': {
      const repository = after(claims.sourceRepositoryUri, `${GITLAB_ORIGIN}/`);
      const workflowFilepath = buildFileOf(identity, `${GITLAB_ORIGIN}/${repository}//`);
      if (repository === null || workflowFilepath === null) return plain;
      return {
        kind: 'GitLab',
        instance: GITLAB_ORIGIN,
        repository,
        workflowFilepath,
        environment: environmentOf(identity),
      };
    }
    case 'Google':
      return name.kind === 'email' ? { kind: 'Google', email: name.value } : plain;
    case 'CircleCI': {
      const path = after(claims.buildSignerUri, `${CIRCLECI_ORIGIN}/api/v2/projects/`)?.split('/') ?? [];
      const [projectId, middle, pipelineDefinitionId, ...rest] = path;
      if (!projectId || middle !== 'pipeline-definitions' || !pipelineDefinitionId || rest.length > 0)
        return plain;
      return {
        kind: 'CircleCI',
        projectId,
        pipelineDefinitionId,
        vcsOrigin: claims.sourceRepositoryUri,
        vcsRef: null, // differs from release to release
      };
    }
    case 'other':
      return plain;
  }
}

/** The file of the build configuration: between `prefix` and the `@` before the ref or commit that the claims name. */
function buildFileOf({ claims }: SignerIdentity, prefix: string): string | null {
  const rest = after(claims.buildConfigUri, prefix);
  if (rest === null) return null;
  for (const revision of [claims.sourceRepositoryRef, claims.sourceRepositoryDigest]) {
    const end = `@${revision}`;
    if (revision !== null && rest.endsWith(end) && rest.length > end.length)
      return rest.slice(0, -end.length);
  }
  return null;
}

/** What stands after `prefix`; `null` when the text does not begin with it, or nothing follows. */
const after = (text: string | null, prefix: string): string | null =>
  text?.startsWith(prefix) && text.length > prefix.length ? text.slice(prefix.length) : null;
