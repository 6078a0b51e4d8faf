import { describe, expect, it } from 'vitest';
import { publisherOf, type VerifiedAttestation } from '../../../src/attestation/index.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { parseVersion } from '../../../src/packaging/index.ts';
import { matchRemembered } from '../../../src/policy/identity/match-remembered.ts';
import type { RememberedPublisher } from '../../../src/policy/state/trust-state.ts';
import { githubAttestation, mailAttestation, type SignerOptions, uriAttestation } from '../facts.ts';
import { NOW } from '../support.ts';

const remembered = (attestation: VerifiedAttestation): RememberedPublisher => ({
  publisher: publisherOf(attestation.identity),
  repositoryId: attestation.identity.claims.sourceRepositoryIdentifier,
  ownerId: attestation.identity.claims.sourceRepositoryOwnerIdentifier,
  trustRoot: attestation.trustRoot.name,
  signedAt: attestation.signedAt,
  firstSeen: NOW,
  version: parseVersion('1.0'),
});

const KNOWN = remembered(githubAttestation());

const codeOf = (attestation: VerifiedAttestation, ...known: readonly RememberedPublisher[]): string => {
  try {
    return matchRemembered([attestation], known).how;
  } catch (error) {
    if (error instanceof SafeInstallError) return error.code;
    throw error;
  }
};

describe('a publisher who was seen before', () => {
  it.each<readonly [string, SignerOptions, string]>([
    ['is himself', {}, 'same'],
    ['is himself at another ref', { ref: 'refs/tags/v2.0' }, 'same'],
    ['has another workflow', { workflow: 'x.yml' }, 'provenance.changed'],
    ['has another environment', { environment: 'x' }, 'provenance.changed'],
    [
      'has another repository',
      { repository: 'evil/widget', repositoryId: '7', ownerId: '8' },
      'provenance.changed',
    ],
    ['has renamed the repository', { repository: 'acme/gadget' }, 'renamed'],
    ['has renamed himself', { repository: 'acme-inc/widget' }, 'renamed'],
    [
      'has renamed the repository and the workflow',
      { repository: 'acme/gadget', workflow: 'x.yml' },
      'provenance.changed',
    ],
    [
      'has given the repository to another owner',
      { repository: 'other/widget', ownerId: '8' },
      'provenance.changed',
    ],
    [
      'has another repository under the new name',
      { repository: 'acme/gadget', repositoryId: '7' },
      'provenance.changed',
    ],
    [
      'was deleted, and somebody took the name of the repository',
      { repositoryId: '7' },
      'identity.repository-id',
    ],
    ['was deleted, and somebody took the name of the owner', { ownerId: '8' }, 'identity.owner-id'],
    [
      'was deleted, and somebody took both names',
      { repositoryId: '7', ownerId: '8' },
      'identity.repository-id',
    ],
    ['has no numbers any more', { repositoryId: null, ownerId: null }, 'identity.repository-id'],
    ['signs under another root', { trustRoot: 'own' }, 'provenance.changed'],
    [
      'proves no environment any more',
      { environment: null, signedAt: '2026-11-01T10:00:00.001Z' },
      'provenance.changed',
    ],
    ['proved no environment then', { environment: null, signedAt: '2025-01-01T00:00:00Z' }, 'same'],
    ['proved no environment at that very time', { environment: null }, 'same'],
    [
      'proved another environment then',
      { environment: 'x', signedAt: '2025-01-01T00:00:00Z' },
      'provenance.changed',
    ],
    [
      'is renamed, and proved no environment then',
      { repository: 'acme/gadget', environment: null, signedAt: '2025-01-01T00:00:00Z' },
      'renamed',
    ],
  ])('%s', (_reason, options, expected) => {
    expect(codeOf(githubAttestation(options), KNOWN)).toBe(expected);
  });

  it('cannot be renamed where no numbers are known', () => {
    const anonymous = { ...KNOWN, repositoryId: null, ownerId: null };
    expect(codeOf(githubAttestation({ repository: 'acme/gadget' }), anonymous)).toBe('provenance.changed');
    expect(codeOf(githubAttestation({ repository: 'acme/gadget' }), { ...KNOWN, ownerId: null })).toBe(
      'provenance.changed',
    );
    expect(codeOf(githubAttestation({ repository: 'acme/gadget' }), { ...KNOWN, repositoryId: null })).toBe(
      'provenance.changed',
    );
    expect(codeOf(githubAttestation(), anonymous)).toBe('same');
  });

  it('may have had no environment, and have one now', () => {
    expect(codeOf(githubAttestation(), remembered(githubAttestation({ environment: null })))).toBe('same');
  });

  it('is of the same kind', () => {
    const mail = remembered(mailAttestation('a@b.example'));
    expect(codeOf(mailAttestation('a@b.example'), mail)).toBe('same');
    expect(codeOf(mailAttestation('c@b.example'), mail)).toBe('provenance.changed');
    expect(codeOf(githubAttestation(), mail)).toBe('provenance.changed');
    expect(codeOf(mailAttestation('a@b.example'), KNOWN)).toBe('provenance.changed');
  });

  it('may rename a project of GitLab', () => {
    const gitlab = (repository: string) =>
      uriAttestation(`https://gitlab.com/${repository}//.gitlab-ci.yml@refs/tags/v1`, {
        issuer: 'https://gitlab.com',
        sourceRepositoryUri: `https://gitlab.com/${repository}`,
        sourceRepositoryRef: 'refs/tags/v1',
        buildConfigUri: `https://gitlab.com/${repository}//.gitlab-ci.yml@refs/tags/v1`,
        sourceRepositoryIdentifier: '1',
        sourceRepositoryOwnerIdentifier: '2',
      });
    expect(codeOf(gitlab('acme/gadget'), remembered(gitlab('acme/widget')))).toBe('renamed');
    expect(codeOf(gitlab('acme/gadget'), KNOWN)).toBe('provenance.changed');
    expect(codeOf(githubAttestation(), remembered(gitlab('acme/widget')))).toBe('provenance.changed');
  });

  it('is any of those who were seen', () => {
    const other = remembered(githubAttestation({ repository: 'acme/other', repositoryId: '7' }));
    expect(matchRemembered([githubAttestation()], [other, KNOWN]).remembered).toBe(KNOWN);
  });

  it('is told by the attestation that is his', () => {
    const his = githubAttestation();
    expect(matchRemembered([githubAttestation({ workflow: 'x.yml' }), his], [KNOWN]).attestation).toBe(his);
  });

  it('is told from somebody else with what differs, and where he was seen', () => {
    expect(() => matchRemembered([githubAttestation({ workflow: 'x.yml' })], [KNOWN])).toThrow(
      expect.objectContaining({
        message: 'it was published by somebody else than before',
        facts: [
          expect.objectContaining({ label: 'got' }),
          expect.objectContaining({ label: 'expected', origin: 'seen in 1.0 on 2026-11-24' }),
          expect.objectContaining({ label: 'differs' }),
        ],
        hint: expect.stringContaining('safe-install policy pin'),
      }),
    );
  });

  it('is told from one who has taken his name', () => {
    expect(() => matchRemembered([githubAttestation({ repositoryId: '7' })], [KNOWN])).toThrow(
      expect.objectContaining({
        message: 'the repository has the name that it was known by, and is another one',
        hint: expect.stringContaining('taken over'),
      }),
    );
  });
});
