import { describe, expect, it } from 'vitest';
import type { VerifiedAttestation } from '../../../src/attestation/index.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { matchEntry } from '../../../src/policy/identity/match-entry.ts';
import { matchRule } from '../../../src/policy/identity/match-rule.ts';
import { PUBLIC_GOOD } from '../../../src/policy/trust-source.ts';
import { GITHUB, githubAttestation, mailAttestation, type SignerOptions, uriAttestation } from '../facts.ts';
import { layer } from '../support.ts';

const ruleOf = (...publishers: readonly string[]) => {
  const [rule] = layer(
    `[[rule]]\npackages = ["acme"]\npublisher = [\n${publishers.map((each) => `{ ${each} }`).join(',\n')}\n]`,
  ).rules;
  if (rule === undefined) throw new Error('the text has one rule');
  return { rule, root: PUBLIC_GOOD };
};

const WIDGET = 'kind = "GitHub", repository = "acme/widget", workflow = "release.yml"';

/** The codes of everything in which a signer is not what an entry says. */
function mismatches(publisher: string, attestation: VerifiedAttestation): readonly string[] {
  const [entry] = ruleOf(publisher).rule.publishers;
  if (entry === undefined) throw new Error('the text has one publisher');
  return matchEntry(attestation, entry).map(({ code }) => code);
}

describe('a publisher of GitHub', () => {
  it.each<readonly [string, string, SignerOptions, readonly string[]]>([
    ['himself', WIDGET, {}, []],
    [
      'another repository',
      WIDGET,
      { repository: 'evil/widget' },
      ['identity.repository', 'identity.workflow'],
    ],
    [
      'a repository whose name goes on',
      WIDGET,
      { repository: 'acme/widget-x' },
      ['identity.repository', 'identity.workflow'],
    ],
    [
      'a repository in another case',
      WIDGET,
      { repository: 'Acme/Widget' },
      ['identity.repository', 'identity.workflow'],
    ],
    ['another workflow', WIDGET, { workflow: 'test.yml' }, ['identity.workflow']],
    ['another issuer', WIDGET, { claims: { issuer: 'https://gitlab.com' } }, ['identity.issuer']],
    ['no repository', WIDGET, { claims: { sourceRepositoryUri: null } }, ['identity.repository']],
    [
      'a workflow at another revision than the certificate names',
      WIDGET,
      {
        claims: {
          buildConfigUri: 'https://github.com/acme/widget/.github/workflows/release.yml@refs/heads/x',
        },
      },
      ['identity.workflow'],
    ],
    ['the environment', `${WIDGET}, environment = "prod"`, {}, []],
    [
      'another environment',
      `${WIDGET}, environment = "prod"`,
      { environment: 'test' },
      ['identity.environment'],
    ],
    [
      'no environment, as older certificates have it',
      `${WIDGET}, environment = "prod"`,
      { environment: null },
      ['identity.environment-unproven'],
    ],
    ['some environment, where none is asked for', WIDGET, { environment: 'test' }, []],
    ['the ref', `${WIDGET}, ref = "refs/tags/v1.0"`, {}, []],
    ['a ref by its beginning', `${WIDGET}, ref = "refs/tags/v*"`, {}, []],
    ['another ref', `${WIDGET}, ref = "refs/tags/v2*"`, {}, ['identity.ref']],
    ['a branch', `${WIDGET}, ref = "refs/tags/*"`, { ref: 'refs/heads/main' }, ['identity.ref']],
    [
      'a ref that goes on after a slash',
      `${WIDGET}, ref = "refs/tags/*"`,
      { ref: 'refs/tags/v1/x' },
      ['identity.ref'],
    ],
    ['a ref that spells the pattern itself', `${WIDGET}, ref = "refs/tags/v*"`, { ref: 'refs/tags/v*' }, []],
    [
      'no ref',
      `${WIDGET}, ref = "refs/tags/*"`,
      {
        claims: {
          sourceRepositoryRef: null,
          buildConfigUri: `https://github.com/acme/widget/.github/workflows/release.yml@${'c'.repeat(40)}`,
        },
      },
      ['identity.ref'],
    ],
    ['the trigger', `${WIDGET}, trigger = "release"`, {}, []],
    ['another trigger', `${WIDGET}, trigger = "push"`, {}, ['identity.trigger']],
    ['the machine', `${WIDGET}, runner = "github-hosted"`, {}, []],
    [
      'another machine',
      `${WIDGET}, runner = "github-hosted"`,
      { claims: { runnerEnvironment: 'self-hosted' } },
      ['identity.runner'],
    ],
    [
      'the signer',
      `${WIDGET}, signer = "https://github.com/acme/widget/.github/workflows/release.yml@*"`,
      {},
      ['identity.signer'],
    ],
    [
      'the signer, each part of its ref',
      `${WIDGET}, signer = "https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/*"`,
      {},
      [],
    ],
    [
      'another signer',
      `${WIDGET}, signer = "https://github.com/acme/build/.github/workflows/build.yml@refs/tags/*"`,
      {},
      ['identity.signer'],
    ],
    [
      'no signer',
      `${WIDGET}, signer = "https://github.com/acme/build/x@y"`,
      { claims: { buildSignerUri: null } },
      ['identity.signer'],
    ],
    ['the numbers', `${WIDGET}, repository-id = 1, owner-id = 2`, {}, []],
    ['another repository of the same name', `${WIDGET}, repository-id = 7`, {}, ['identity.repository-id']],
    ['another owner of the same name', `${WIDGET}, owner-id = 7`, {}, ['identity.owner-id']],
    ['no number', `${WIDGET}, repository-id = 1`, { repositoryId: null }, ['identity.repository-id']],
    [
      'the first moment of its time',
      `${WIDGET}, valid-from = 2026-11-01`,
      { signedAt: '2026-11-01T00:00:00Z' },
      [],
    ],
    [
      'a moment before its time',
      `${WIDGET}, valid-from = 2026-11-01`,
      { signedAt: '2026-10-31T23:59:59.999Z' },
      ['identity.period'],
    ],
    [
      'the last moment of its time',
      `${WIDGET}, valid-until = 2026-11-01`,
      { signedAt: '2026-11-01T23:59:59.999Z' },
      [],
    ],
    [
      'a moment after its time',
      `${WIDGET}, valid-until = 2026-11-01`,
      { signedAt: '2026-11-02T00:00:00Z' },
      ['identity.period'],
    ],
    [
      'everything else',
      `${WIDGET}, ref = "refs/tags/v2", trigger = "push"`,
      { repository: 'evil/widget' },
      ['identity.repository', 'identity.workflow', 'identity.ref', 'identity.trigger'],
    ],
  ])('is compared with %s', (_reason, publisher, options, expected) => {
    expect(mismatches(publisher, githubAttestation(options))).toEqual(expected);
  });
});

describe('publishers of other kinds', () => {
  const GITLAB = 'kind = "GitLab", repository = "acme/widget", workflow_filepath = ".gitlab-ci.yml"';
  const gitlab = (instance: string, ref = 'refs/tags/v1') =>
    uriAttestation(`${instance}/acme/widget//.gitlab-ci.yml@${ref}`, {
      issuer: instance,
      sourceRepositoryUri: `${instance}/acme/widget`,
      sourceRepositoryRef: ref,
      buildConfigUri: `${instance}/acme/widget//.gitlab-ci.yml@${ref}`,
    });
  const PROJECT = 'fdd9283f-e619-46af-8f9c-851f7d3e8b2b';
  const circleci = (ref: string) =>
    uriAttestation(`https://circleci.com/api/v2/projects/${PROJECT}/pipeline-definitions/${PROJECT}`, {
      issuer: 'https://oidc.circleci.com',
      buildSignerUri: `https://circleci.com/api/v2/projects/${PROJECT}/pipeline-definitions/${PROJECT}`,
      sourceRepositoryRef: ref,
    });
  const CIRCLECI = `kind = "CircleCI", project_id = "${PROJECT}", pipeline_definition_id = "${PROJECT}"`;
  const WORKFLOW = 'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1.0';

  it.each<readonly [string, string, VerifiedAttestation, readonly string[]]>([
    ['the public GitLab', GITLAB, gitlab('https://gitlab.com'), []],
    [
      'a GitLab of their own',
      `${GITLAB}, instance = "https://gitlab.acme.example"`,
      gitlab('https://gitlab.acme.example'),
      [],
    ],
    [
      'another GitLab',
      GITLAB,
      gitlab('https://gitlab.acme.example'),
      ['identity.issuer', 'identity.repository', 'identity.workflow'],
    ],
    ['a ref of GitLab', `${GITLAB}, ref = "refs/heads/*"`, gitlab('https://gitlab.com'), ['identity.ref']],
    ['an account of Google', 'kind = "Google", email = "a@b.example"', mailAttestation('a@b.example'), []],
    [
      'another account of Google',
      'kind = "Google", email = "a@b.example"',
      mailAttestation('c@b.example'),
      ['identity.email'],
    ],
    [
      'an account of somebody else',
      'kind = "Google", email = "a@b.example"',
      mailAttestation('a@b.example', 'https://a.example'),
      ['identity.issuer'],
    ],
    ['a pipeline of CircleCI', CIRCLECI, circleci('refs/heads/main'), []],
    [
      'a pipeline of CircleCI at its branch',
      `${CIRCLECI}, vcs_ref = "refs/heads/*"`,
      circleci('refs/heads/main'),
      [],
    ],
    [
      'a pipeline of CircleCI at another',
      `${CIRCLECI}, vcs_ref = "refs/tags/*"`,
      circleci('refs/heads/main'),
      ['identity.ref'],
    ],
    ['an identity', `issuer = "${GITHUB}", identity = "${WORKFLOW}"`, githubAttestation(), []],
    [
      'an identity by a pattern',
      `issuer = "${GITHUB}", identity = "https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*"`,
      githubAttestation(),
      [],
    ],
    [
      'another identity',
      `issuer = "${GITHUB}", identity = "https://github.com/acme/other/.github/workflows/release.yml@refs/tags/*"`,
      githubAttestation(),
      ['identity.subject'],
    ],
    [
      'an identity that goes on',
      `issuer = "${GITHUB}", identity = "https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1"`,
      githubAttestation(),
      ['identity.subject'],
    ],
    [
      'an identity of another issuer',
      'issuer = "https://a.example", identity = "a@b.example"',
      mailAttestation('a@b.example'),
      ['identity.issuer'],
    ],
    [
      'an identity with more demands',
      `issuer = "${GITHUB}", identity = "${WORKFLOW}", trigger = "push"`,
      githubAttestation(),
      ['identity.trigger'],
    ],
    [
      'an e-mail address',
      'issuer = "https://a.example", email = "a@b.example"',
      mailAttestation('a@b.example', 'https://a.example'),
      [],
    ],
    [
      'an e-mail address by a pattern',
      'issuer = "https://a.example", email = "*@b.example"',
      mailAttestation('a@b.example', 'https://a.example'),
      [],
    ],
    [
      'an e-mail address at another host',
      'issuer = "https://a.example", email = "*@b.example"',
      mailAttestation('a@c.example', 'https://a.example'),
      ['identity.subject'],
    ],
    [
      'a URI that reads like an e-mail address',
      'issuer = "https://a.example", email = "a@b.example"',
      uriAttestation('a@b.example', { issuer: 'https://a.example' }),
      ['identity.email'],
    ],
    [
      'a name of any kind',
      'issuer = "https://a.example", identity = "a@b.example"',
      uriAttestation('a@b.example', { issuer: 'https://a.example' }),
      [],
    ],
  ])('%s', (_reason, publisher, attestation, expected) => {
    expect(mismatches(publisher, attestation)).toEqual(expected);
  });

  it('says what a pattern expected', () => {
    const [entry] = ruleOf(`${WIDGET}, ref = "refs/heads/*"`).rule.publishers;
    expect(entry === undefined ? [] : matchEntry(githubAttestation(), entry)).toEqual([
      { code: 'identity.ref', field: 'ref', expected: 'refs/heads/*', actual: 'refs/tags/v1.0' },
    ]);
  });
});

describe('matchRule', () => {
  const OTHER = 'kind = "GitHub", repository = "acme/other", workflow = "release.yml"';

  const refusal = (
    attestations: readonly VerifiedAttestation[],
    ...publishers: readonly string[]
  ): SafeInstallError => {
    try {
      matchRule(attestations, ruleOf(...publishers));
    } catch (error) {
      if (error instanceof SafeInstallError) return error;
      throw error;
    }
    throw new Error('expected a refusal');
  };

  it('is content with any of the entries', () => {
    const { entry } = matchRule([githubAttestation()], ruleOf(OTHER, WIDGET));
    expect(entry.origin.line).toBe(6);
  });

  it('is content with any of the attestations', () => {
    const good = githubAttestation();
    expect(matchRule([githubAttestation({ workflow: 'x.yml' }), good], ruleOf(WIDGET)).attestation).toBe(
      good,
    );
  });

  it('does not mix the fields of two entries', () => {
    const entries = [`${WIDGET}, trigger = "push"`, `${OTHER}, trigger = "release"`];
    expect(() => matchRule([githubAttestation()], ruleOf(...entries))).toRefuse('identity.trigger');
  });

  it('counts a signature under its own root only', () => {
    const attestation = githubAttestation({ trustRoot: 'own' });
    expect(() => matchRule([attestation], ruleOf(WIDGET))).toRefuse('identity.trust-root');
    const root = { kind: 'file', name: 'own', path: '/x', origin: PUBLIC_GOOD.origin } as const;
    expect(matchRule([attestation], { ...ruleOf(WIDGET), root }).attestation).toBe(attestation);
  });

  it('takes its code from the entry that came nearest, and keeps the reasons of all', () => {
    const error = refusal([githubAttestation()], OTHER, `${WIDGET}, ref = "refs/tags/v2"`);
    expect(error.code).toBe('identity.ref');
    expect(error.message).toBe('its publisher is none of the 2 that your policy names');
    expect(error.facts).toEqual([
      {
        label: 'got',
        value: 'github.com/acme/widget release.yml in environment prod',
        origin: 'the certificate',
      },
      {
        label: 'expected',
        value: 'github.com/acme/widget release.yml, at refs/tags/v2',
        origin: 'project.toml:6',
      },
      { label: 'differs', value: 'ref: refs/tags/v2, got refs/tags/v1.0' },
      { label: 'expected', value: 'github.com/acme/other release.yml', origin: 'project.toml:5' },
      {
        label: 'differs',
        value: 'repository: https://github.com/acme/other, got https://github.com/acme/widget',
      },
      expect.objectContaining({ label: 'differs' }),
    ]);
    expect(error.hint).toBe(
      'If the project has moved, change project.toml:6. If you did not expect this, do not install it and tell its maintainers',
    );
  });

  it('tells two signers apart', () => {
    const error = refusal(
      [githubAttestation({ workflow: 'x.yml' }), githubAttestation({ workflow: 'y.yml' })],
      WIDGET,
    );
    expect(error.message).toBe('its publisher is not the one that your policy names');
    expect(error.facts.filter(({ label }) => label === 'got').map(({ value }) => value)).toEqual([
      'github.com/acme/widget x.yml in environment prod',
      'github.com/acme/widget y.yml in environment prod',
    ]);
  });

  it.each<readonly [string, string, SignerOptions, string]>([
    ['the repository before the workflow', WIDGET, { repository: 'evil/x' }, 'identity.repository'],
    [
      'the issuer before all',
      WIDGET,
      { repository: 'evil/x', claims: { issuer: 'https://x.example' } },
      'identity.issuer',
    ],
    [
      'the number before the name',
      `${WIDGET}, repository-id = 7`,
      { repository: 'evil/x' },
      'identity.repository-id',
    ],
    [
      'another environment before another ref',
      `${WIDGET}, environment = "x", ref = "refs/x"`,
      {},
      'identity.environment',
    ],
    [
      'another ref before an environment that is not proven',
      `${WIDGET}, environment = "x", ref = "refs/x"`,
      { environment: null },
      'identity.ref',
    ],
    [
      'an environment that is not proven, alone',
      `${WIDGET}, environment = "x"`,
      { environment: null },
      'identity.environment-unproven',
    ],
    ['the time, alone', `${WIDGET}, valid-until = 2020-01-01`, {}, 'identity.period'],
  ])('tells of several reasons the one that says most: %s', (_reason, publisher, options, code) => {
    expect(refusal([githubAttestation(options)], publisher).code).toBe(code);
  });

  it.each<readonly [string, string, SignerOptions, RegExp]>([
    [
      'an environment that is not proven',
      `${WIDGET}, environment = "x"`,
      { environment: null },
      /^Certificates prove the environment since 2026/,
    ],
    ['the case of a name', WIDGET, { repository: 'Acme/Widget' }, /^Only the case differs/],
    [
      'something that is not there',
      `${WIDGET}, repository-id = 1`,
      { repositoryId: null },
      /^If the project has moved/,
    ],
  ])('has a hint for %s', (_reason, publisher, options, hint) => {
    expect(refusal([githubAttestation(options)], publisher).hint).toMatch(hint);
  });

  it('has the same hint where the rule has the capitals', () => {
    const rule = WIDGET.replace('acme/widget', 'Acme/Widget');
    expect(refusal([githubAttestation()], rule).hint).toMatch(/^Only the case differs/);
  });

  it.each([
    ['a beginning', 'valid-from = 2026-12-01', 'from 2026-12-01'],
    ['an end', 'valid-until = 2026-01-31', 'until 2026-01-31'],
    ['both', 'valid-from = 2026-01-01, valid-until = 2026-01-31', 'from 2026-01-01 until 2026-01-31'],
  ])('says the time that was meant: %s', (_reason, period, expected) => {
    const error = refusal([githubAttestation()], `${WIDGET}, ${period}`);
    expect(error.facts.at(-1)?.value).toBe(`time of signature: ${expected}, got 2026-11-01T10:00:00.000Z`);
  });

  it('says what is missing', () => {
    const error = refusal([githubAttestation({ repositoryId: null })], `${WIDGET}, repository-id = 1`);
    expect(error.facts.at(-1)).toEqual({ label: 'differs', value: 'repository id: 1, got none' });
  });
});
