import { beforeAll, describe, expect, it } from 'vitest';
import {
  certificates,
  circleciIdentity,
  der,
  emailIdentity,
  githubIdentity,
  gitlabIdentity,
  googleIdentity,
  type TestIdentity,
  userNameIdentity,
} from '../../../e2e/sigstore/index.ts';
import type { Certificate } from '../../../src/attestation/certificate/certificate.ts';
import { readClaims } from '../../../src/attestation/certificate/claims.ts';
import { readSubjectAlternativeName } from '../../../src/attestation/certificate/subject-alternative-name.ts';
import {
  describePublisher,
  environmentOf,
  factsOf,
  isSignedElsewhere,
  matchClaims,
  matchPublisher,
  type Publisher,
  publisherKindOf,
  publisherOf,
  type SignerIdentity,
} from '../../../src/attestation/index.ts';

/** What a certificate of the identity says; nobody signs it here. */
function signer({ name, claims }: TestIdentity): SignerIdentity {
  const extensions = [certificates.subjectAlternativeName(name), ...claims].map(({ oid, value }) => {
    const identifier = der.objectIdentifier(oid).subarray(2).toString('hex');
    return [identifier, { critical: false, value }] as const;
  });
  const certificate = { extensions: new Map(extensions) } as unknown as Certificate;
  return { name: readSubjectAlternativeName(certificate), claims: readClaims(certificate) };
}

const GITHUB: Publisher = {
  kind: 'GitHub',
  repository: 'acme/widget',
  workflow: 'release.yml',
  environment: null,
};
const WORKFLOW_DIRECTORY = 'https://github.com/acme/widget/.github/workflows/';
const WORKFLOW_URI = `${WORKFLOW_DIRECTORY}release.yml`;
const GITLAB: Publisher = {
  kind: 'GitLab',
  instance: 'https://gitlab.com',
  repository: 'acme/tools/widget',
  workflowFilepath: '.gitlab-ci.yml',
  environment: null,
};
const GOOGLE: Publisher = { kind: 'Google', email: 'publisher@acme.iam.example' };
const CIRCLECI: Publisher = {
  kind: 'CircleCI',
  projectId: '11111111-2222-4333-8444-555555555555',
  pipelineDefinitionId: '66666666-7777-4888-9999-000000000000',
  vcsOrigin: 'github.com/acme/widget',
  vcsRef: null,
};
const PERSON: Publisher = {
  kind: 'Identity',
  issuer: 'https://login.acme.example',
  identity: 'ada@acme.example',
};

const codes = (identity: SignerIdentity, publisher: Publisher): string[] =>
  matchPublisher(identity, publisher).map((mismatch) => mismatch.code);

describe('matchPublisher', () => {
  it.each<[string, TestIdentity, Publisher, readonly string[]]>([
    ['GitHub: the publisher itself', githubIdentity(), GITHUB, []],
    ['GitHub: the workflow named by its commit', byCommit(githubIdentity()), GITHUB, []],
    [
      'GitHub: another repository of the same owner',
      githubIdentity({ repository: 'acme/gadget' }),
      GITHUB,
      ['identity.repository', 'identity.workflow'],
    ],
    [
      'GitHub: a repository whose name begins with the expected one',
      githubIdentity({ repository: 'acme/widget-evil' }),
      GITHUB,
      ['identity.repository', 'identity.workflow'],
    ],
    [
      'GitHub: the same repository in other letters',
      githubIdentity({ repository: 'Acme/Widget' }),
      GITHUB,
      ['identity.repository', 'identity.workflow'],
    ],
    ['GitHub: another workflow', githubIdentity({ workflow: 'nightly.yml' }), GITHUB, ['identity.workflow']],
    [
      'GitHub: a workflow whose name ends with the expected one',
      githubIdentity({ workflow: 'pre-release.yml' }),
      GITHUB,
      ['identity.workflow'],
    ],
    [
      'GitHub: a workflow with the expected one in its ref',
      githubIdentity({ workflow: 'evil.yml@release.yml' }),
      GITHUB,
      ['identity.workflow'],
    ],
    [
      'GitHub: another issuer',
      githubIdentity({ issuer: 'https://token.actions.githubusercontent.com.evil.example' }),
      GITHUB,
      ['identity.issuer'],
    ],
    [
      'GitHub: the expected environment',
      githubIdentity({ environment: 'release' }),
      { ...GITHUB, environment: 'release' },
      [],
    ],
    [
      'GitHub: the expected environment, in the token’s subject only',
      githubIdentity({ environment: 'release', environmentIn: 'subject' }),
      { ...GITHUB, environment: 'release' },
      [],
    ],
    [
      'GitHub: another environment',
      githubIdentity({ environment: 'staging' }),
      { ...GITHUB, environment: 'release' },
      ['identity.environment'],
    ],
    [
      'GitHub: an environment that an older certificate does not say',
      githubIdentity({ environment: 'release', environmentIn: 'none' }),
      { ...GITHUB, environment: 'release' },
      ['identity.environment-unproven'],
    ],
    ['GitHub: any environment', githubIdentity({ environment: 'staging' }), GITHUB, []],
    [
      'GitHub: a claim without a build file',
      withoutClaim(githubIdentity(), 18),
      GITHUB,
      ['identity.workflow'],
    ],
    [
      'GitHub: a build file whose revision no claim names',
      withoutClaim(withoutClaim(githubIdentity(), 13), 14),
      GITHUB,
      ['identity.workflow'],
    ],
    [
      'GitHub: a build file of the revision "null", where no claim names one',
      withClaim(withoutClaim(withoutClaim(githubIdentity(), 13), 14), 18, `${WORKFLOW_URI}@null`),
      GITHUB,
      ['identity.workflow'],
    ],
    [
      'GitHub: a build file of no revision, where a claim is empty',
      withClaim(withClaim(withoutClaim(githubIdentity(), 13), 14, ''), 18, `${WORKFLOW_URI}@`),
      GITHUB,
      ['identity.workflow'],
    ],
    ['GitHub: no repository', withoutClaim(githubIdentity(), 12), GITHUB, ['identity.repository']],
    [
      'GitHub: a person',
      emailIdentity('ada@acme.example', 'https://login.acme.example'),
      GITHUB,
      ['identity.issuer', 'identity.repository', 'identity.workflow'],
    ],
    ['GitLab: the publisher itself', gitlabIdentity(), GITLAB, []],
    [
      'GitLab: another project',
      gitlabIdentity({ repository: 'acme/tools/gadget' }),
      GITLAB,
      ['identity.repository', 'identity.workflow'],
    ],
    ['GitLab: another file', gitlabIdentity({ file: 'ci/evil.yml' }), GITLAB, ['identity.workflow']],
    [
      'GitLab: the same project on another instance',
      gitlabIdentity({ instance: 'https://gitlab.evil.example' }),
      GITLAB,
      ['identity.issuer', 'identity.repository', 'identity.workflow'],
    ],
    [
      'GitLab: an instance of its own',
      gitlabIdentity({ instance: 'https://gitlab.acme.example' }),
      { ...GITLAB, instance: 'https://gitlab.acme.example' },
      [],
    ],
    [
      'GitLab: another environment',
      gitlabIdentity({ environment: 'staging' }),
      { ...GITLAB, environment: 'release' },
      ['identity.environment'],
    ],
    ['Google: the publisher itself', googleIdentity(), GOOGLE, []],
    ['Google: another account', googleIdentity('evil@acme.iam.example'), GOOGLE, ['identity.email']],
    [
      'Google: the address of another issuer',
      emailIdentity('publisher@acme.iam.example', 'https://login.acme.example'),
      GOOGLE,
      ['identity.issuer'],
    ],
    [
      'Google: a user who is called like the address',
      userNameIdentity('publisher@acme.iam.example', 'https://accounts.google.com'),
      GOOGLE,
      ['identity.email'],
    ],
    ['CircleCI: the publisher itself', circleciIdentity(), CIRCLECI, []],
    [
      'CircleCI: another issuer',
      withClaim(withoutClaim(circleciIdentity(), 1), 8, 'https://oidc.evil.example'),
      CIRCLECI,
      ['identity.issuer'],
    ],
    [
      'CircleCI: another project',
      circleciIdentity({ projectId: '99999999-2222-4333-8444-555555555555' }),
      CIRCLECI,
      ['identity.pipeline'],
    ],
    [
      'CircleCI: another pipeline',
      circleciIdentity({ pipelineDefinitionId: 'x' }),
      CIRCLECI,
      ['identity.pipeline'],
    ],
    [
      'CircleCI: another repository',
      circleciIdentity({ origin: 'github.com/evil/widget' }),
      CIRCLECI,
      ['identity.repository'],
    ],
    [
      'CircleCI: any repository',
      circleciIdentity({ origin: 'github.com/evil/widget' }),
      { ...CIRCLECI, vcsOrigin: null },
      [],
    ],
    [
      'CircleCI: another ref',
      circleciIdentity(),
      { ...CIRCLECI, vcsRef: 'refs/heads/main' },
      ['identity.ref'],
    ],
    ['CircleCI: the expected ref', circleciIdentity(), { ...CIRCLECI, vcsRef: 'refs/tags/v1.0' }, []],
    [
      'CircleCI: somebody at the keyboard',
      circleciIdentity({ runner: 'ssh-rerun' }),
      CIRCLECI,
      ['identity.runner'],
    ],
    [
      'anybody: the person itself',
      emailIdentity('ada@acme.example', 'https://login.acme.example'),
      PERSON,
      [],
    ],
    [
      'anybody: somebody whose address contains the expected one',
      emailIdentity('not-ada@acme.example', 'https://login.acme.example'),
      PERSON,
      ['identity.subject'],
    ],
    [
      'anybody: the address at another issuer',
      emailIdentity('ada@acme.example', 'https://login.evil.example'),
      PERSON,
      ['identity.issuer'],
    ],
    [
      'anybody: an address where the dot of a pattern would match',
      emailIdentity('ada@acmeXexample', 'https://login.acme.example'),
      PERSON,
      ['identity.subject'],
    ],
    [
      'anybody: a build by its whole name',
      githubIdentity(),
      {
        kind: 'Identity',
        issuer: 'https://token.actions.githubusercontent.com',
        identity: 'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1.0',
      },
      [],
    ],
  ])('%s', (_what, identity, publisher, expected) => {
    expect(codes(signer(identity), publisher)).toEqual(expected);
  });

  it('says what was expected and what the certificate has', () => {
    const [mismatch] = matchPublisher(signer(githubIdentity({ repository: 'evil/widget' })), GITHUB);
    expect(mismatch).toEqual({
      code: 'identity.repository',
      field: 'repository',
      expected: 'https://github.com/acme/widget',
      actual: 'https://github.com/evil/widget',
    });
    expect(mismatch === undefined ? [] : factsOf(mismatch)).toEqual([
      { label: 'expected', value: 'repository https://github.com/acme/widget' },
      { label: 'got', value: 'repository https://github.com/evil/widget', origin: 'the certificate' },
    ]);
  });

  it.each<[string, TestIdentity, string]>([
    ['the ref', githubIdentity({ workflow: 'x.yml' }), `${WORKFLOW_URI}@refs/tags/v1.0`],
    [
      'the commit',
      withoutClaim(githubIdentity({ workflow: 'x.yml' }), 14),
      `${WORKFLOW_URI}@${'1f0c'.repeat(10)}`,
    ],
    ['nothing', withoutClaim(withoutClaim(githubIdentity(), 13), 14), `${WORKFLOW_URI}@…`],
  ])('says which workflow was expected of a certificate that names %s', (_what, identity, expected) => {
    const mismatches = matchPublisher(signer(identity), GITHUB);
    expect(mismatches).toMatchObject([{ code: 'identity.workflow', field: 'workflow', expected }]);
  });

  it('says where the certificate has nothing', () => {
    const [mismatch] = matchPublisher(signer(userNameIdentity('ada', 'https://accounts.google.com')), GOOGLE);
    expect(mismatch === undefined ? [] : factsOf(mismatch)[1]?.value).toBe('no e-mail address');
  });
});

describe('matchClaims', () => {
  let identity: SignerIdentity;
  beforeAll(() => {
    identity = signer(githubIdentity());
  });

  it.each([
    ['ref', 'refs/tags/v1.0', 'identity.ref'],
    ['trigger', 'release', 'identity.trigger'],
    ['runner', 'github-hosted', 'identity.runner'],
    [
      'signer',
      'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1.0',
      'identity.signer',
    ],
    ['repositoryId', '4242', 'identity.repository-id'],
    ['ownerId', '42', 'identity.owner-id'],
  ] as const)('compares %s exactly', (demand, value, code) => {
    expect(matchClaims(identity, { [demand]: value })).toEqual([]);
    for (const other of [`${value}0`, value.slice(1), value.toUpperCase(), ''])
      if (other !== value)
        expect(matchClaims(identity, { [demand]: other }).map((each) => each.code)).toEqual([code]);
  });

  it('does not take silence for consent', () => {
    const person = signer(emailIdentity('ada@acme.example', 'https://login.acme.example'));
    expect(matchClaims(person, { ref: 'refs/heads/main' })).toMatchObject([{ actual: null }]);
    expect(matchClaims(person, {})).toEqual([]);
  });
});

describe('isSignedElsewhere', () => {
  it('tells a reusable workflow from the publisher’s own', () => {
    const signerUri = 'https://github.com/other/shared/.github/workflows/build.yml@refs/tags/v9';
    expect(isSignedElsewhere(signer(githubIdentity()))).toBe(false);
    expect(isSignedElsewhere(signer(githubIdentity({ signer: signerUri })))).toBe(true);
    expect(isSignedElsewhere(signer(googleIdentity()))).toBeNull();
    expect(isSignedElsewhere(signer(withoutClaim(githubIdentity(), 18)))).toBeNull();
    expect(isSignedElsewhere(signer(withoutClaim(githubIdentity(), 9)))).toBeNull();
  });
});

describe('publisherOf', () => {
  it.each<[string, TestIdentity, Publisher]>([
    ['GitHub', githubIdentity(), GITHUB],
    ['GitHub', githubIdentity({ environment: 'release' }), { ...GITHUB, environment: 'release' }],
    ['GitHub', byCommit(githubIdentity()), GITHUB],
    ['GitLab', gitlabIdentity(), GITLAB],
    ['Google', googleIdentity(), GOOGLE],
    ['CircleCI', circleciIdentity(), CIRCLECI],
    ['other', emailIdentity('ada@acme.example', 'https://login.acme.example'), PERSON],
    [
      'other',
      gitlabIdentity({ instance: 'https://gitlab.acme.example' }),
      {
        kind: 'Identity',
        issuer: 'https://gitlab.acme.example',
        identity: 'https://gitlab.acme.example/acme/tools/widget//.gitlab-ci.yml@refs/heads/main',
      },
    ],
    [
      'GitHub',
      withoutClaim(githubIdentity(), 18),
      {
        kind: 'Identity',
        issuer: 'https://token.actions.githubusercontent.com',
        identity: 'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1.0',
      },
    ],
    [
      'GitLab',
      withoutClaim(gitlabIdentity(), 12),
      {
        kind: 'Identity',
        issuer: 'https://gitlab.com',
        identity: 'https://gitlab.com/acme/tools/widget//.gitlab-ci.yml@refs/heads/main',
      },
    ],
    [
      'Google',
      userNameIdentity('ada', 'https://accounts.google.com'),
      { kind: 'Identity', issuer: 'https://accounts.google.com', identity: 'ada' },
    ],
    [
      'CircleCI',
      withoutClaim(circleciIdentity(), 9),
      {
        kind: 'Identity',
        issuer: 'https://oidc.circleci.com',
        identity: `https://circleci.com/api/v2/projects/11111111-2222-4333-8444-555555555555/pipeline-definitions/66666666-7777-4888-9999-000000000000`,
      },
    ],
  ])('%s: names the publisher that the certificate then matches', (kind, identity, publisher) => {
    const read = signer(identity);
    expect(publisherKindOf(read)).toBe(kind);
    expect(publisherOf(read)).toEqual(publisher);
    expect(codes(read, publisherOf(read))).toEqual([]);
  });
});

describe('publisherOf, of a build whose claims do not fit together', () => {
  const github = 'https://github.com';
  const gitlab = 'https://gitlab.com';

  it.each<[string, TestIdentity]>([
    [
      'GitHub: a build file without a name',
      withClaim(githubIdentity(), 18, `${WORKFLOW_DIRECTORY}@refs/tags/v1.0`),
    ],
    [
      'GitHub: the revision "null", where no claim names one',
      withClaim(withoutClaim(withoutClaim(githubIdentity(), 13), 14), 18, `${WORKFLOW_URI}@null`),
    ],
    ['GitHub: another revision', withClaim(githubIdentity(), 18, `${WORKFLOW_URI}@refs/tags/v2.0`)],
    [
      'GitHub: a repository without a name',
      withClaim(
        withClaim(githubIdentity(), 12, `${github}/`),
        18,
        `${github}//.github/workflows/release.yml@refs/tags/v1.0`,
      ),
    ],
    [
      'GitHub: the repository "null", where no claim names one',
      withClaim(
        withoutClaim(githubIdentity(), 12),
        18,
        `${github}/null/.github/workflows/release.yml@refs/tags/v1.0`,
      ),
    ],
    [
      'GitHub: a build file of another repository',
      withClaim(githubIdentity(), 18, `${github}/evil/x/.github/workflows/release.yml@refs/tags/v1.0`),
    ],
    ['GitHub: a repository of another host', withClaim(githubIdentity(), 12, `${gitlab}/acme/widget`)],
    [
      'GitLab: the repository "null", where no claim names one',
      withClaim(withoutClaim(gitlabIdentity(), 12), 18, `${gitlab}/null//.gitlab-ci.yml@refs/heads/main`),
    ],
    ['GitLab: no build file', withoutClaim(gitlabIdentity(), 18)],
  ])('%s', (_what, identity) => {
    expect(publisherOf(signer(identity)).kind).toBe('Identity');
  });

  it('names the environment of a GitLab’s', () => {
    expect(publisherOf(signer(gitlabIdentity({ environment: 'release' })))).toEqual({
      ...GITLAB,
      environment: 'release',
    });
  });
});

describe('publisherOf, of a pipeline that is named otherwise', () => {
  it.each([
    'https://circleci.com/api/v2/projects//pipeline-definitions/d',
    'https://circleci.com/api/v2/projects/p/pipelines/d',
    'https://circleci.com/api/v2/projects/p/pipeline-definitions/',
    'https://circleci.com/api/v2/projects/p/pipeline-definitions/d/e',
    'https://circleci.com/api/v2/projects/',
    'https://circleci.evil.example/api/v2/projects/p/pipeline-definitions/d',
  ])('%s', (uri) => {
    expect(publisherOf(signer(withClaim(circleciIdentity(), 9, uri))).kind).toBe('Identity');
  });
});

describe('environmentOf', () => {
  it.each<[string, TestIdentity, string | null]>([
    ['the claim', githubIdentity({ environment: 'release' }), 'release'],
    [
      'the subject of the token',
      githubIdentity({ environment: 'release', environmentIn: 'subject' }),
      'release',
    ],
    ['nothing', githubIdentity(), null],
    ['a subject of another repository', subject('repo:evil/widget:environment:release'), null],
    ['a subject that goes on', subject('repo:acme/widget:environment:release:ref:x'), null],
    ['a subject that names a ref', subject('repo:acme/widget:ref:refs/heads/environment:release'), null],
    ['a subject that names nothing', subject('repo:acme/widget:environment:'), null],
    [
      'a subject like GitHub’s of another issuer',
      withClaim(
        githubIdentity({ issuer: 'https://login.evil.example' }),
        24,
        'repo:acme/widget:environment:release',
      ),
      null,
    ],
    [
      'a subject of a repository that is not on GitHub',
      withClaim(subject('repo:acme/widget:environment:release'), 12, 'https://gitlab.com/acme/widget'),
      null,
    ],
    ['an empty claim', withClaim(githubIdentity(), 23, ''), null],
    [
      'the subject of another issuer',
      withClaim(gitlabIdentity(), 24, 'repo:acme/widget:environment:release'),
      null,
    ],
  ])('reads %s', (_where, identity, environment) => {
    expect(environmentOf(signer(identity))).toBe(environment);
  });
});

describe('describePublisher', () => {
  it.each([
    [GITHUB, 'github.com/acme/widget release.yml'],
    [
      { ...GITHUB, environment: 'release' } as const,
      'github.com/acme/widget release.yml in environment release',
    ],
    [GITLAB, 'gitlab.com/acme/tools/widget .gitlab-ci.yml'],
    [GOOGLE, 'publisher@acme.iam.example (Google)'],
    [
      CIRCLECI,
      'CircleCI project 11111111-2222-4333-8444-555555555555, pipeline 66666666-7777-4888-9999-000000000000',
    ],
    [PERSON, 'ada@acme.example (https://login.acme.example)'],
    [{ kind: 'unknown', name: 'Forge' } as const, 'a publisher of the unknown kind "Forge"'],
  ])('%o', (publisher, text) => {
    expect(describePublisher(publisher)).toBe(text);
  });
});

function withoutClaim(identity: TestIdentity, number: number): TestIdentity {
  return { ...identity, claims: identity.claims.filter((each) => !each.oid.endsWith(`.57264.1.${number}`)) };
}

function withClaim(identity: TestIdentity, number: number, text: string): TestIdentity {
  return {
    ...identity,
    claims: [...withoutClaim(identity, number).claims, certificates.claim(number, text)],
  };
}

/** As certificates that name the build file by the commit instead of the ref. */
function byCommit(identity: TestIdentity): TestIdentity {
  return withClaim(
    identity,
    18,
    `https://github.com/acme/widget/.github/workflows/release.yml@${'1f0c'.repeat(10)}`,
  );
}

const subject = (text: string): TestIdentity => withClaim(githubIdentity(), 24, text);
