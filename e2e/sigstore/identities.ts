import { claim, type Extension, emailName, uriName, userName } from './certificate-writer.ts';

/** Who signs, as Fulcio certifies it, and as a provenance object names the same publisher. */
export interface TestIdentity {
  /** The encoded subject alternative name. */
  readonly name: Uint8Array;
  readonly claims: readonly Extension[];
  /** PEP 740's publisher object. */
  readonly publisher: Readonly<Record<string, unknown>>;
}

export interface GitHubOptions {
  readonly repository?: string;
  readonly workflow?: string;
  readonly environment?: string;
  readonly ref?: string;
  readonly commit?: string;
  readonly trigger?: string;
  readonly runner?: string;
  readonly repositoryId?: string;
  readonly ownerId?: string;
  readonly issuer?: string;
  /** URI of the instructions that signed, where they are not the publisher's own workflow. */
  readonly signer?: string;
  readonly run?: string;
  /** `claim`: 23; `subject`: 24 alone, as between the two; `none`: as older certificates, which do not say it. */
  readonly environmentIn?: 'claim' | 'subject' | 'none';
}

const COMMIT = '1f0c'.repeat(10);

/** A workflow of GitHub Actions. */
export function githubIdentity(options: GitHubOptions = {}): TestIdentity {
  const repository = options.repository ?? 'acme/widget';
  const workflow = options.workflow ?? 'release.yml';
  const ref = options.ref ?? 'refs/tags/v1.0';
  const commit = options.commit ?? COMMIT;
  const trigger = options.trigger ?? 'release';
  const issuer = options.issuer ?? 'https://token.actions.githubusercontent.com';
  const uri = `https://github.com/${repository}`;
  const config = `${uri}/.github/workflows/${workflow}@${ref}`;
  const signer = options.signer ?? config;
  return {
    name: uriName(signer),
    claims: [
      claim(1, issuer),
      claim(2, trigger),
      claim(3, commit),
      claim(4, workflow.replace(/\.ya?ml$/u, '')),
      claim(5, repository),
      claim(6, ref),
      claim(8, issuer),
      claim(9, signer),
      claim(10, commit),
      claim(11, options.runner ?? 'github-hosted'),
      claim(12, uri),
      claim(13, commit),
      claim(14, ref),
      claim(15, options.repositoryId ?? '4242'),
      claim(16, `https://github.com/${repository.split('/')[0]}`),
      claim(17, options.ownerId ?? '42'),
      claim(18, config),
      claim(19, commit),
      claim(20, trigger),
      claim(21, `${uri}/actions/runs/${options.run ?? '1234'}/attempts/1`),
      claim(22, 'public'),
      ...environmentClaims(repository, options),
    ],
    publisher: { kind: 'GitHub', repository, workflow, environment: options.environment ?? null },
  };
}

function environmentClaims(repository: string, options: GitHubOptions): readonly Extension[] {
  const { environment, environmentIn = 'claim' } = options;
  if (environment === undefined || environmentIn === 'none') return [];
  if (environmentIn === 'claim') return [claim(23, environment)];
  return [claim(24, `repo:${repository}:environment:${environment}`)];
}

export interface GitLabOptions {
  /** Origin of the instance. */
  readonly instance?: string;
  readonly repository?: string;
  readonly file?: string;
  readonly environment?: string;
  readonly ref?: string;
  readonly commit?: string;
}

/** A pipeline of GitLab, on the public instance or another. */
export function gitlabIdentity(options: GitLabOptions = {}): TestIdentity {
  const instance = options.instance ?? 'https://gitlab.com';
  const repository = options.repository ?? 'acme/tools/widget';
  const file = options.file ?? '.gitlab-ci.yml';
  const ref = options.ref ?? 'refs/heads/main';
  const commit = options.commit ?? COMMIT;
  const uri = `${instance}/${repository}`;
  const config = `${uri}//${file}@${ref}`;
  return {
    name: uriName(config),
    claims: [
      claim(1, instance),
      claim(8, instance),
      claim(9, config),
      claim(10, commit),
      claim(11, 'gitlab-hosted'),
      claim(12, uri),
      claim(13, commit),
      claim(14, ref),
      claim(15, '7'),
      claim(16, uri.slice(0, uri.lastIndexOf('/'))),
      claim(17, '70'),
      claim(18, config),
      claim(19, commit),
      claim(20, 'push'),
      claim(21, `${uri}/-/jobs/99`),
      claim(22, 'private'),
      ...(options.environment === undefined ? [] : [claim(23, options.environment)]),
    ],
    publisher: {
      kind: 'GitLab',
      repository,
      workflow_filepath: file,
      environment: options.environment ?? null,
    },
  };
}

/** A service account of Google Cloud. */
export function googleIdentity(email = 'publisher@acme.iam.example'): TestIdentity {
  return { ...emailIdentity(email, 'https://accounts.google.com'), publisher: { kind: 'Google', email } };
}

/** Anybody with an e-mail address that an issuer vouches for. */
export const emailIdentity = (email: string, issuer: string): TestIdentity => ({
  name: emailName(email),
  claims: [claim(1, issuer), claim(8, issuer)],
  publisher: { kind: 'Example', email },
});

/** Anybody with a user name. */
export const userNameIdentity = (name: string, issuer: string): TestIdentity => ({
  name: userName(name),
  claims: [claim(8, issuer)],
  publisher: { kind: 'Example', name },
});

export interface CircleCIOptions {
  readonly projectId?: string;
  readonly pipelineDefinitionId?: string;
  readonly origin?: string;
  readonly ref?: string;
  readonly runner?: string;
}

/** A pipeline of CircleCI. */
export function circleciIdentity(options: CircleCIOptions = {}): TestIdentity {
  const projectId = options.projectId ?? '11111111-2222-4333-8444-555555555555';
  const pipelineDefinitionId = options.pipelineDefinitionId ?? '66666666-7777-4888-9999-000000000000';
  const origin = options.origin ?? 'github.com/acme/widget';
  const ref = options.ref ?? 'refs/tags/v1.0';
  const signer = `https://circleci.com/api/v2/projects/${projectId}/pipeline-definitions/${pipelineDefinitionId}`;
  return {
    name: uriName(signer),
    claims: [
      claim(1, 'https://oidc.circleci.com'),
      claim(8, 'https://oidc.circleci.com'),
      claim(9, signer),
      claim(11, options.runner ?? '""'),
      claim(12, origin),
      claim(14, ref),
      claim(18, 'https://circleci.com/api/v2/pipeline/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/config'),
      claim(21, 'https://app.circleci.com//workflow/1/job/2'),
    ],
    publisher: {
      kind: 'CircleCI',
      project_id: projectId,
      pipeline_definition_id: pipelineDefinitionId,
      vcs_origin: origin,
      vcs_ref: ref,
    },
  };
}
