import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../src/attestation/index.ts';
import { parsePublisher } from '../../src/policy/parse-publisher.ts';

const PROJECT = '11111111-2222-4333-8444-555555555555';
const PIPELINE = '66666666-7777-4888-9999-000000000000';

describe('parsePublisher', () => {
  it.each<[string, Publisher]>([
    [
      'github:acme/widget/release.yml',
      { kind: 'GitHub', repository: 'acme/widget', workflow: 'release.yml', environment: null },
    ],
    [
      'github:acme/widget/release.yaml#prod #2',
      { kind: 'GitHub', repository: 'acme/widget', workflow: 'release.yaml', environment: 'prod #2' },
    ],
    [
      'gitlab:acme/tools/widget//ci/release.yml#prod',
      {
        kind: 'GitLab',
        instance: 'https://gitlab.com',
        repository: 'acme/tools/widget',
        workflowFilepath: 'ci/release.yml',
        environment: 'prod',
      },
    ],
    [
      'gitlab:acme/widget//ci//release.yml',
      {
        kind: 'GitLab',
        instance: 'https://gitlab.com',
        repository: 'acme/widget',
        workflowFilepath: 'ci//release.yml',
        environment: null,
      },
    ],
    ['google:me@acme.example', { kind: 'Google', email: 'me@acme.example' }],
    [
      `circleci:${PROJECT}/${PIPELINE}`,
      {
        kind: 'CircleCI',
        projectId: PROJECT,
        pipelineDefinitionId: PIPELINE,
        vcsOrigin: null,
        vcsRef: null,
      },
    ],
  ])('reads %s', (text, publisher) => {
    expect(parsePublisher(text)).toEqual(publisher);
  });

  it.each([
    ['nothing', ''],
    ['no kind', 'acme/widget/release.yml'],
    ['an unknown kind', 'sourcehut:acme/widget/release.yml'],
    ['a member of every object', 'constructor:acme'],
    ['no workflow', 'github:acme/widget'],
    ['a workflow that is none', 'github:acme/widget/release.txt'],
    ['a path as the workflow', 'github:acme/widget/sub/release.yml'],
    ['no owner', 'github:/widget/release.yml'],
    ['no repository', 'github:acme//release.yml'],
    ['an environment in front', 'github:#acme/widget/release.yml'],
    ['a path behind the workflow', 'github:acme/widget/release.yml/x'],
    ['more behind the extension', 'github:acme/widget/release.yml.txt'],
    ['an environment of nothing', 'github:acme/widget/release.yml#'],
    ['no file', 'gitlab:acme/widget//'],
    ['three slashes before the file', 'gitlab:acme/widget///.gitlab-ci.yml'],
    ['a project behind a host', 'gitlab:gitlab.com:acme/widget//.gitlab-ci.yml'],
    ['no slash', 'gitlab:acme'],
    ['one slash before the file', 'gitlab:acme/widget/.gitlab-ci.yml'],
    ['a project without a group', 'gitlab:widget//.gitlab-ci.yml'],
    ['no address', 'google:acme.example'],
    ['two addresses', 'google:a@b.example@c.example'],
    ['an address behind a word', 'google:x a@b.example'],
    ['an address before a word', 'google:a@b.example x'],
    ['a UUID behind a letter', `circleci:x${PROJECT}/${PIPELINE}`],
    ['a UUID before a letter', `circleci:${PROJECT}/${PIPELINE}x`],
    ['no UUIDs', 'circleci:project/pipeline'],
    ['a project that is no UUID', `circleci:project/${PIPELINE}`],
    ['a pipeline that is no UUID', `circleci:${PROJECT}/pipeline`],
    ['a UUID too many', `circleci:${PROJECT}/${PIPELINE}/${PIPELINE}`],
    ['a text without an end', `github:${'a'.repeat(2_000)}/b/c.yml`],
  ])('refuses %s', (_reason, text) => {
    expect(() => parsePublisher(text)).toRefuse('usage.option');
  });

  it('reads a text of the greatest length', () => {
    const owner = 'a'.repeat(1_000 - 'github:/b/c.yml'.length);
    expect(parsePublisher(`github:${owner}/b/c.yml`)).toMatchObject({ repository: `${owner}/b` });
    expect(() => parsePublisher(`github:a${owner}/b/c.yml`)).toRefuse('usage.option');
  });
});
