/** A workflow of GitHub Actions. Field names are those of PEP 740, in this language's spelling. */
export interface GitHubPublisher {
  readonly kind: 'GitHub';
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** The file's name in `.github/workflows/`. */
  readonly workflow: string;
  /** `null`: any, or none. */
  readonly environment: string | null;
}

/** A pipeline of a GitLab, the public one or another. */
export interface GitLabPublisher {
  readonly kind: 'GitLab';
  /** Origin of the instance, which is its token issuer too: `https://gitlab.com` for the public one. */
  readonly instance: string;
  /** `GROUP/…/NAME`. */
  readonly repository: string;
  /** Path of the file in the repository. */
  readonly workflowFilepath: string;
  /** `null`: any, or none. */
  readonly environment: string | null;
}

/** A service account of Google Cloud. */
export interface GooglePublisher {
  readonly kind: 'Google';
  readonly email: string;
}

/** A pipeline of CircleCI. */
export interface CircleCIPublisher {
  readonly kind: 'CircleCI';
  /** UUID. */
  readonly projectId: string;
  /** UUID. */
  readonly pipelineDefinitionId: string;
  /** `github.com/OWNER/NAME`; `null`: any. */
  readonly vcsOrigin: string | null;
  /** `refs/heads/…`; `null`: any. */
  readonly vcsRef: string | null;
}

/** Anybody else: the name in the certificate and who vouches for it. Comes from a policy only, never from an index. */
export interface IdentityPublisher {
  readonly kind: 'Identity';
  /** URL of the identity provider. */
  readonly issuer: string;
  /** The certificate's one subject alternative name: a URI, an e-mail address or a user name. */
  readonly identity: string;
}

/** A publisher of a kind that nothing here knows; it never counts as evidence. */
export interface UnknownPublisher {
  readonly kind: 'unknown';
  /** What it calls itself. */
  readonly name: string;
}

/** Who is to have published a file: what a certificate is compared with. */
export type Publisher =
  | GitHubPublisher
  | GitLabPublisher
  | GooglePublisher
  | CircleCIPublisher
  | IdentityPublisher;

/** Who a provenance object says has published it: a claim of the index, which proves nothing by itself. */
export type PublisherClaim =
  | GitHubPublisher
  | GitLabPublisher
  | GooglePublisher
  | CircleCIPublisher
  | UnknownPublisher;

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
export const GITHUB_ORIGIN = 'https://github.com';
export const GITLAB_ORIGIN = 'https://gitlab.com';
export const GOOGLE_ISSUER = 'https://accounts.google.com';
export const CIRCLECI_ISSUER = 'https://oidc.circleci.com';
export const CIRCLECI_ORIGIN = 'https://circleci.com';

/** The publisher in one line, as a person would look for it. */
export function describePublisher(publisher: Publisher | PublisherClaim): string {
  switch (publisher.kind) {
    case 'GitHub':
      return `github.com/${publisher.repository} ${publisher.workflow}${inEnvironment(publisher.environment)}`;
    case 'GitLab':
      return `${publisher.instance.replace('https://', '')}/${publisher.repository} ${publisher.workflowFilepath}${inEnvironment(publisher.environment)}`;
    case 'Google':
      return `${publisher.email} (Google)`;
    case 'CircleCI':
      return `CircleCI project ${publisher.projectId}, pipeline ${publisher.pipelineDefinitionId}`;
    case 'Identity':
      return `${publisher.identity} (${publisher.issuer})`;
    case 'unknown':
      return `a publisher of the unknown kind ${JSON.stringify(publisher.name)}`;
  }
}

const inEnvironment = (environment: string | null): string =>
  environment === null ? '' : ` in environment ${environment}`;
