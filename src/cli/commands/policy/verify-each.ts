import { SafeInstallError, SafeInstallErrors } from '../../../errors/index.ts';
import type { VerifiedArtifact } from '../../../verify/index.ts';

/** A release that could not be looked at, with the reason. */
export interface Skipped {
  /** `acme==1.0` */
  readonly release: string;
  readonly errors: readonly SafeInstallError[];
}

export interface Looked {
  readonly verified: readonly VerifiedArtifact[];
  readonly skipped: readonly Skipped[];
}

/**
 * Verifies releases together, and where some of them are refused or are not to be had, all the others without them: halves
 * are tried, and halves of those, so that one that is wrong among a hundred costs seven further runs.
 *
 * @throws whatever is no verdict on one of them: a network that is away, a policy that is wrong.
 */
export async function verifyEach(
  releases: readonly string[],
  verify: (releases: readonly string[]) => Promise<readonly VerifiedArtifact[]>,
): Promise<Looked> {
  if (releases.length === 0) return { verified: [], skipped: [] };
  try {
    return { verified: await verify(releases), skipped: [] };
  } catch (error) {
    const errors = verdictsOf(error);
    const [release] = releases;
    if (releases.length === 1 && release !== undefined)
      return { verified: [], skipped: [{ release, errors }] };
    const middle = Math.ceil(releases.length / 2);
    const first = await verifyEach(releases.slice(0, middle), verify);
    const second = await verifyEach(releases.slice(middle), verify);
    return {
      verified: [...first.verified, ...second.verified],
      skipped: [...first.skipped, ...second.skipped],
    };
  }
}

/** Exit codes that are a verdict on a release: it is refused, or there is none. */
const VERDICTS: readonly number[] = [1, 4];

function verdictsOf(error: unknown): readonly SafeInstallError[] {
  const isOurs = error instanceof SafeInstallError || error instanceof SafeInstallErrors;
  if (!isOurs || !VERDICTS.includes(error.exitCode)) throw error;
  return error instanceof SafeInstallError ? [error] : error.errors;
}
