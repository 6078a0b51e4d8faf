import { describe, expect, it } from 'vitest';
import type { DistributionFile } from '../../src/artifact/index.ts';
import {
  type Publisher,
  publisherOf,
  type VerifiedAttestation,
  type VerifiedEvidence,
} from '../../src/attestation/index.ts';
import { type ReasonCode, SafeInstallError } from '../../src/errors/index.ts';
import { parseVersion } from '../../src/packaging/index.ts';
import { type Decision, decide } from '../../src/policy/decide.ts';
import type { FileFacts } from '../../src/policy/facts.ts';
import { combineLayers } from '../../src/policy/layers/combine-layers.ts';
import type { CiMode } from '../../src/policy/layers/effective-settings.ts';
import { TrustState } from '../../src/policy/state/trust-state.ts';
import {
  CLAIM,
  evidenceOf,
  factsOf,
  githubAttestation,
  listed,
  mailAttestation,
  type SignerOptions,
} from './facts.ts';
import { layer, NOW } from './support.ts';

const RULE = `[[rule]]
packages = ["acme"]
[[rule.publisher]]
kind = "GitHub"
repository = "acme/widget"
workflow = "release.yml"
`;

const refusal = (code: ReasonCode) => new SafeInstallError({ code, message: 'so it is' });

const verified = (evidence: VerifiedEvidence = evidenceOf([githubAttestation()])): Partial<FileFacts> => ({
  found: { kind: 'verified', evidence },
});
const signed = (options: SignerOptions) => verified(evidenceOf([githubAttestation(options)]));

interface Case {
  readonly policy?: string;
  readonly organisation?: string;
  readonly ci?: CiMode;
  readonly state?: TrustState;
  readonly facts?: Parameters<typeof factsOf>[0];
}

const run = ({
  policy = '',
  organisation,
  ci = 'off',
  state = TrustState.empty,
  facts = {},
}: Case): Decision =>
  decide(
    factsOf(facts),
    combineLayers(
      [layer(policy), ...(organisation === undefined ? [] : [layer(organisation, 'organisation')])],
      ci,
    ),
    state,
    NOW,
  );

/** What a decision comes to, in short: the evidence, or the code of the refusal. */
function outcome(each: Case): string {
  try {
    const { evidence } = run(each);
    if (evidence.kind === 'attested') return evidence.firstSeen ? 'first seen' : 'attested';
    return evidence.kind;
  } catch (error) {
    if (error instanceof SafeInstallError) return error.code;
    throw error;
  }
}

const seen = (attestation: VerifiedAttestation = githubAttestation(), version = '0.9'): TrustState => {
  const claim = publisherOf(attestation.identity);
  if (claim.kind === 'Identity') throw new Error('an index claims no publisher of that kind');
  const { sighting } = run({ facts: verified(evidenceOf([attestation], claim)) });
  if (sighting === null) throw new Error('a first sight is remembered');
  const release = { version: parseVersion(version), uploadTime: listed({ uploaded: 30 }).uploadTime };
  return TrustState.empty.with([{ ...sighting, release }]);
};

const MODES = ['off', 'if-present', 'no-downgrade', 'required'] as const;
/** The outcome under each of the demands, in their order. */
const underEach = (facts: Case['facts'], more: Omit<Case, 'facts'> = {}) =>
  MODES.map((word) => outcome({ ...more, policy: `provenance = "${word}"\n${more.policy ?? ''}`, facts }));

/** As a lock names him. */
const named = (publisher: Publisher) => ({ publisher, origin: 'pylock.toml:3' });

describe('what was found of evidence', () => {
  it.each<readonly [string, Case['facts'], readonly string[]]>([
    ['none', {}, ['unattested', 'unattested', 'unattested', 'provenance.missing']],
    ['what verifies', verified(), ['unattested', 'first seen', 'first seen', 'first seen']],
    [
      'what cannot be had',
      { found: { kind: 'unreachable', error: refusal('network.timeout') } },
      ['unattested', 'provenance.unreachable', 'provenance.unreachable', 'provenance.unreachable'],
    ],
    [
      'what has no attestation',
      { found: { kind: 'refused', error: refusal('provenance.empty') } },
      ['unattested', 'provenance.empty', 'provenance.empty', 'provenance.empty'],
    ],
    [
      'a signature that is wrong',
      { found: { kind: 'refused', error: refusal('sigstore.signature') } },
      ['unattested', 'sigstore.signature', 'sigstore.signature', 'sigstore.signature'],
    ],
    [
      'a statement about another file',
      { found: { kind: 'refused', error: refusal('statement.subject-digest') } },
      ['unattested', 'statement.subject-digest', 'statement.subject-digest', 'statement.subject-digest'],
    ],
    [
      'a publisher of an unknown kind',
      { found: { kind: 'refused', error: refusal('provenance.unknown-publisher') } },
      ['unattested', 'unattested', 'unattested', 'provenance.unknown-publisher'],
    ],
    [
      'a signature that nobody claims',
      verified(evidenceOf([githubAttestation()], null)),
      ['unattested', 'unattested', 'unattested', 'identity.unnamed'],
    ],
    [
      'a release that lost it',
      { listing: [listed(), listed({ version: '0.9', uploaded: 20, provenance: true })] },
      ['unattested', 'unattested', 'provenance.lost', 'provenance.lost'],
    ],
    [
      'a release of which others have it',
      { listing: [listed({ filename: 'x', provenance: true })] },
      ['unattested', 'unattested', 'provenance.partial', 'provenance.partial'],
    ],
    [
      'an unknown kind where others had a known one',
      {
        found: { kind: 'refused', error: refusal('provenance.unknown-publisher') },
        listing: [listed({ version: '0.9', uploaded: 20, provenance: true })],
      },
      ['unattested', 'unattested', 'provenance.lost', 'provenance.lost'],
    ],
    [
      'a signature that nobody claims where others were claimed',
      {
        ...verified(evidenceOf([githubAttestation()], null)),
        listing: [listed({ version: '0.9', uploaded: 20, provenance: true })],
      },
      ['unattested', 'unattested', 'provenance.lost', 'provenance.lost'],
    ],
    [
      'none, where a lock names a publisher',
      { locked: [named(CLAIM)] },
      ['unattested', 'provenance.lost', 'provenance.lost', 'provenance.lost'],
    ],
    [
      'files of one release from two commits',
      {
        ...verified(),
        siblings: [{ filename: 'x', attestations: [githubAttestation({ commit: 'd'.repeat(40) })] }],
      },
      ['unattested', 'first seen', 'provenance.inconsistent', 'provenance.inconsistent'],
    ],
  ])('%s', (_reason, facts, expected) => {
    expect(underEach(facts)).toEqual(expected);
  });

  it('is told by what allows it', () => {
    const allowedBy = (each: Case) => run(each).evidence;
    expect(allowedBy({})).toEqual({
      kind: 'unattested',
      allowedBy: 'provenance = "no-downgrade" (built-in)',
    });
    expect(allowedBy({ policy: 'provenance = "if-present"' })).toEqual({
      kind: 'unattested',
      allowedBy: 'provenance = "if-present" (project.toml:2)',
    });
  });

  it('is warned of where it does not count', () => {
    const codes = (each: Case) => run(each).warnings.map(({ code }) => code);
    const unknown = { found: { kind: 'refused', error: refusal('provenance.unknown-publisher') } } as const;
    const before = { listing: [listed({ version: '0.9', uploaded: 20, provenance: true })] };
    expect(codes({ facts: unknown })).toEqual(['provenance.unknown-publisher']);
    expect(codes({ facts: verified(evidenceOf([githubAttestation()], null)) })).toEqual(['identity.unnamed']);
    expect(codes({ policy: 'provenance = "if-present"', facts: before })).toEqual(['provenance.lost']);
    expect(codes({ policy: 'provenance = "if-present"', facts: { ...unknown, ...before } })).toEqual([
      'provenance.unknown-publisher',
      'provenance.lost',
    ]);
    expect(codes({ policy: 'provenance = "off"', facts: { ...unknown, ...before } })).toEqual([]);
  });

  it('is required with --ci', () => {
    expect(outcome({ ci: 'on' })).toBe('provenance.missing');
    expect(outcome({ ci: 'detected' })).toBe('unattested');
    expect(outcome({ ci: 'on', facts: verified() })).toBe('first seen');
  });
});

describe('the publisher whom a rule names', () => {
  const underRule = (facts: Case['facts'], policy = RULE) => underEach(facts, { policy });

  it.each<readonly [string, Case['facts'], readonly string[]]>([
    ['himself', verified(), ['unattested', 'attested', 'attested', 'attested']],
    [
      'himself, though the index claims another',
      verified(evidenceOf([githubAttestation()], { ...CLAIM, repository: 'acme/old' })),
      ['unattested', 'attested', 'attested', 'attested'],
    ],
    [
      'himself, though nobody claims it',
      verified(evidenceOf([githubAttestation()], null)),
      ['unattested', 'attested', 'attested', 'attested'],
    ],
    [
      'somebody else',
      signed({ repository: 'evil/widget' }),
      ['unattested', 'identity.repository', 'identity.repository', 'identity.repository'],
    ],
    [
      'somebody else, whom the index claims',
      verified(
        evidenceOf([githubAttestation({ repository: 'evil/widget' })], {
          ...CLAIM,
          repository: 'evil/widget',
        }),
      ),
      ['unattested', 'identity.repository', 'identity.repository', 'identity.repository'],
    ],
    [
      'himself beside somebody else',
      verified(evidenceOf([githubAttestation({ workflow: 'x.yml' }), githubAttestation()])),
      ['unattested', 'attested', 'attested', 'attested'],
    ],
    ['nobody', {}, ['unattested', 'provenance.missing', 'provenance.missing', 'provenance.missing']],
    [
      'a publisher of an unknown kind',
      { found: { kind: 'refused', error: refusal('provenance.unknown-publisher') } },
      [
        'unattested',
        'provenance.unknown-publisher',
        'provenance.unknown-publisher',
        'provenance.unknown-publisher',
      ],
    ],
  ])('%s', (_reason, facts, expected) => {
    expect(underRule(facts)).toEqual(expected);
  });

  it('may be absent where the rule says so, and must be right where he is there', () => {
    const policy = RULE.replace('packages = ["acme"]', 'packages = ["acme"]\nprovenance = "if-present"');
    expect(outcome({ policy })).toBe('unattested');
    expect(outcome({ policy, facts: verified() })).toBe('attested');
    expect(outcome({ policy, facts: signed({ repository: 'evil/widget' }) })).toBe('identity.repository');
  });

  it('counts whatever was seen before', () => {
    const state = seen(githubAttestation({ repository: 'acme/old', repositoryId: '7' }));
    expect(outcome({ policy: RULE, state, facts: verified() })).toBe('attested');
  });

  it('is told, and by which line', () => {
    const decision = run({ policy: RULE, facts: verified() });
    expect(decision.evidence).toEqual({
      kind: 'attested',
      publisher: 'github.com/acme/widget release.yml',
      firstSeen: false,
    });
    expect(decision.namedBy).toBe('project.toml:4');
    expect(decision.identity?.claims.sourceRepositoryUri).toBe('https://github.com/acme/widget');
    expect(decision.sighting).toMatchObject({ name: 'acme', publisher: null });
  });

  it('has to prove the environment that the rule names', () => {
    const policy = `${RULE}environment = "prod"`;
    expect(outcome({ policy, facts: verified() })).toBe('attested');
    expect(outcome({ policy, facts: signed({ environment: null }) })).toBe('identity.environment-unproven');
    expect(outcome({ policy, facts: signed({ environment: 'x' }) })).toBe('identity.environment');
  });

  it('signs under the root that the rule names', () => {
    const policy = `${RULE.replace('packages = ["acme"]', 'packages = ["acme"]\nroot = "own"')}[trust.roots.own]\nroot = "own.json"`;
    expect(outcome({ policy, facts: signed({ trustRoot: 'own' }) })).toBe('attested');
    expect(outcome({ policy, facts: verified() })).toBe('identity.trust-root');
    expect(outcome({ policy: RULE, facts: signed({ trustRoot: 'own' }) })).toBe('identity.trust-root');
  });

  it('has to be the one of the organisation and of the project', () => {
    const organisation = RULE.replace('"acme"', '"ac*"');
    const narrower = `${RULE}trigger = "push"`;
    expect(outcome({ organisation, facts: verified() })).toBe('attested');
    expect(outcome({ organisation, policy: RULE, facts: verified() })).toBe('attested');
    expect(outcome({ organisation, policy: narrower, facts: verified() })).toBe('identity.trigger');
    expect(outcome({ organisation: narrower, policy: RULE, facts: verified() })).toBe('identity.trigger');
    expect(
      outcome({
        organisation,
        policy: '[[rule]]\npackages = ["acme"]\nmin-age = "P0D"',
        facts: signed({ workflow: 'x.yml' }),
      }),
    ).toBe('identity.workflow');
  });
});

describe('a package that is forbidden', () => {
  const policy = '[[rule]]\npackages = ["ac*"]\ndeny = true\n';

  it('is refused, whoever signed it', () => {
    expect(outcome({ policy: policy + RULE, facts: verified() })).toBe('plan.denied');
    expect(outcome({ policy: `provenance = "off"\n${policy}` })).toBe('plan.denied');
  });

  it('is told with the line that forbids it', () => {
    expect(() => run({ policy })).toThrow(
      expect.objectContaining({
        subject: 'acme 1.0',
        facts: [
          { label: 'file', value: 'acme-1.0.tar.gz' },
          { label: 'forbidden', value: 'ac*', origin: 'project.toml:3' },
        ],
      }),
    );
  });
});

describe('the default identity policy', () => {
  it.each<readonly [string, Case['facts'], string]>([
    ['takes whom the index claims, at first sight', verified(), 'first seen'],
    [
      'refuses another repository than the claimed one',
      signed({ repository: 'evil/widget' }),
      'identity.repository',
    ],
    ['refuses another workflow than the claimed one', signed({ workflow: 'x.yml' }), 'identity.workflow'],
    [
      'refuses another environment than the claimed one',
      signed({ environment: 'x' }),
      'identity.environment',
    ],
    ['takes an environment that is claimed and not proven', signed({ environment: null }), 'first seen'],
    [
      'takes an environment that is not claimed',
      verified(evidenceOf([githubAttestation()], { ...CLAIM, environment: null })),
      'first seen',
    ],
    [
      'refuses one wrong attestation among right ones',
      verified(evidenceOf([githubAttestation(), githubAttestation({ workflow: 'x.yml' })])),
      'identity.workflow',
    ],
    [
      'refuses a wrong claim in a second bundle',
      verified({
        bundles: [
          { publisher: CLAIM, attestations: [githubAttestation()] },
          { publisher: { ...CLAIM, workflow: 'x.yml' }, attestations: [githubAttestation()] },
        ],
        unknownPublishers: [],
      }),
      'identity.workflow',
    ],
    [
      'takes a bundle that is claimed beside one that is not',
      verified({
        bundles: [
          { publisher: null, attestations: [mailAttestation('a@b.example')] },
          { publisher: CLAIM, attestations: [githubAttestation()] },
        ],
        unknownPublishers: [],
      }),
      'first seen',
    ],
    [
      'takes a claimed account of Google',
      verified(evidenceOf([mailAttestation('a@b.example')], { kind: 'Google', email: 'a@b.example' })),
      'first seen',
    ],
    [
      'refuses another account than the claimed one',
      verified(evidenceOf([mailAttestation('x@b.example')], { kind: 'Google', email: 'a@b.example' })),
      'identity.email',
    ],
    ['refuses another root than the policy names', signed({ trustRoot: 'own' }), 'identity.trust-root'],
  ])('%s', (_reason, facts, expected) => {
    expect(outcome({ facts })).toBe(expected);
  });

  it('shows it as no more than a first sight, and has it remembered', () => {
    const decision = run({ facts: verified() });
    expect(decision.evidence).toEqual({
      kind: 'attested',
      publisher: 'github.com/acme/widget release.yml in environment prod',
      firstSeen: true,
    });
    expect(decision.namedBy).toBe('the index');
    expect(decision.sighting).toEqual({
      name: 'acme',
      release: { version: parseVersion('1.0'), uploadTime: listed().uploadTime },
      publisher: {
        publisher: { ...CLAIM },
        repositoryId: '1',
        ownerId: '2',
        trustRoot: 'public-good',
        signedAt: new Date('2026-11-01T10:00:00Z'),
        firstSeen: NOW,
        version: parseVersion('1.0'),
      },
    });
  });

  it('tells an environment that is not proven', () => {
    const { warnings, notes } = run({ facts: signed({ environment: null }) });
    expect(warnings).toEqual([]);
    expect(notes.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'identity.environment-unproven the index names the environment "prod", and the certificate does not say it',
    ]);
  });

  it('takes nobody whom nobody has named, where the policy says so', () => {
    const policy = 'first-seen = "refuse"';
    expect(outcome({ policy, facts: verified() })).toBe('identity.first-seen');
    expect(outcome({ policy, state: seen(), facts: verified() })).toBe('attested');
    expect(outcome({ policy: `${policy}\n${RULE}`, facts: verified() })).toBe('attested');
    expect(outcome({ policy, facts: { ...verified(), locked: [named(CLAIM)] } })).toBe('attested');
    expect(outcome({ policy: 'first-seen = "accept"', facts: verified() })).toBe('first seen');
  });

  it('says where the claim came from, for a file that no index lists', () => {
    const file: DistributionFile = { ...listed(), origin: { kind: 'path', location: '/a' } };
    expect(run({ facts: { ...verified(), file } }).namedBy).toBe('the evidence beside it');
    expect(() => run({ facts: { ...signed({ repository: 'evil/widget' }), file } })).toThrow(
      'its certificate is not that of the publisher that the evidence beside it names',
    );
  });

  it('says what an index that lies has claimed', () => {
    expect(() => run({ facts: signed({ repository: 'evil/widget' }) })).toThrow(
      expect.objectContaining({
        message: 'its certificate is not that of the publisher that the index names',
        facts: expect.arrayContaining([
          {
            label: 'expected',
            value: 'github.com/acme/widget release.yml in environment prod',
            origin: 'the index',
          },
        ]),
      }),
    );
  });
});

describe('a publisher who was seen before', () => {
  const claimedAs = (options: SignerOptions) =>
    verified(
      evidenceOf([githubAttestation(options)], {
        ...CLAIM,
        repository: options.repository ?? CLAIM.repository,
        workflow: options.workflow ?? CLAIM.workflow,
      }),
    );

  it.each<readonly [string, Case['facts'], string]>([
    ['binds', verified(), 'attested'],
    [
      'binds whatever the index claims',
      claimedAs({ repository: 'evil/widget', repositoryId: '7', ownerId: '8' }),
      'provenance.changed',
    ],
    ['binds where the index claims nobody', verified(evidenceOf([githubAttestation()], null)), 'attested'],
    [
      'binds where the index claims nobody any more',
      verified(evidenceOf([githubAttestation({ workflow: 'x.yml' })], null)),
      'provenance.changed',
    ],
    ['is known by the number of his repository', claimedAs({ repository: 'acme/gadget' }), 'attested'],
    [
      'is not known by a name that somebody else has taken',
      claimedAs({ repositoryId: '7', ownerId: '8' }),
      'identity.repository-id',
    ],
    ['has to be whom the index claims', signed({ repository: 'acme/gadget' }), 'identity.repository'],
    [
      'has signed under another root',
      verified(evidenceOf([githubAttestation({ trustRoot: 'own' })])),
      'identity.trust-root',
    ],
    ['has signed releases before, and this one is not signed', {}, 'provenance.lost'],
  ])('%s', (_reason, facts, expected) => {
    expect(outcome({ state: seen(), facts })).toBe(expected);
  });

  it('is told as seen before, and not remembered again', () => {
    const decision = run({ state: seen(), facts: verified() });
    expect([decision.namedBy, decision.sighting?.publisher, decision.warnings]).toEqual([
      'seen before',
      null,
      [],
    ]);
  });

  it('is remembered under his new name, which is told', () => {
    const decision = run({ state: seen(), facts: claimedAs({ repository: 'acme/gadget' }) });
    expect(decision.sighting?.publisher?.publisher).toMatchObject({ repository: 'acme/gadget' });
    expect(decision.warnings.map(({ code }) => code)).toEqual(['identity.renamed', 'source.differs']);
    expect(decision.warnings[0]?.facts.map(({ value }) => value)).toEqual([
      'github.com/acme/widget release.yml in environment prod',
      'github.com/acme/gadget release.yml in environment prod',
    ]);
  });

  it('is told under his new name, with what the index says beyond his certificate', () => {
    const facts = claimedAs({
      repository: 'acme/gadget',
      environment: null,
      signedAt: '2025-01-01T00:00:00Z',
    });
    const { warnings, notes } = run({ state: seen(), facts });
    expect(warnings.map(({ code }) => code)).toEqual(['identity.renamed', 'source.differs']);
    expect(notes.map(({ code }) => code)).toEqual(['identity.environment-unproven']);
  });

  it('is any of those who signed', () => {
    const facts = verified({
      bundles: [
        {
          publisher: { kind: 'Google', email: 'a@b.example' },
          attestations: [mailAttestation('a@b.example')],
        },
        { publisher: null, attestations: [githubAttestation()] },
      ],
      unknownPublishers: [],
    });
    expect(outcome({ state: seen(), facts })).toBe('attested');
  });

  it('is of no account where no evidence is looked at', () => {
    expect(
      outcome({ policy: 'provenance = "off"', state: seen(), facts: claimedAs({ workflow: 'x.yml' }) }),
    ).toBe('unattested');
  });

  it('binds where provenance is only looked at where it is present', () => {
    expect(
      outcome({
        policy: 'provenance = "if-present"',
        state: seen(),
        facts: claimedAs({ workflow: 'x.yml' }),
      }),
    ).toBe('provenance.changed');
    expect(outcome({ policy: 'provenance = "if-present"', state: seen() })).toBe('unattested');
  });
});

describe('a lock', () => {
  it.each<readonly [string, Case, string]>([
    ['names the publisher', { facts: { ...verified(), locked: [named(CLAIM)] } }, 'attested'],
    [
      'names one of several',
      { facts: { ...verified(), locked: [named({ kind: 'Google', email: 'a@b.example' }), named(CLAIM)] } },
      'attested',
    ],
    [
      'names somebody else',
      { facts: { ...verified(), locked: [named({ ...CLAIM, repository: 'acme/other' })] } },
      'identity.repository',
    ],
    [
      'names the publisher, whatever was seen before',
      {
        facts: { ...verified(), locked: [named(CLAIM)] },
        state: seen(githubAttestation({ workflow: 'x.yml' })),
      },
      'attested',
    ],
    [
      'names the publisher, whoever is claimed',
      { facts: { ...verified(evidenceOf([githubAttestation()], null)), locked: [named(CLAIM)] } },
      'attested',
    ],
    [
      'names the publisher, and a rule names another',
      { policy: RULE.replace('acme/widget', 'acme/other'), facts: { ...verified(), locked: [named(CLAIM)] } },
      'identity.repository',
    ],
    [
      'names another, and a rule names the publisher',
      { policy: RULE, facts: { ...verified(), locked: [named({ ...CLAIM, workflow: 'x.yml' })] } },
      'identity.workflow',
    ],
    [
      'names the publisher, who signed under another root',
      { facts: { ...signed({ trustRoot: 'own' }), locked: [named(CLAIM)] } },
      'identity.trust-root',
    ],
  ])('%s', (_reason, each, expected) => {
    expect(outcome(each)).toBe(expected);
  });

  it('is told as what names him', () => {
    const decision = run({ facts: { ...verified(), locked: [named(CLAIM)] } });
    expect([decision.namedBy, decision.sighting?.publisher]).toEqual(['pylock.toml:3', null]);
  });

  it.each([
    ['pylock.toml:3', 'pylock.toml'],
    ['--publisher', '--publisher'],
    ['a:1/pylock.toml:3', 'a:1/pylock.toml'],
  ])('says where its publishers are named: %s', (origin, told) => {
    const locked = [{ ...named({ ...CLAIM, repository: 'acme/other' }), origin }];
    expect(() => run({ facts: { ...verified(), locked } })).toThrow(
      expect.objectContaining({ message: `its publisher is none that ${told} names` }),
    );
  });

  it('says whom it names', () => {
    expect(() => run({ facts: { locked: [named(CLAIM)] } })).toThrow(
      expect.objectContaining({
        facts: [
          { label: 'file', value: 'acme-1.0.tar.gz' },
          {
            label: 'expected',
            value: 'github.com/acme/widget release.yml in environment prod',
            origin: 'pylock.toml:3',
          },
          { label: 'got', value: 'none', origin: 'the index' },
        ],
      }),
    );
  });
});

describe('source and age', () => {
  const OTHER = {
    projectUrls: [{ label: 'Source', url: 'https://github.com/acme/other' }],
    homePage: null,
    authorEmail: null,
    maintainerEmail: null,
  };

  it.each<readonly [string, Case, string]>([
    [
      'a source that differs, where it is required',
      { policy: 'source = "require"', facts: { ...verified(), metadata: OTHER } },
      'source.differs',
    ],
    ['a source that differs, where it is told', { facts: { ...verified(), metadata: OTHER } }, 'first seen'],
    [
      'a source that is not declared',
      { policy: 'source = "require"', facts: { ...verified(), metadata: { ...OTHER, projectUrls: [] } } },
      'source.undeclared',
    ],
    ['a source that matches', { policy: 'source = "require"', facts: verified() }, 'first seen'],
    [
      'a source of what is not attested',
      { policy: 'source = "require"', facts: { metadata: OTHER } },
      'unattested',
    ],
    ['a file that is too new', { policy: 'min-age = "P11D"', facts: verified() }, 'age.too-new'],
    ['a file that is old enough', { policy: 'min-age = "P10D"', facts: verified() }, 'first seen'],
    [
      'a file of no known age',
      { policy: 'min-age = "P1D"', facts: { ...verified(), fileOptions: { uploaded: null } } },
      'age.unknown',
    ],
    [
      'a file of no known age, where none is asked for',
      { facts: { fileOptions: { uploaded: null } } },
      'unattested',
    ],
    [
      'a new file of what has a rule of its own',
      { policy: 'min-age = "P11D"\n[[rule]]\npackages = ["acme"]\nmin-age = "P0D"' },
      'unattested',
    ],
    [
      'the identity before the source',
      { policy: 'source = "require"', facts: { ...signed({ workflow: 'x.yml' }), metadata: OTHER } },
      'identity.workflow',
    ],
    [
      'the source before the age',
      { policy: 'source = "require"\nmin-age = "P11D"', facts: { ...verified(), metadata: OTHER } },
      'source.differs',
    ],
    [
      'the history before the source',
      {
        policy: 'source = "require"',
        facts: {
          ...verified(),
          metadata: OTHER,
          siblings: [{ filename: 'x', attestations: [githubAttestation({ commit: 'd'.repeat(40) })] }],
        },
      },
      'provenance.inconsistent',
    ],
  ])('%s', (_reason, each, expected) => {
    expect(outcome(each)).toBe(expected);
  });

  it('warns of a source that differs', () => {
    expect(run({ facts: { ...verified(), metadata: OTHER } }).warnings.map(({ code }) => code)).toEqual([
      'source.differs',
    ]);
  });

  it('notes a source that is not declared', () => {
    const metadata = { projectUrls: [], homePage: null, authorEmail: null, maintainerEmail: null };
    const { warnings, notes } = run({ facts: { ...verified(), metadata } });
    expect([warnings, notes.map(({ code }) => code)]).toEqual([[], ['source.undeclared']]);
  });

  it('warns of a file that was added later', () => {
    const listing = [listed(), listed({ filename: 'x', uploaded: 20, provenance: true })];
    expect(run({ facts: { ...verified(), listing } }).warnings.map(({ code }) => code)).toEqual([
      'provenance.late',
    ]);
  });
});

describe('the checks that were made', () => {
  it.each<readonly [string, Case, readonly string[]]>([
    ['with evidence', { facts: verified() }, ['attestation', 'identity', 'history', 'source']],
    [
      'with evidence, looked at where it is present',
      { policy: 'provenance = "if-present"', facts: verified() },
      ['attestation', 'identity', 'source'],
    ],
    [
      'with evidence that is required',
      { policy: 'provenance = "required"', facts: verified() },
      ['attestation', 'identity', 'history', 'source'],
    ],
    [
      'with evidence and an age',
      { policy: 'min-age = "P1D"', facts: verified() },
      ['attestation', 'identity', 'history', 'source', 'age'],
    ],
    ['without evidence', {}, ['history']],
    ['with nothing asked for', { policy: 'provenance = "off"', facts: verified() }, []],
    [
      'with no source asked for',
      { policy: 'source = "off"', facts: verified() },
      ['attestation', 'identity', 'history'],
    ],
    [
      'with a source that is only told',
      {
        facts: {
          ...verified(),
          metadata: { projectUrls: [], homePage: null, authorEmail: null, maintainerEmail: null },
        },
      },
      ['attestation', 'identity', 'history'],
    ],
    [
      'without metadata',
      { facts: { ...verified(), metadata: null } },
      ['attestation', 'identity', 'history'],
    ],
  ])('%s', (_reason, each, expected) => {
    expect(run(each).checks).toEqual(expected);
  });
});

describe('a waiver', () => {
  const waiver = (check: ReasonCode, more: { sha256?: string; expires?: string; package?: string } = {}) =>
    `[[waiver]]\npackage = "${more.package ?? 'acme==1.0'}"\nsha256 = "${more.sha256 ?? 'a'.repeat(64)}"\ncheck = "${check}"\nreason = "a fix"\nexpires = ${more.expires ?? '2026-11-24'}\n`;

  it.each<readonly [string, Case, string]>([
    ['of what is missing', { policy: `provenance = "required"\n${waiver('provenance.missing')}` }, 'waived'],
    [
      'of something else',
      { policy: `provenance = "required"\n${waiver('provenance.lost')}` },
      'provenance.missing',
    ],
    [
      'of another file',
      { policy: `provenance = "required"\n${waiver('provenance.missing', { sha256: 'b'.repeat(64) })}` },
      'provenance.missing',
    ],
    [
      'of another version',
      { policy: `provenance = "required"\n${waiver('provenance.missing', { package: 'acme==1.1' })}` },
      'provenance.missing',
    ],
    [
      'of a wrong signature',
      {
        policy: waiver('sigstore.sct'),
        facts: { found: { kind: 'refused', error: refusal('sigstore.sct') } },
      },
      'waived',
    ],
    [
      'of an identity',
      { policy: RULE + waiver('identity.workflow'), facts: signed({ workflow: 'x.yml' }) },
      'waived',
    ],
    [
      'of a change',
      {
        policy: waiver('provenance.changed'),
        state: seen(),
        facts: verified(
          evidenceOf([githubAttestation({ workflow: 'x.yml' })], { ...CLAIM, workflow: 'x.yml' }),
        ),
      },
      'waived',
    ],
    [
      'of another commit',
      {
        policy: waiver('provenance.inconsistent'),
        facts: {
          ...verified(),
          siblings: [{ filename: 'x', attestations: [githubAttestation({ commit: 'd'.repeat(40) })] }],
        },
      },
      'waived',
    ],
    [
      'of a source',
      {
        policy: `source = "require"\n${waiver('source.undeclared')}`,
        facts: {
          ...verified(),
          metadata: { projectUrls: [], homePage: null, authorEmail: null, maintainerEmail: null },
        },
      },
      'waived',
    ],
    ['of an age', { policy: `min-age = "P30D"\n${waiver('age.too-new')}`, facts: verified() }, 'waived'],
    [
      'of one thing, where two are wrong',
      {
        policy: `min-age = "P30D"\n${RULE}${waiver('identity.workflow')}`,
        facts: signed({ workflow: 'x.yml' }),
      },
      'age.too-new',
    ],
    ['that is not needed', { policy: waiver('age.too-new'), facts: verified() }, 'first seen'],
  ])('%s', (_reason, each, expected) => {
    expect(outcome(each)).toBe(expected);
  });

  it('of evidence without a signature leaves nobody who has signed', () => {
    const decision = run({
      policy: `provenance = "required"\n${waiver('identity.unnamed')}`,
      facts: verified({ bundles: [], unknownPublishers: [] }),
    });
    expect(decision.evidence.kind).toBe('waived');
    expect(decision.identity).toBeNull();
  });

  it('does not waive what is forbidden', () => {
    expect(outcome({ policy: `[[rule]]\npackages = ["acme"]\ndeny = true\n${waiver('age.too-new')}` })).toBe(
      'plan.denied',
    );
  });

  it('is never called anything else, though the file is attested', () => {
    const decision = run({ policy: `min-age = "P30D"\n${waiver('age.too-new')}`, facts: verified() });
    expect(decision.evidence).toEqual({ kind: 'waived', check: 'age.too-new', reason: 'a fix' });
    expect(decision.checks).toEqual(['attestation', 'identity', 'history', 'source']);
    expect(decision.waivers.map(({ check }) => check)).toEqual(['age.too-new']);
    expect(decision.sighting?.publisher).not.toBeNull();
  });

  it('of an identity leaves nobody to be remembered, and the signer to be told', () => {
    const decision = run({
      policy: RULE + waiver('identity.workflow'),
      facts: signed({ workflow: 'x.yml' }),
    });
    expect([decision.sighting, decision.namedBy, decision.checks]).toEqual([null, null, ['source']]);
    expect(decision.identity?.name.value).toContain('x.yml');
  });

  it('of what is missing leaves nobody at all', () => {
    const decision = run({ policy: `provenance = "required"\n${waiver('provenance.missing')}` });
    expect([decision.sighting, decision.identity, decision.checks]).toEqual([null, null, []]);
  });

  it('that was used before counts too', () => {
    const [before] = layer(waiver('record.unlisted')).waivers;
    const decision = run({ facts: { ...verified(), waivedBefore: before === undefined ? [] : [before] } });
    expect(decision.evidence).toEqual({ kind: 'waived', check: 'record.unlisted', reason: 'a fix' });
    expect(decision.waivers).toEqual([before]);
  });

  it('ends with its day', () => {
    const policy = combineLayers(
      [layer(`min-age = "P30D"\n${waiver('age.too-new', { expires: '2026-11-24' })}`)],
      'off',
    );
    const facts = factsOf(verified());
    const at = (time: string) => () => decide(facts, policy, TrustState.empty, new Date(time));
    expect(at('2026-11-24T23:59:59.999Z')).not.toThrow();
    expect(at('2026-11-25T00:00:00Z')).toRefuse('age.too-new');
  });
});

describe('a refusal', () => {
  it('names the release and the file', () => {
    expect(() => run({ policy: 'provenance = "required"' })).toThrow(
      expect.objectContaining({
        subject: 'acme 1.0',
        facts: [
          { label: 'file', value: 'acme-1.0.tar.gz' },
          { label: 'demanded', value: 'provenance = "required"', origin: 'project.toml:2' },
          { label: 'got', value: 'none', origin: 'the index' },
        ],
      }),
    );
  });

  it('says why evidence could not be had, and is to be tried again', () => {
    const error = refusal('network.timeout');
    expect(() => run({ facts: { found: { kind: 'unreachable', error } } })).toThrow(
      expect.objectContaining({
        code: 'provenance.unreachable',
        message: 'its provenance is announced, and cannot be had: so it is',
        cause: error,
        exitCode: 3,
      }),
    );
  });

  it.each(MODES.slice(1))('of a bug is not made one of ours: %s', (word) => {
    const broken: FileFacts = {
      ...factsOf(),
      get listing(): never {
        throw new RangeError('a bug');
      },
    };
    const policy = combineLayers([layer(`provenance = "${word}"`)], 'off');
    expect(() => decide(broken, policy, TrustState.empty, NOW)).toThrow(RangeError);
  });

  it('of what nobody has named says who signed', () => {
    const facts = verified(evidenceOf([githubAttestation(), mailAttestation('a@b.example')], null));
    expect(() => run({ policy: 'provenance = "required"', facts })).toThrow(
      expect.objectContaining({
        facts: [
          { label: 'file', value: 'acme-1.0.tar.gz' },
          {
            label: 'got',
            value: 'github.com/acme/widget release.yml in environment prod',
            origin: 'the certificate',
          },
          { label: 'got', value: 'a@b.example (Google)', origin: 'the certificate' },
        ],
      }),
    );
  });
});
