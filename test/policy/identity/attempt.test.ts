import { describe, expect, it } from 'vitest';
import type { IdentityCode, IdentityMismatch } from '../../../src/attestation/index.ts';
import { type Attempt, identityError } from '../../../src/policy/identity/attempt.ts';
import { githubAttestation } from '../facts.ts';

const mismatch = (code: IdentityCode): IdentityMismatch => ({
  code,
  field: code,
  expected: 'x',
  actual: 'y',
});

const attempt = (...codes: readonly IdentityCode[]): Attempt => ({
  expected: 'somebody',
  origin: 'x.toml:1',
  attestation: githubAttestation(),
  mismatches: codes.map(mismatch),
});

/** What says most first. */
const ORDER: readonly IdentityCode[] = [
  'identity.trust-root',
  'identity.issuer',
  'identity.repository-id',
  'identity.owner-id',
  'identity.repository',
  'identity.pipeline',
  'identity.email',
  'identity.subject',
  'identity.workflow',
  'identity.environment',
  'identity.signer',
  'identity.runner',
  'identity.trigger',
  'identity.ref',
  'identity.environment-unproven',
  'identity.period',
];

describe('identityError', () => {
  it.each(ORDER.slice(1).map((code, index) => [ORDER[index] ?? code, code] as const))(
    'names %s before %s',
    (one, other) => {
      expect(identityError([attempt(other, one)], { message: 'x' }).code).toBe(one);
      expect(identityError([attempt(other)], { message: 'x' }).code).toBe(other);
    },
  );

  it('names what it is told to', () => {
    expect(identityError([attempt('identity.ref')], { message: 'x', code: 'provenance.changed' }).code).toBe(
      'provenance.changed',
    );
  });

  it('goes by the attempt that came nearest', () => {
    const attempts = [attempt('identity.issuer', 'identity.ref'), attempt('identity.period')];
    expect(identityError(attempts, { message: 'x' }).code).toBe('identity.period');
  });

  it.each([
    ['nobody', []],
    ['somebody, without a reason', [attempt()]],
    ['somebody, for no reason of an identity', [attempt('identity.unnamed')]],
  ])('is a bug where %s was refused', (_reason, attempts) => {
    expect(() => identityError(attempts, { message: 'x' })).toRefuse('internal.bug');
  });
});
