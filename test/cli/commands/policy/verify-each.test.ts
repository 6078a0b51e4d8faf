import { describe, expect, it } from 'vitest';
import { verifyEach } from '../../../../src/cli/commands/policy/verify-each.ts';
import { type ReasonCode, SafeInstallError, SafeInstallErrors } from '../../../../src/errors/index.ts';
import type { VerifiedArtifact } from '../../../../src/verify/index.ts';

const refusal = (code: ReasonCode) => new SafeInstallError({ code, message: 'no' });

/** Only the verifier makes one; here it is only passed on. */
const artifact = (release: string): VerifiedArtifact => ({ release }) as unknown as VerifiedArtifact;

/** A verifier to whom some releases are wrong, with the sets that it was asked for. */
function verifier(wrong: Readonly<Record<string, Error>>) {
  const asked: (readonly string[])[] = [];
  const verify = async (releases: readonly string[]): Promise<readonly VerifiedArtifact[]> => {
    asked.push(releases);
    const error = releases.map((release) => wrong[release]).find((each) => each !== undefined);
    if (error !== undefined) throw error;
    return releases.map(artifact);
  };
  return { asked, verify };
}

describe('verifyEach', () => {
  it('verifies all at once where nothing is wrong, and nothing where there is nothing', async () => {
    const { asked, verify } = verifier({});
    expect(await verifyEach(['a', 'b', 'c'], verify)).toEqual({
      verified: ['a', 'b', 'c'].map(artifact),
      skipped: [],
    });
    expect(asked).toHaveLength(1);
    expect(await verifyEach([], verify)).toEqual({ verified: [], skipped: [] });
    expect(asked).toHaveLength(1);
  });

  it('leaves out what is refused or is not there, and keeps the order of the rest', async () => {
    const errors = [refusal('sigstore.chain')];
    const { verify } = verifier({
      b: refusal('resolve.no-version'),
      e: new SafeInstallErrors(errors),
    });
    const { verified, skipped } = await verifyEach(['a', 'b', 'c', 'd', 'e', 'f'], verify);
    expect(verified).toEqual(['a', 'c', 'd', 'f'].map(artifact));
    expect(skipped.map(({ release }) => release)).toEqual(['b', 'e']);
    expect(skipped[1]?.errors).toEqual(errors);
  });

  it('finds one among a hundred in a few runs', async () => {
    const releases = Array.from({ length: 100 }, (_, index) => `p${index}`);
    const { asked, verify } = verifier({ p37: refusal('sigstore.chain') });
    expect((await verifyEach(releases, verify)).verified).toHaveLength(99);
    expect(asked.length).toBeLessThanOrEqual(15);
  });

  it.each([
    ['a network that is away', refusal('network.offline'), 'network.offline'],
    ['a policy that is wrong', new SafeInstallErrors([refusal('policy.value')]), 'policy.value'],
  ])('ends at %s', async (_reason, error, code) => {
    const { asked, verify } = verifier({ b: error });
    await expect(verifyEach(['a', 'b'], verify)).toRefuseWith(code);
    expect(asked).toHaveLength(1);
  });

  it('hides no bug', async () => {
    const { verify } = verifier({ b: new TypeError('oops') });
    await expect(verifyEach(['a', 'b'], verify)).rejects.toThrow(TypeError);
  });
});
