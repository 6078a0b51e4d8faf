import type { SignerIdentity } from '../verified-attestation.ts';
import { GITHUB_ISSUER, GITHUB_ORIGIN } from './publisher.ts';

const GITHUB_PREFIX = `${GITHUB_ORIGIN}/`;

/**
 * The deployment environment that the certificate proves, or `null` when it proves none: certificates of before 2026 say
 * nothing about it, whether there was one or not.
 *
 * Claim 23 names it. Where that is missing, claim 24, the subject of GitHub's token, does so in its usual form, which no
 * workflow can write for itself: `repo:OWNER/NAME:environment:ENVIRONMENT`.
 */
export function environmentOf({ claims }: SignerIdentity): string | null {
  if (claims.deploymentEnvironment) return claims.deploymentEnvironment;
  if (claims.issuer !== GITHUB_ISSUER || !claims.sourceRepositoryUri?.startsWith(GITHUB_PREFIX)) return null;
  const prefix = `repo:${claims.sourceRepositoryUri.slice(GITHUB_PREFIX.length)}:environment:`;
  if (!claims.tokenSubject?.startsWith(prefix)) return null;
  const environment = claims.tokenSubject.slice(prefix.length);
  return environment === '' || environment.includes(':') ? null : environment;
}
