import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SafeInstallErrors } from '../../../src/errors/index.ts';
import { policyJsonSchema } from '../../../src/policy/file/json-schema.ts';
import { readPolicyLayer } from '../../../src/policy/file/read-policy-layer.ts';
import { BUILT_IN_SETTINGS } from '../../../src/policy/settings.ts';
import { faultsOf, layer, NOW, warningsOf } from '../support.ts';

const shipped = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, '../../../policies', name), 'utf8');

const read = (text: string | Uint8Array, form: 'whole file' | 'pyproject' = 'whole file') =>
  readPolicyLayer(text, { source: 'x.toml', folder: '/somewhere', kind: 'project', form, now: NOW });

const errorsOf = (text: string, form: 'whole file' | 'pyproject' = 'whole file') => {
  try {
    read(text, form);
  } catch (error) {
    if (error instanceof SafeInstallErrors) return error.errors;
    throw error;
  }
  return [];
};

describe('a whole policy', () => {
  const policy = layer(`
provenance = "required"
min-age = "P3D"
source = "require"
first-seen = "accept"
path-conflicts = "refuse"

[ci]
provenance = "required"
min-age = "P1W"

[[index]]
url = "https://packages.acme.example/simple"
packages = ["acme-*"]
evidence = "https://upstream.example/simple"

[[rule]]
packages = ["requests", "urllib3>=2"]
min-age = "P0D"
root = "own"
[[rule.publisher]]
kind = "GitHub"
repository = "psf/requests"
workflow = "publish.yml"
environment = "release"
ref = "refs/tags/v*"
trigger = "release"
runner = "github-hosted"
signer = "https://github.com/psf/build/.github/workflows/build.yml@*"
repository-id = 1362490
owner-id = "50630501"
valid-from = 2025-01-01
valid-until = "2027-12-31"

[[rule]]
packages = ["evil"]
deny = true

[[waiver]]
package = "Sentry_CLI == 3.8.0"
sha256 = "${'AB'.repeat(32)}"
check = "record.hash-mismatch"
reason = "WHEEL rewritten after RECORD"
expires = 2027-01-31

[trust]
root = "trusted_root.json"
[trust.roots.own]
tuf-mirror = "https://tuf.acme.example"
tuf-root = "tuf/root.json"
`);

  it('keeps each setting with its line', () => {
    expect(policy.settings).toEqual({
      provenance: { value: 'required', origin: { source: 'project.toml', line: 3, column: 1 } },
      minAge: { value: 3 * 86_400_000, origin: { source: 'project.toml', line: 4, column: 1 } },
      source: { value: 'require', origin: { source: 'project.toml', line: 5, column: 1 } },
      firstSeen: { value: 'accept', origin: { source: 'project.toml', line: 6, column: 1 } },
      pathConflicts: { value: 'refuse', origin: { source: 'project.toml', line: 7, column: 1 } },
    });
    expect(policy.ci).toEqual({
      provenance: { value: 'required', origin: { source: 'project.toml', line: 10, column: 1 } },
      minAge: { value: 7 * 86_400_000, origin: { source: 'project.toml', line: 11, column: 1 } },
    });
    expect([policy.kind, policy.origin.line]).toEqual(['project', 1]);
  });

  it('keeps where projects come from', () => {
    expect(policy.indexes).toEqual([
      {
        url: 'https://packages.acme.example/simple',
        packages: [
          expect.objectContaining({
            name: 'acme-*',
            origin: { source: 'project.toml', line: 15, column: 13 },
          }),
        ],
        evidence: 'https://upstream.example/simple',
        origin: { source: 'project.toml', line: 13, column: 1 },
      },
    ]);
  });

  it('keeps a rule with all that is said of its publisher', () => {
    const [rule, denied] = policy.rules;
    expect(rule?.packages.map(({ name, range }) => `${name} ${range}`)).toEqual([
      'requests any',
      'urllib3 >=2',
    ]);
    expect(rule?.settings.minAge?.value).toBe(0);
    expect(rule?.root).toEqual({ value: 'own', origin: { source: 'project.toml', line: 21, column: 1 } });
    expect(rule?.publishers).toEqual([
      {
        publisher: {
          kind: 'GitHub',
          repository: 'psf/requests',
          workflow: 'publish.yml',
          environment: 'release',
        },
        patterns: {
          identity: null,
          ref: { text: 'refs/tags/v*', stops: '/' },
          signer: { text: 'https://github.com/psf/build/.github/workflows/build.yml@*', stops: '/@' },
        },
        demands: {
          trigger: 'release',
          runner: 'github-hosted',
          repositoryId: '1362490',
          ownerId: '50630501',
        },
        nameKind: 'any',
        validFrom: new Date('2025-01-01T00:00:00Z'),
        validBefore: new Date('2028-01-01T00:00:00Z'),
        origin: { source: 'project.toml', line: 22, column: 1 },
      },
    ]);
    expect([rule?.deny, denied?.deny, denied?.publishers]).toEqual([false, true, []]);
  });

  it('keeps a waiver until its day is over', () => {
    expect(policy.waivers).toEqual([
      expect.objectContaining({
        name: 'sentry-cli',
        sha256: 'ab'.repeat(32),
        check: 'record.hash-mismatch',
        expires: new Date('2027-02-01T00:00:00Z'),
      }),
    ]);
    expect(policy.waivers[0]?.version.toString()).toBe('3.8.0');
  });

  it('keeps trust roots, their files found from the folder of the policy', () => {
    expect(policy.root).toMatchObject({
      kind: 'file',
      name: 'trusted_root.json',
      path: '/somewhere/trusted_root.json',
    });
    expect([...policy.namedRoots]).toEqual([
      [
        'own',
        {
          kind: 'tuf',
          name: 'own',
          mirror: 'https://tuf.acme.example',
          rootPath: '/somewhere/tuf/root.json',
          origin: { source: 'project.toml', line: 49, column: 1 },
        },
      ],
    ]);
  });

  it('calls a root by where it comes from, where it has no name', () => {
    const { root } = layer('[trust]\ntuf-mirror = "https://tuf.example"\ntuf-root = "/x/root.json"');
    expect(root).toMatchObject({ kind: 'tuf', name: 'https://tuf.example', rootPath: '/x/root.json' });
  });

  it.each(['https://a.example/simple', 'http://127.0.0.1:3141/simple', 'file:///srv/simple'])(
    'may have an index at %s',
    (url) => {
      const [index] = layer(`[[index]]\nurl = "${url}"\nevidence = "${url}"`).indexes;
      expect([index?.url, index?.evidence]).toEqual([url, url]);
    },
  );

  it('is warned about nowhere', () => {
    expect(policy.warnings).toEqual([]);
  });
});

describe('publishers of each kind', () => {
  const publisherOf = (text: string) =>
    layer(`[[rule]]\npackages = ["acme"]\npublisher = [{ ${text} }]`).rules[0]?.publishers[0];

  it.each([
    [
      'the public GitLab',
      'kind = "GitLab", repository = "acme/tools/widget", workflow_filepath = ".gitlab-ci.yml"',
      {
        kind: 'GitLab',
        instance: 'https://gitlab.com',
        repository: 'acme/tools/widget',
        workflowFilepath: '.gitlab-ci.yml',
        environment: null,
      },
    ],
    [
      'a GitLab of their own',
      'kind = "GitLab", instance = "https://gitlab.acme.example", repository = "acme/widget", workflow_filepath = "ci/release.yml", environment = "prod"',
      {
        kind: 'GitLab',
        instance: 'https://gitlab.acme.example',
        repository: 'acme/widget',
        workflowFilepath: 'ci/release.yml',
        environment: 'prod',
      },
    ],
    [
      'Google',
      'kind = "Google", email = "release@acme.iam.example"',
      { kind: 'Google', email: 'release@acme.iam.example' },
    ],
    [
      'CircleCI',
      'kind = "CircleCI", project_id = "fdd9283f-e619-46af-8f9c-851f7d3e8b2b", pipeline_definition_id = "8e4f8ab2-8d7c-4827-9f15-de076d6d647f", vcs_origin = "github.com/acme/widget", vcs_ref = "refs/heads/*"',
      {
        kind: 'CircleCI',
        projectId: 'fdd9283f-e619-46af-8f9c-851f7d3e8b2b',
        pipelineDefinitionId: '8e4f8ab2-8d7c-4827-9f15-de076d6d647f',
        vcsOrigin: 'github.com/acme/widget',
        vcsRef: null,
      },
    ],
    [
      'any identity',
      'issuer = "https://accounts.acme.example", identity = "release@acme.example"',
      { kind: 'Identity', issuer: 'https://accounts.acme.example', identity: 'release@acme.example' },
    ],
    [
      'an e-mail address',
      'issuer = "https://accounts.acme.example", email = "*@acme.example"',
      { kind: 'Identity', issuer: 'https://accounts.acme.example', identity: '*@acme.example' },
    ],
  ])('%s', (_reason, text, publisher) => {
    expect(publisherOf(text)?.publisher).toEqual(publisher);
  });

  it('tells an e-mail address from other names, and the ref of CircleCI from a fixed one', () => {
    expect(publisherOf('issuer = "https://a.example", email = "a@b.example"')).toMatchObject({
      nameKind: 'email',
      patterns: { identity: { text: 'a@b.example', stops: '/@' } },
    });
    expect(publisherOf('issuer = "https://a.example", identity = "a@b.example"')?.nameKind).toBe('any');
    expect(
      publisherOf(
        'kind = "CircleCI", project_id = "fdd9283f-e619-46af-8f9c-851f7d3e8b2b", pipeline_definition_id = "8e4f8ab2-8d7c-4827-9f15-de076d6d647f", vcs_ref = "refs/heads/*"',
      )?.patterns.ref,
    ).toEqual({ text: 'refs/heads/*', stops: '/' });
  });

  it('has no times and no demands where none are stated', () => {
    expect(publisherOf('kind = "Google", email = "a@b.example"')).toMatchObject({
      patterns: { identity: null, ref: null, signer: null },
      demands: {},
      validFrom: null,
      validBefore: null,
    });
  });

  const UUID = '"fdd9283f-e619-46af-8f9c-851f7d3e8b2b"';
  it.each([
    [
      'a repository as an address',
      'kind = "GitHub", repository = "https://github.com/a/b", workflow = "x.yml"',
      'policy.value',
    ],
    [
      'a repository without an owner',
      'kind = "GitHub", repository = "b", workflow = "x.yml"',
      'policy.value',
    ],
    ['a repository with a path', 'kind = "GitHub", repository = "a/b/c", workflow = "x.yml"', 'policy.value'],
    [
      'a repository with a wildcard',
      'kind = "GitHub", repository = "a/*", workflow = "x.yml"',
      'policy.pattern',
    ],
    [
      'a workflow as a path',
      'kind = "GitHub", repository = "a/b", workflow = ".github/workflows/x.yml"',
      'policy.value',
    ],
    [
      'a repository that is a pattern, and no name either',
      'kind = "GitHub", repository = "^b", workflow = "x.yml"',
      'policy.pattern',
    ],
    [
      'a workflow with more behind its extension',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml.txt"',
      'policy.value',
    ],
    [
      'a workflow without an extension',
      'kind = "GitHub", repository = "a/b", workflow = "release"',
      'policy.value',
    ],
    [
      'a workflow with a wildcard',
      'kind = "GitHub", repository = "a/b", workflow = "*.yml"',
      'policy.pattern',
    ],
    [
      'an environment with a wildcard',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", environment = "*"',
      'policy.pattern',
    ],
    [
      'an empty environment',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", environment = ""',
      'policy.value',
    ],
    [
      'a ref that is none',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", ref = "v*"',
      'policy.pattern',
    ],
    [
      'a signer as a regular expression',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", signer = "^https://x/"',
      'policy.pattern',
    ],
    [
      'a number that is none',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", repository-id = "x"',
      'policy.value',
    ],
    [
      'a negative number',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", owner-id = -1',
      'policy.value',
    ],
    ['no workflow', 'kind = "GitHub", repository = "a/b"', 'policy.missing-key'],
    [
      'a key of another kind',
      'kind = "GitHub", repository = "a/b", workflow = "x.yml", email = "a@b.c"',
      'policy.unknown-key',
    ],
    ['an unknown kind', 'kind = "SourceForge", repository = "a/b"', 'policy.publisher'],
    ['a kind that is no text', 'kind = 3', 'policy.publisher'],
    [
      'a GitLab at a path',
      'kind = "GitLab", instance = "https://a.example/gitlab", repository = "a/b", workflow_filepath = "x.yml"',
      'policy.value',
    ],
    [
      'a GitLab without https',
      'kind = "GitLab", instance = "http://a.example", repository = "a/b", workflow_filepath = "x.yml"',
      'policy.value',
    ],
    [
      'a GitLab behind a word',
      'kind = "GitLab", instance = "x https://a.example", repository = "a/b", workflow_filepath = "x.yml"',
      'policy.value',
    ],
    [
      'a project of GitLab as an address',
      'kind = "GitLab", repository = "https://gitlab.com/a/b", workflow_filepath = "x.yml"',
      'policy.value',
    ],
    [
      'a project of GitLab with a slash behind',
      'kind = "GitLab", repository = "a/b/", workflow_filepath = "x.yml"',
      'policy.value',
    ],
    [
      'a folder for a pipeline file',
      'kind = "GitLab", repository = "a/b", workflow_filepath = "ci/"',
      'policy.value',
    ],
    [
      'a pipeline file with a slash in front',
      'kind = "GitLab", repository = "a/b", workflow_filepath = "/x.yml"',
      'policy.value',
    ],
    [
      'a project of GitLab without a group',
      'kind = "GitLab", repository = "b", workflow_filepath = "x.yml"',
      'policy.value',
    ],
    ['a Google account with a wildcard', 'kind = "Google", email = "*@acme.example"', 'policy.pattern'],
    ['a Google account that is no address', 'kind = "Google", email = "acme"', 'policy.value'],
    ['a Google account with two at-signs', 'kind = "Google", email = "a@b@c.example"', 'policy.value'],
    [
      'a project that is no UUID',
      `kind = "CircleCI", project_id = "x", pipeline_definition_id = ${UUID}`,
      'policy.value',
    ],
    [
      'a project with a word before its UUID',
      `kind = "CircleCI", project_id = "x fdd9283f-e619-46af-8f9c-851f7d3e8b2b", pipeline_definition_id = ${UUID}`,
      'policy.value',
    ],
    [
      'a pipeline with a word behind its UUID',
      `kind = "CircleCI", project_id = ${UUID}, pipeline_definition_id = "fdd9283f-e619-46af-8f9c-851f7d3e8b2b x"`,
      'policy.value',
    ],
    [
      'a project with a word behind its UUID',
      `kind = "CircleCI", project_id = "fdd9283f-e619-46af-8f9c-851f7d3e8b2b x", pipeline_definition_id = ${UUID}`,
      'policy.value',
    ],
    [
      'a pipeline with a word before its UUID',
      `kind = "CircleCI", project_id = ${UUID}, pipeline_definition_id = "x fdd9283f-e619-46af-8f9c-851f7d3e8b2b"`,
      'policy.value',
    ],
    [
      'a pipeline that is no UUID',
      `kind = "CircleCI", project_id = ${UUID}, pipeline_definition_id = "X"`,
      'policy.value',
    ],
    [
      'an origin as an address',
      `kind = "CircleCI", project_id = ${UUID}, pipeline_definition_id = ${UUID}, vcs_origin = "https://github.com/a/b"`,
      'policy.value',
    ],
    [
      'an origin below a repository',
      `kind = "CircleCI", project_id = ${UUID}, pipeline_definition_id = ${UUID}, vcs_origin = "github.com/a/b/c"`,
      'policy.value',
    ],
    [
      'an issuer behind a word',
      'issuer = "x https://accounts.acme.example", identity = "a@b.example"',
      'policy.value',
    ],
    ['an issuer without https', 'issuer = "accounts.acme.example", identity = "a@b.example"', 'policy.value'],
    ['an issuer with a wildcard', 'issuer = "https://*", identity = "a@b.example"', 'policy.pattern'],
    [
      'an identity of GitHub without a ref',
      'issuer = "https://token.actions.githubusercontent.com", identity = "https://github.com/a/b/.github/workflows/x.yml"',
      'policy.pattern',
    ],
    ['an identity like anybody', 'issuer = "https://a.example", identity = "*"', 'policy.pattern'],
    ['an e-mail address like anybody', 'issuer = "https://a.example", email = "*@*"', 'policy.pattern'],
    ['an e-mail address that is none', 'issuer = "https://a.example", email = "acme"', 'policy.value'],
    ['an issuer alone', 'issuer = "https://a.example"', 'policy.missing-key'],
    [
      'both names',
      'issuer = "https://a.example", identity = "a", email = "a@b.example"',
      'policy.unknown-key',
    ],
    [
      'an end before the beginning',
      'kind = "Google", email = "a@b.example", valid-from = 2026-02-01, valid-until = 2026-01-31',
      'policy.value',
    ],
    ['a day that is none', 'kind = "Google", email = "a@b.example", valid-from = 2026-02-30', 'policy.value'],
    [
      'a moment',
      'kind = "Google", email = "a@b.example", valid-until = 2026-02-03T10:00:00Z',
      'policy.value',
    ],
    ['a number for a day', 'kind = "Google", email = "a@b.example", valid-until = 3', 'policy.value'],
  ])('refuses %s', (_reason, text, code) => {
    const errors = errorsOf(`version = 1\n[[rule]]\npackages = ["acme"]\npublisher = [{ ${text} }]`);
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]?.subject).toMatch(/^x\.toml:4:[0-9]+$/);
  });

  it('marks the day of the two that comes too early', () => {
    const [error] = errorsOf(
      'version = 1\n[[rule]]\npackages = ["acme"]\n[[rule.publisher]]\nkind = "Google"\nemail = "a@b.example"\nvalid-from = 2026-02-01\nvalid-until = 2026-01-31',
    );
    expect(error?.subject).toBe('x.toml:8:15');
  });

  it('takes a period of one day', () => {
    expect(
      publisherOf(
        'kind = "Google", email = "a@b.example", valid-from = 2026-02-01, valid-until = 2026-02-01',
      ),
    ).toMatchObject({
      validFrom: new Date('2026-02-01T00:00:00Z'),
      validBefore: new Date('2026-02-02T00:00:00Z'),
    });
  });
});

describe('what is wrong with a policy', () => {
  it.each([
    ['no version', 'provenance = "off"', 'policy.version', 'x.toml:1:1'],
    ['another version', 'version = 2', 'policy.version', 'x.toml:1:11'],
    ['a version as text', 'version = "1"', 'policy.version', 'x.toml:1:11'],
    ['an unknown key', 'version = 1\nprovenence = "off"', 'policy.unknown-key', 'x.toml:2:1'],
    ['a key that every object inherits', 'version = 1\n__proto__ = 1', 'policy.unknown-key', 'x.toml:2:1'],
    ['an unknown table', 'version = 1\n[rules]\n', 'policy.unknown-key', 'x.toml:2:1'],
    ['an unknown key of [ci]', 'version = 1\n[ci]\nmin_age = "P1D"', 'policy.unknown-key', 'x.toml:3:1'],
    ['an unknown word', 'version = 1\nprovenance = "on"', 'policy.value', 'x.toml:2:14'],
    ['an unknown word in [ci]', 'version = 1\n[ci]\nfirst-seen = "x"', 'policy.value', 'x.toml:3:14'],
    ['a number for a word', 'version = 1\nsource = 3', 'policy.value', 'x.toml:2:10'],
    ['a number for a duration', 'version = 1\nmin-age = 3', 'policy.value', 'x.toml:2:11'],
    ['a duration that is none', 'version = 1\n[ci]\nmin-age = "P1M"', 'policy.value', 'x.toml:3:11'],
    ['a text for a table', 'version = 1\nci = "x"', 'policy.value', 'x.toml:2:6'],
    ['a table for an array of them', 'version = 1\n[rule]\npackages = ["a"]', 'policy.value', 'x.toml:2:1'],
    ['a text for an array of tables', 'version = 1\nrule = ["a"]', 'policy.value', 'x.toml:2:9'],
    ['a rule without packages', 'version = 1\n[[rule]]\ndeny = true', 'policy.missing-key', 'x.toml:2:1'],
    [
      'a rule for no packages',
      'version = 1\n[[rule]]\npackages = []\ndeny = true',
      'policy.package',
      'x.toml:3:12',
    ],
    [
      'a package that is none',
      'version = 1\n[[rule]]\npackages = ["a", "a b"]\ndeny = true',
      'policy.package',
      'x.toml:3:18',
    ],
    [
      'a package that is no text',
      'version = 1\n[[rule]]\npackages = ["a", 3]\ndeny = true',
      'policy.value',
      'x.toml:3:18',
    ],
    ['a rule that says nothing', 'version = 1\n[[rule]]\npackages = ["a"]', 'policy.rule', 'x.toml:2:1'],
    [
      'a rule that forbids and names publishers',
      'version = 1\n[[rule]]\npackages = ["a"]\ndeny = true\n[[rule.publisher]]\nkind = "Google"\nemail = "a@b.c"',
      'policy.rule',
      'x.toml:4:1',
    ],
    [
      'a rule that forbids and sets',
      'version = 1\n[[rule]]\npackages = ["a"]\ndeny = true\nmin-age = "P1D"',
      'policy.rule',
      'x.toml:4:1',
    ],
    [
      'a rule that forbids and names a root',
      'version = 1\n[[rule]]\npackages = ["a"]\ndeny = true\nroot = "public-good"',
      'policy.rule',
      'x.toml:4:1',
    ],
    [
      'a rule that forbids nothing',
      'version = 1\n[[rule]]\npackages = ["a"]\ndeny = false',
      'policy.value',
      'x.toml:4:8',
    ],
    [
      'an empty list of publishers',
      'version = 1\n[[rule]]\npackages = ["a"]\npublisher = []',
      'policy.publisher',
      'x.toml:4:13',
    ],
    [
      'publishers that are not looked at',
      'version = 1\n[[rule]]\npackages = ["a"]\nprovenance = "off"\npublisher = [{ kind = "Google", email = "a@b.c" }]',
      'policy.rule',
      'x.toml:4:14',
    ],
    [
      'versions that nothing fits',
      'version = 1\n[[rule]]\npackages = ["a<1,>2"]\ndeny = true',
      'policy.rule-unreachable',
      'x.toml:3:13',
    ],
    [
      'an index without an address',
      'version = 1\n[[index]]\npackages = ["a"]',
      'policy.missing-key',
      'x.toml:2:1',
    ],
    [
      'an index that says nothing',
      'version = 1\n[[index]]\nurl = "https://a.example"',
      'policy.missing-key',
      'x.toml:2:1',
    ],
    [
      'an index for no packages',
      'version = 1\n[[index]]\nurl = "https://a.example"\npackages = []',
      'policy.package',
      'x.toml:4:12',
    ],
    [
      'an index for versions',
      'version = 1\n[[index]]\nurl = "https://a.example"\npackages = ["a>=1"]',
      'policy.package',
      'x.toml:4:13',
    ],
    [
      'an address that is none',
      'version = 1\n[[index]]\nurl = "a.example"\npackages = ["a"]',
      'policy.value',
      'x.toml:3:7',
    ],
    [
      'an address of another kind',
      'version = 1\n[[index]]\nurl = "ftp://a.example"\npackages = ["a"]',
      'policy.value',
      'x.toml:3:7',
    ],
    [
      'an address with a user name',
      'version = 1\n[[index]]\nurl = "https://u@a.example"\npackages = ["a"]',
      'policy.value',
      'x.toml:3:7',
    ],
    [
      'evidence with a password',
      'version = 1\n[[index]]\nurl = "https://a.example"\nevidence = "https://:p@b.example"',
      'policy.value',
      'x.toml:4:12',
    ],
    [
      'a waiver without a day',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"`,
      'policy.missing-key',
      'x.toml:2:1',
    ],
    [
      'a waiver without a reason',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nexpires = 2027-01-01`,
      'policy.missing-key',
      'x.toml:2:1',
    ],
    [
      'a waiver for all versions',
      `version = 1\n[[waiver]]\npackage = "a"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.value',
      'x.toml:3:11',
    ],
    [
      'a waiver for many versions',
      `version = 1\n[[waiver]]\npackage = "a>=1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.value',
      'x.toml:3:11',
    ],
    [
      'a waiver for a wildcard',
      `version = 1\n[[waiver]]\npackage = "a*==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.value',
      'x.toml:3:11',
    ],
    [
      'a waiver for two versions',
      `version = 1\n[[waiver]]\npackage = "a==1==2"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.value',
      'x.toml:3:11',
    ],
    [
      'a waiver for no digest',
      'version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "00"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-01-01',
      'policy.value',
      'x.toml:4:10',
    ],
    [
      'a waiver of an unknown check',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.to-new"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.waiver-check',
      'x.toml:5:9',
    ],
    [
      'a waiver of the digest',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "hash.mismatch"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.waiver-check',
      'x.toml:5:9',
    ],
    [
      'a waiver of an archive',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "archive.overlap"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.waiver-check',
      'x.toml:5:9',
    ],
    [
      'a waiver of what the policy forbids',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "plan.denied"\nreason = "x"\nexpires = 2027-01-01`,
      'policy.waiver-check',
      'x.toml:5:9',
    ],
    [
      'a waiver that ended yesterday',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2026-11-23`,
      'policy.waiver-expired',
      'x.toml:7:11',
    ],
    [
      'a waiver for no version that is over, too',
      `version = 1\n[[waiver]]\npackage = "a"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2026-11-23`,
      'policy.value',
      'x.toml:3:11',
    ],
    [
      'a waiver for no digest that is over, too',
      'version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "00"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2026-11-23',
      'policy.value',
      'x.toml:4:10',
    ],
    [
      'a waiver of no check that is over, too',
      `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "x"\nreason = "x"\nexpires = 2026-11-23`,
      'policy.waiver-check',
      'x.toml:5:9',
    ],
    [
      'a root and a mirror',
      'version = 1\n[trust]\nroot = "x"\ntuf-mirror = "https://a.example"\ntuf-root = "y"',
      'policy.trust',
      'x.toml:2:1',
    ],
    [
      'a mirror without its root',
      'version = 1\n[trust]\ntuf-mirror = "https://a.example"',
      'policy.trust',
      'x.toml:2:1',
    ],
    ['the root of a mirror alone', 'version = 1\n[trust]\ntuf-root = "x"', 'policy.trust', 'x.toml:2:1'],
    ['a named root that is none', 'version = 1\n[trust.roots.own]\n', 'policy.trust', 'x.toml:2:1'],
    [
      'a named root with an unknown key',
      'version = 1\n[trust.roots.own]\nroot = "x"\nroots = "y"',
      'policy.unknown-key',
      'x.toml:4:1',
    ],
    [
      'a mirror that is no address',
      'version = 1\n[trust]\ntuf-mirror = "a"\ntuf-root = "y"',
      'policy.value',
      'x.toml:3:14',
    ],
    [
      'a root by the name of the public one',
      'version = 1\n[trust.roots.public-good]\nroot = "x"',
      'policy.trust',
      'x.toml:2:1',
    ],
    [
      'a rule with an unknown root',
      'version = 1\n[[rule]]\npackages = ["a"]\nroot = "own"',
      'policy.trust',
      'x.toml:4:8',
    ],
  ])('%s', (_reason, text, code, place) => {
    const errors = errorsOf(text);
    expect(errors.map((error) => `${error.code} ${error.subject}`)).toEqual(
      code === '' ? [] : [`${code} ${place}`],
    );
  });

  it('is over when its day is', () => {
    const text = `version = 1\n[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2026-11-24`;
    const at = (now: string) => () =>
      readPolicyLayer(text, {
        source: 'x.toml',
        folder: '/x',
        kind: 'project',
        form: 'whole file',
        now: new Date(now),
      });
    expect(at('2026-11-24T23:59:59.999Z')).not.toThrow();
    expect(at('2026-11-25T00:00:00Z')).toRefuse('policy.waiver-expired');
  });

  it('is told in these words', () => {
    const texts = [
      '',
      'version = 2',
      'x = 1',
      '[ci]\nx = 1',
      '[[index]]\nx = 1',
      '[[rule]]\nx = 1',
      '[[rule]]\npackages = 1',
      '[[rule]]\npackages = ["a", 3]\ndeny = true',
      '[[rule]]\npackages = ["a"]\ndeny = "x"',
      '[[rule]]\npackages = ["a"]\npublisher = ["x"]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "GitHub" }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ issuer = "https://a.example" }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ issuer = "https://a.example", email = "a@b.c", x = 1 }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ issuer = "https://a.example", identity = "", x = 1 }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "Email" }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "Identity" }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "GITHUB" }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "GitHub", repository = "a/b", workflow = "x.yml", repository-id = {} }]',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "Google", email = "a@b.c", valid-from = [] }]',
      '[[waiver]]\nx = 1',
      `[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "zzz"\nreason = ""\nexpires = 3`,
      '[trust]\nx = 1\nroots = 3',
      '[trust.roots.own]\nx = 1\nroot = 1',
      'min-age = ""',
    ];
    const told = texts.flatMap((text) =>
      errorsOf(text.startsWith('version') || text === '' ? text : `version = 1\n${text}`).map(
        ({ code, subject, message, hint }) =>
          `${code} ${subject}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
      ),
    );
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "policy.version x.toml:1:1: the policy has no "version" | Write "version = 1" into the first line
      policy.version x.toml:1:11: the policy is of version 2, and only version 1 is known | Update safe-install, or write "version = 1"
      policy.unknown-key x.toml:2:1: "x" is no key of the policy | It has "version", "provenance", "min-age", "source", "first-seen", "path-conflicts", "ci", "index", "rule", "waiver", "trust"
      policy.unknown-key x.toml:3:1: "x" is no key of the table [ci] | It has "provenance", "min-age", "source", "first-seen", "path-conflicts"
      policy.missing-key x.toml:2:1: an index has no "url"
      policy.unknown-key x.toml:3:1: "x" is no key of an index | It has "url", "packages", "evidence"
      policy.missing-key x.toml:2:1: a rule has no "packages"
      policy.unknown-key x.toml:3:1: "x" is no key of a rule | It has "packages", "deny", "publisher", "root", "provenance", "min-age", "source"
      policy.value x.toml:3:12: "packages" takes an array, not 1
      policy.value x.toml:3:18: a member of "packages" takes a string, not 3
      policy.value x.toml:4:8: "deny" takes true, not "x"
      policy.value x.toml:4:14: a member of "publisher" takes a table, not "x"
      policy.missing-key x.toml:4:14: a publisher of kind "GitHub" has no "repository"
      policy.missing-key x.toml:4:14: a publisher of kind "GitHub" has no "workflow"
      policy.missing-key x.toml:4:14: a publisher has no "identity"
      policy.unknown-key x.toml:4:63: "x" is no key of a publisher | It has "issuer", "email", "valid-from", "valid-until"
      policy.value x.toml:4:57: "identity" is empty
      policy.unknown-key x.toml:4:61: "x" is no key of a publisher | It has "issuer", "identity", "ref", "trigger", "runner", "signer", "repository-id", "owner-id", "valid-from", "valid-until"
      policy.publisher x.toml:4:23: "Email" is no kind of publisher: "GitHub", "GitLab", "Google", "CircleCI" are | Anybody else is named by "issuer" and "identity", or "issuer" and "email", without "kind"
      policy.publisher x.toml:4:23: "Identity" is no kind of publisher: "GitHub", "GitLab", "Google", "CircleCI" are | Anybody else is named by "issuer" and "identity", or "issuer" and "email", without "kind"
      policy.publisher x.toml:4:23: "GITHUB" is no kind of publisher: "GitHub", "GitLab", "Google", "CircleCI" are | Did you mean "GitHub"?
      policy.value x.toml:4:89: "repository-id" takes the number that does not change with the name, not a table
      policy.value x.toml:4:63: "valid-from" takes a day, such as 2027-01-31, not an array
      policy.missing-key x.toml:2:1: a waiver has no "package"
      policy.missing-key x.toml:2:1: a waiver has no "sha256"
      policy.missing-key x.toml:2:1: a waiver has no "check"
      policy.missing-key x.toml:2:1: a waiver has no "reason"
      policy.missing-key x.toml:2:1: a waiver has no "expires"
      policy.unknown-key x.toml:3:1: "x" is no key of a waiver | It has "package", "sha256", "check", "reason", "expires"
      policy.value x.toml:6:10: "reason" is empty
      policy.unknown-key x.toml:3:1: "x" is no key of the table [trust] | It has "root", "tuf-mirror", "tuf-root", "roots"
      policy.value x.toml:4:9: "roots" takes tables, not 3
      policy.unknown-key x.toml:3:1: "x" is no key of a trust root | It has "root", "tuf-mirror", "tuf-root"
      policy.value x.toml:4:8: "root" takes a string, not 1
      policy.value x.toml:2:11: "min-age" takes a duration of ISO 8601 in weeks, days, hours, minutes and seconds, not "" | Write it like "P3D" or "PT12H"; months and years have no fixed length"
    `);
  });

  it('is told all at once, in the order of the file', () => {
    expect(
      faultsOf(`min-age = "x"
[[rule]]
packages = ["a b"]
publisher = []
[[rule]]
packages = ["b"]
[[rule.publisher]]
kind = "GitHub"
repostory = "a/b"
workflow = "x.yml"
[ci]
provenance = "x"
[[waiver]]
package = "a"
sha256 = "x"
check = "x"
reason = "x"
expires = 2020-01-01
[[index]]
url = "x"
[trust]
root = "x"
tuf-root = "x"
`),
    ).toEqual([
      'policy.value 2:11',
      'policy.package 4:13',
      'policy.publisher 5:13',
      'policy.missing-key 8:1',
      'policy.unknown-key 10:1',
      'policy.value 13:14',
      'policy.value 15:11',
      'policy.value 16:10',
      'policy.waiver-check 17:9',
      'policy.missing-key 20:1',
      'policy.value 21:7',
      'policy.trust 22:1',
    ]);
  });

  it('is not told without end', () => {
    expect(faultsOf(Array.from({ length: 60 }, (_, index) => `x${index} = 1`).join('\n'))).toHaveLength(50);
  });

  it.each([
    ['a key of the table', 'provenence = "off"', 'Did you mean "provenance"?'],
    ['a key with another separator', 'first_seen = "accept"', 'Did you mean "first-seen"?'],
    ['a key of another table', 'publisher = []', 'It belongs into a rule'],
    [
      'no key like it',
      '[[index]]\nurl = "https://a.example"\npackages = ["a"]\nzzz = 1',
      'It has "url", "packages", "evidence"',
    ],
    ['a word', 'provenance = "requierd"', 'Did you mean "required"?'],
    ['a word like none', 'provenance = "zzz"', undefined],
    [
      'a check',
      `[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\nreason = "x"\nexpires = 2027-01-01\ncheck = "age.to-new"`,
      'Did you mean "age.too-new"?',
    ],
    [
      'a check like none',
      `[[waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\nreason = "x"\nexpires = 2027-01-01\ncheck = "zzz"`,
      'Take the reason code of the refusal',
    ],
    ['a kind', '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "github" }]', 'Did you mean "GitHub"?'],
    [
      'a kind in capitals',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "CIRCLECI" }]',
      'Did you mean "CircleCI"?',
    ],
    [
      'a kind like none',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "zzz" }]',
      'Anybody else is named by "issuer" and "identity", or "issuer" and "email", without "kind"',
    ],
    [
      'a root',
      '[[rule]]\npackages = ["a"]\nroot = "onw"\n[trust.roots.own]\nroot = "x"',
      'Did you mean "own"?',
    ],
    ['a root like none', '[[rule]]\npackages = ["a"]\nroot = "zzzzzz"', 'Describe it below [trust.roots]'],
  ])('names the nearest of what is known: %s', (_reason, text, hint) => {
    expect(errorsOf(`version = 1\n${text}`)[0]?.hint).toBe(hint);
  });

  it('shows the line, but not one with a password', () => {
    const [error] = errorsOf('version = 1\nprovenance = "on" # x');
    expect(error?.excerpt).toEqual({ text: 'provenance = "on" # x', start: 13, end: 17 });
    const [secret] = errorsOf('version = 1\n[[index]]\nurl = "https://u:p4ss@a.example"\npackages = ["a"]');
    expect(JSON.stringify([secret?.excerpt ?? null, secret?.message, secret?.facts])).not.toContain('p4ss');
  });

  it.each([
    ['that fits, whole', 58, `not "${'x'.repeat(58)}"`],
    ['that does not, cut', 59, `not "${'x'.repeat(59)}…`],
    ['without end, cut', 2000, `not "${'x'.repeat(59)}…`],
  ])('shows a value %s', (_reason, length, shown) => {
    const [error] = errorsOf(`version = 1\nprovenance = "${'x'.repeat(length)}"`);
    expect(error?.message.split(', ').at(-1)).toBe(shown);
  });

  it('says what a value is, in words', () => {
    const told = (value: string) =>
      errorsOf(`version = 1\nprovenance = ${value}`)[0]?.message.split(', not ')[1];
    expect([told('3'), told('true'), told('[]'), told('{}'), told('2027-01-01')]).toEqual([
      '3',
      'true',
      'an array',
      'a table',
      'a date',
    ]);
    expect(errorsOf('version = 1\nci = "x"')[0]?.message).toBe('"ci" takes a table, not "x"');
    expect(errorsOf('version = 1\nrule = "x"')[0]?.message).toBe('"rule" takes an array, not "x"');
    expect(errorsOf('version = 1\nrule = ["x"]')[0]?.message).toBe(
      'a member of "rule" takes a table, not "x"',
    );
    expect(errorsOf('version = 1\nmin-age = 3')[0]?.message).toBe('"min-age" takes a string, not 3');
    expect(errorsOf('version = 1\n[trust]\nroots = 3')[0]?.message).toBe('"roots" takes tables, not 3');
  });

  it('is too large', () => {
    const many = (count: number, name: (index: number) => string) =>
      `[[rule]]\npackages = [${Array.from({ length: count }, (_, index) => `"${name(index)}"`).join(',')}]\ndeny = true`;
    expect(faultsOf(many(5001, (index) => `a${index}`))).toEqual(['policy.too-large 2:1']);
    expect(faultsOf(many(5000, (index) => `a${index}`))).toEqual([]);
    expect(faultsOf(many(201, (index) => `a${index}-*`))).toEqual(['policy.too-large 2:1']);
    expect(faultsOf(many(200, (index) => `a${index}-*`))).toEqual([]);
    const publisher = '{ kind = "Google", email = "a@b.c" }';
    const publishers = (count: number) =>
      `[[rule]]\npackages = ["a"]\npublisher = [${Array.from({ length: count }, () => publisher).join(',')}]`;
    expect(faultsOf(publishers(101))).toEqual(['policy.too-large 4:13']);
    expect(faultsOf(publishers(100))).toEqual([]);
  });
});

describe('what is warned about', () => {
  it.each([
    ['nothing', '[[rule]]\npackages = ["a"]\nprovenance = "required"', []],
    [
      'a name like a regular expression',
      '[[rule]]\npackages = ["acme.*"]\ndeny = true',
      ['policy.pattern 3:13'],
    ],
    [
      'a ref like a regular expression',
      '[[rule]]\npackages = ["a"]\npublisher = [{ kind = "GitHub", repository = "a/b", workflow = "x.yml", ref = "refs/tags/v.*" }]',
      ['policy.pattern 4:79'],
    ],
    [
      'publishers that are not looked at',
      'provenance = "off"\n[[rule]]\npackages = ["a"]\npublisher = [{ kind = "Google", email = "a@b.c" }]',
      ['policy.rule-unreachable 2:14'],
    ],
    [
      'publishers that a setting of their own looks at',
      'provenance = "off"\n[[rule]]\npackages = ["a"]\nprovenance = "required"\npublisher = [{ kind = "Google", email = "a@b.c" }]',
      [],
    ],
    ['rules that are none of publishers', 'provenance = "off"\n[[rule]]\npackages = ["a"]\ndeny = true', []],
  ])('%s', (_reason, text, expected) => {
    expect(warningsOf(text)).toEqual(expected);
  });
});

describe('pyproject.toml', () => {
  it('is a policy in its table, with the places of the file', () => {
    const policy = read(
      '[project]\nname = "x"\n[tool.safe-install]\nversion = 1\nmin-age = "P1D"\n',
      'pyproject',
    );
    expect(policy?.settings.minAge?.origin).toEqual({ source: 'x.toml', line: 5, column: 1 });
    expect(policy?.origin).toEqual({ source: 'x.toml', line: 3, column: 1 });
  });

  it('has places in its tables of tables', () => {
    const text =
      '[tool.safe-install]\nversion = 1\n[[tool.safe-install.rule]]\npackages = ["a b"]\ndeny = true\n';
    expect(errorsOf(text, 'pyproject').map((error) => error.subject)).toEqual(['x.toml:4:13']);
    const expires = `[tool.safe-install]\nversion = 1\n[[tool.safe-install.waiver]]\npackage = "a==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-02-30`;
    expect(errorsOf(expires, 'pyproject').map((error) => error.subject)).toEqual(['x.toml:8:11']);
  });

  it.each([
    ['no table of tools', '[project]\nname = "x"'],
    ['tools of others', '[tool.other]\nx = 1'],
    ['a tool that is no table', 'tool = 3'],
  ])('has no policy with %s', (_reason, text) => {
    expect(read(text, 'pyproject')).toBeNull();
  });

  it('refuses a policy that is no table', () => {
    expect(
      errorsOf('tool.safe-install = 3', 'pyproject').map((error) => `${error.code} ${error.subject}`),
    ).toEqual(['policy.value x.toml:1:21']);
  });

  it('refuses what is wrong in its table, and nothing else', () => {
    expect(errorsOf('[tool.safe-install]\nversion = 1\nx = 1\n[tool.x]\ny = 1', 'pyproject')).toHaveLength(1);
  });
});

describe('the shipped policies', () => {
  it('are read without a warning', () => {
    for (const name of ['default.toml', 'strict.toml', 'ci.toml'])
      expect(read(shipped(name))?.warnings).toEqual([]);
  });

  it('state by default what is built in', () => {
    const policy = read(shipped('default.toml'));
    const values = Object.fromEntries(
      Object.entries(policy?.settings ?? {}).map(([name, each]) => [name, each.value]),
    );
    expect(values).toEqual(BUILT_IN_SETTINGS);
    expect(policy?.ci).toEqual({});
  });

  it('require provenance where they are strict', () => {
    expect(read(shipped('strict.toml'))?.settings).toMatchObject({
      provenance: { value: 'required' },
      minAge: { value: 3 * 86_400_000 },
      source: { value: 'require' },
      pathConflicts: { value: 'refuse' },
    });
    expect(read(shipped('ci.toml'))?.settings).toMatchObject({
      provenance: { value: 'required' },
      firstSeen: { value: 'accept' },
      pathConflicts: { value: 'refuse' },
    });
  });

  it('have the schema that the program has; `node scripts/schema.mjs` writes it', () => {
    expect(JSON.parse(shipped('schema.json'))).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
  });

  it('ask for the day of a waiver in the schema', () => {
    const schema = policyJsonSchema() as { properties: { waiver: { items: { required: string[] } } } };
    expect(schema.properties.waiver.items.required).toContain('expires');
  });
});
