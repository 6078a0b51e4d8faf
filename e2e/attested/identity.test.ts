import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import {
  circleciIdentity,
  emailIdentity,
  githubIdentity,
  gitlabIdentity,
  googleIdentity,
  type ProvenanceJson,
  type TestIdentity,
} from '../sigstore/index.ts';
import { attestedShop, PUBLISHERS, type PublisherName, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

const refusalOf = (code: string) => ({ codes: [code], exitCode: 1 });

const rule = (lines: string): string => `[[rule]]\npackages = ["widget"]\n[[rule.publisher]]\n${lines}\n`;

const GITHUB = 'kind = "GitHub"\nrepository = "acme/widget"\nworkflow = "release.yml"\n';

const signedBy = (identity: TestIdentity) =>
  suite.shop.publish({ name: 'widget', version: '1.0' }, { identity });

describe('a policy that names the publisher', () => {
  it('is met by each of its kinds, in one run', async () => {
    const names = Object.keys(PUBLISHERS) as PublisherName[];
    await suite.shop.publishOneOfEach();
    await suite.shop.policy(names.map((name) => ruleFor(name, name)).join('\n'));
    const result = await suite.shop.sandbox.run(['--dry-run', '--require-provenance', ...names]);
    expectDone(result);
    expect(result.stderr).toContain('6 attested, 0 unattested, 0 waived, 0 refused');
  });

  it.each<[string, string, TestIdentity, string]>([
    ['another repository', GITHUB, githubIdentity({ repository: 'evil/widget' }), 'identity.repository'],
    ['a longer name', GITHUB, githubIdentity({ repository: 'acme/widget2' }), 'identity.repository'],
    ['another workflow', GITHUB, githubIdentity({ workflow: 'test.yml' }), 'identity.workflow'],
    ['a fork of GitHub', GITHUB, githubIdentity({ issuer: 'https://token.example' }), 'identity.issuer'],
    [
      'another environment',
      `${GITHUB}environment = "release"`,
      githubIdentity({ environment: 'test' }),
      'identity.environment',
    ],
    [
      'an environment that no certificate proves',
      `${GITHUB}environment = "release"`,
      githubIdentity(),
      'identity.environment-unproven',
    ],
    [
      'another branch',
      `${GITHUB}ref = "refs/tags/v*"`,
      githubIdentity({ ref: 'refs/heads/x' }),
      'identity.ref',
    ],
    [
      'a ref that only begins like it',
      `${GITHUB}ref = "refs/tags/v1"`,
      githubIdentity({ ref: 'refs/tags/v1.0' }),
      'identity.ref',
    ],
    [
      'another trigger',
      `${GITHUB}trigger = "release"`,
      githubIdentity({ trigger: 'pull_request_target' }),
      'identity.trigger',
    ],
    [
      'a runner of their own',
      `${GITHUB}runner = "github-hosted"`,
      githubIdentity({ runner: 'self-hosted' }),
      'identity.runner',
    ],
    [
      'instructions of somebody else',
      `${GITHUB}signer = "https://github.com/acme/build/.github/workflows/x.yml@refs/heads/main"`,
      githubIdentity({ signer: 'https://github.com/evil/build/.github/workflows/x.yml@refs/heads/main' }),
      'identity.signer',
    ],
    [
      'a repository that was made anew under the name',
      `${GITHUB}repository-id = 4242`,
      githubIdentity({ repositoryId: '9999' }),
      'identity.repository-id',
    ],
    [
      'an owner who has taken the name',
      `${GITHUB}owner-id = 42`,
      githubIdentity({ ownerId: '9999' }),
      'identity.owner-id',
    ],
    ['GitLab in place of GitHub', GITHUB, gitlabIdentity(), 'identity.issuer'],
    [
      'another file of GitLab',
      PUBLISHERS.gitlab.policy,
      gitlabIdentity({ file: 'other.yml' }),
      'identity.workflow',
    ],
    [
      'another GitLab',
      PUBLISHERS.gitlab.policy,
      gitlabIdentity({ instance: 'https://gitlab.example' }),
      'identity.issuer',
    ],
    ['another address', PUBLISHERS.google.policy, googleIdentity('evil@acme.iam.example'), 'identity.email'],
    [
      'the address from another issuer',
      PUBLISHERS.google.policy,
      {
        ...emailIdentity('publisher@acme.iam.example', 'https://accounts.example'),
        publisher: googleIdentity().publisher,
      },
      'identity.issuer',
    ],
    [
      'another pipeline',
      PUBLISHERS.circleci.policy,
      circleciIdentity({ pipelineDefinitionId: '00000000-7777-4888-9999-000000000000' }),
      'identity.pipeline',
    ],
    [
      'a job that somebody has entered',
      PUBLISHERS.circleci.policy,
      circleciIdentity({ runner: 'ssh-rerun' }),
      'identity.runner',
    ],
  ])('refuses %s', async (_reason, publisher, identity, code) => {
    await signedBy(identity);
    await suite.shop.policy(rule(publisher));
    const result = await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf(code));
    expect(result.stderr).toMatch(/safe-install\.toml:\d+/);
  });

  it('refuses a file without provenance', async () => {
    await suite.shop.policy(rule(GITHUB));
    suite.shop.index.add(makeWheel({ name: 'widget' }));
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.missing'));
  });

  it('is met by any of several', async () => {
    await signedBy(gitlabIdentity());
    await suite.shop.policy(`${rule(GITHUB)}[[rule.publisher]]\n${PUBLISHERS.gitlab.policy}`);
    expectDone(await suite.shop.sandbox.run(['widget', '--dry-run']));
  });
});

describe('where no policy names anybody,', () => {
  const claims = (publisher: Readonly<Record<string, unknown>>) => (all: ProvenanceJson) => ({
    ...all,
    attestation_bundles: all.attestation_bundles.map((bundle) => ({ ...bundle, publisher })),
  });
  const claimed = githubIdentity().publisher;

  it('what the index claims is taken at first sight, and told as no more than that', async () => {
    await signedBy(githubIdentity());
    const result = await suite.shop.sandbox.run(['widget', '--dry-run', '-v']);
    expectDone(result);
    expect(result.stderr).toMatch(/attested: github\.com\/acme\/widget\s+release\.yml.*first\s+seen/s);
  });

  it.each([
    ['another repository', { ...claimed, repository: 'evil/widget' }, 'identity.repository'],
    ['another workflow', { ...claimed, workflow: 'other.yml' }, 'identity.workflow'],
    ['another kind', googleIdentity().publisher, 'identity.issuer'],
  ])('an index that claims %s is not believed', async (_reason, publisher, code) => {
    await suite.shop.publish({ name: 'widget', version: '1.0' }, { alter: claims(publisher) });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf(code));
  });

  it('an environment that the certificate denies is refused', async () => {
    const identity = githubIdentity({ environment: 'test' });
    const alter = claims({ ...claimed, environment: 'release' });
    await suite.shop.publish({ name: 'widget', version: '1.0' }, { identity, alter });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('identity.environment'));
  });

  it('and the policy takes nobody at first sight, the file is refused', async () => {
    await signedBy(githubIdentity());
    await suite.shop.policy('first-seen = "refuse"\n');
    const result = await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('identity.first-seen'));
    expect(result.stderr).toContain('policy pin');
  });
});
