import {
  environmentOf,
  type LogRecord,
  type Publisher,
  publisherOf,
  type VerifiedAttestation,
} from '../../attestation/index.ts';
import type { Judgement } from '../../verify/index.ts';

/** Who signed a file, as the certificate says it, and what proves it. Strings are the certificate's own words. */
export interface SignerDescription {
  /** The publisher that the certificate is one of. */
  readonly publisher: Publisher;
  readonly issuer: string;
  /** The certificate's one name. */
  readonly subject: string;
  /** URL of the repository. */
  readonly repository: string | null;
  /** The build configuration with its revision. */
  readonly workflow: string | null;
  readonly commit: string | null;
  readonly ref: string | null;
  readonly trigger: string | null;
  readonly runner: string | null;
  readonly environment: string | null;
  /** URL of the run. */
  readonly run: string | null;
  readonly signer: string | null;
  readonly repositoryId: string | null;
  readonly ownerId: string | null;
  readonly signedAt: Date;
  readonly logs: readonly LogRecord[];
  readonly trustRoot: VerifiedAttestation['trustRoot'];
  /** What was signed: that the publisher uploads the file, how it was built, or the file alone. */
  readonly says: 'publish' | 'build' | 'signature';
}

/** The signer that the judgement is about; `null` where nobody signed, or it was not looked at. */
export function describeSigner({ decision, evidence }: Judgement): SignerDescription | null {
  const attestations = evidence?.bundles.flatMap((bundle) => bundle.attestations) ?? [];
  const judged = attestations.find(({ identity }) => identity === decision.identity);
  if (judged === undefined) return null;
  const { identity, signedAt, logs, trustRoot, statement } = judged;
  const { claims } = identity;
  return {
    publisher: publisherOf(identity),
    issuer: claims.issuer,
    subject: identity.name.value,
    repository: claims.sourceRepositoryUri,
    workflow: claims.buildConfigUri,
    commit: claims.sourceRepositoryDigest,
    ref: claims.sourceRepositoryRef,
    trigger: claims.buildTrigger,
    runner: claims.runnerEnvironment,
    environment: environmentOf(identity),
    run: claims.runInvocationUri,
    signer: claims.buildSignerUri,
    repositoryId: claims.sourceRepositoryIdentifier,
    ownerId: claims.sourceRepositoryOwnerIdentifier,
    signedAt,
    logs,
    trustRoot,
    says: statement === null ? 'signature' : statement.predicateType === 'publish-v1' ? 'publish' : 'build',
  };
}
