import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../src/attestation/index.ts';
import { normalizeName } from '../../src/packaging/index.ts';
import { type PinnedPublisher, parsePolicyFile, ruleText, withRules } from '../../src/policy/index.ts';
import { NOW } from './support.ts';

const pinned = (publisher: Publisher, more: Partial<PinnedPublisher> = {}): PinnedPublisher => ({
  name: normalizeName('acme'),
  versions: '',
  publisher,
  repositoryId: null,
  ownerId: null,
  seenIn: 'seen in acme 1.0',
  ...more,
});

const GITHUB: Publisher = {
  kind: 'GitHub',
  repository: 'acme/widget',
  workflow: 'release.yml',
  environment: 'prod',
};
const UUID = 'fdd9283f-e619-46af-8f9c-851f7d3e8b2b';

const read = (text: string, form: 'whole file' | 'pyproject' = 'whole file') =>
  parsePolicyFile(text, { source: 'x.toml', folder: '/x', kind: 'project', form, now: NOW });

describe('ruleText', () => {
  it('writes a rule that a person can read', () => {
    const text = ruleText(pinned(GITHUB, { versions: '>=2', repositoryId: '1', ownerId: '2' }), 'whole file');
    expect(text).toBe(`# seen in acme 1.0
[[rule]]
packages = ["acme>=2"]
[[rule.publisher]]
kind = "GitHub"
repository = "acme/widget"
workflow = "release.yml"
environment = "prod"
repository-id = "1"
owner-id = "2"
`);
  });

  it.each<readonly [string, Publisher]>([
    ['GitHub', GITHUB],
    ['GitHub without an environment', { ...GITHUB, environment: null }],
    [
      'the public GitLab',
      {
        kind: 'GitLab',
        instance: 'https://gitlab.com',
        repository: 'a/b',
        workflowFilepath: '.gitlab-ci.yml',
        environment: null,
      },
    ],
    [
      'a GitLab of their own',
      {
        kind: 'GitLab',
        instance: 'https://gitlab.acme.example',
        repository: 'a/b/c',
        workflowFilepath: 'ci/x.yml',
        environment: 'x',
      },
    ],
    ['Google', { kind: 'Google', email: 'a@b.example' }],
    [
      'CircleCI',
      {
        kind: 'CircleCI',
        projectId: UUID,
        pipelineDefinitionId: UUID,
        vcsOrigin: 'github.com/a/b',
        vcsRef: null,
      },
    ],
    ['anybody', { kind: 'Identity', issuer: 'https://a.example', identity: 'a@b.example' }],
  ])('writes what is read back as it was: %s', async (_reason, publisher) => {
    for (const form of ['whole file', 'pyproject'] as const) {
      const text = withRules('', [ruleText(pinned(publisher), form)], { form, state: 'has none' });
      const layer = await read(text, form);
      expect(layer?.rules[0]?.publishers[0]?.publisher).toEqual(publisher);
      expect(layer?.warnings).toEqual([]);
    }
  });

  it('keeps a comment to its line', () => {
    expect(ruleText(pinned(GITHUB, { seenIn: 'x\n[trust]\u2028' }), 'whole file').split('\n')[0]).toBe(
      '# x?[trust]?',
    );
  });
});

describe('withRules', () => {
  it('begins a policy', () => {
    expect(withRules('', ['[[rule]]\nx\n'], { form: 'whole file', state: 'has none' })).toBe(
      'version = 1\n\n[[rule]]\nx\n',
    );
    expect(withRules('[project]\n', ['[[x]]'], { form: 'pyproject', state: 'has none' })).toBe(
      '[project]\n\n[tool.safe-install]\nversion = 1\n\n[[x]]\n',
    );
  });

  it('goes on with one', () => {
    expect(
      withRules('version = 1\n\n\n', ['[[a]]\n', '[[b]]\n'], { form: 'whole file', state: 'has a policy' }),
    ).toBe('version = 1\n\n[[a]]\n\n[[b]]\n');
  });
});
