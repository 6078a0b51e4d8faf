import { describe, expect, it } from 'vitest';
import type { Candidate, DownloadedArtifact } from '../../src/artifact/index.ts';
import { type ReasonCode, SafeInstallError } from '../../src/errors/index.ts';
import type { Decision } from '../../src/policy/index.ts';
import { decideUnverifiable } from '../../src/verify/unverifiable.ts';

const SHA256 = 'a'.repeat(64);
const ARTIFACT = { sha256: SHA256 } as DownloadedArtifact;

const candidate = (kind: 'url' | 'index', sha256: string | null, allowedHashes: readonly string[] = []) =>
  ({ file: { origin: { kind }, sha256 }, allowedHashes }) as unknown as Candidate;

const BY_ADDRESS = candidate('url', null);

const deciding = (evidence: object): Decision =>
  ({ evidence, warnings: [{ code: 'provenance.late' }] }) as unknown as Decision;

describe('decideUnverifiable', () => {
  it.each<[string, Candidate]>([
    ['of which the index states the digest', candidate('index', SHA256)],
    ['whose address has it', candidate('url', SHA256)],
    ['of which the user gives it', candidate('url', null, [SHA256])],
  ])('leaves the decision on a file as it is: one %s', (_what, named) => {
    const decision = deciding({ kind: 'unattested' });
    expect(decideUnverifiable(named, ARTIFACT, () => decision)).toBe(decision);
  });

  it('leaves it as it is where evidence binds the bytes', () => {
    const decision = deciding({ kind: 'attested' });
    expect(decideUnverifiable(BY_ADDRESS, ARTIFACT, () => decision)).toBe(decision);
  });

  it.each([
    [{ kind: 'unattested' }, { kind: 'unattested', source: 'unverifiable' }],
    [{ kind: 'waived' }, { kind: 'waived' }],
  ])('tells of what is named by its address alone: %j', (evidence, told) => {
    const decision = decideUnverifiable(BY_ADDRESS, ARTIFACT, () => deciding(evidence));
    expect(decision.evidence).toEqual(told);
    expect(decision.warnings.map(({ code }) => code)).toEqual(['provenance.late', 'source.unverifiable']);
  });

  const refusing = (code: ReasonCode) => (): never => {
    throw new SafeInstallError({
      code,
      message: 'no provenance',
      subject: 'acme',
      facts: [
        { label: 'expected', value: 'some' },
        { label: 'got', value: 'none' },
      ],
    });
  };

  it('refuses it as such where the policy wants provenance, with the line that wants it', () => {
    const refused = (): Decision => decideUnverifiable(BY_ADDRESS, ARTIFACT, refusing('provenance.missing'));
    expect(refused).toRefuse('source.unverifiable');
    expect(refused).toThrow(
      expect.objectContaining({
        subject: 'acme',
        facts: [
          { label: 'expected', value: 'some' },
          { label: 'got', value: `sha256:${SHA256}` },
        ],
        cause: expect.objectContaining({ code: 'provenance.missing' }),
      }),
    );
  });

  it('hides no other refusal, and no bug', () => {
    expect(() => decideUnverifiable(BY_ADDRESS, ARTIFACT, refusing('identity.issuer'))).toRefuse(
      'identity.issuer',
    );
    const bug = new TypeError('a bug');
    const failing = (): never => {
      throw bug;
    };
    expect(() => decideUnverifiable(BY_ADDRESS, ARTIFACT, failing)).toThrow(bug);
  });
});
