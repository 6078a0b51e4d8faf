import { describe, expect, it } from 'vitest';
import { ShapeReader } from '../../../src/attestation/json/shape-reader.ts';
import type { JsonValue } from '../../../src/attestation/json/strict-json.ts';
import { readPublisherClaim } from '../../../src/attestation/publisher/publisher-claim.ts';

function read(json: JsonValue | undefined) {
  const shape = new ShapeReader('it', {
    malformed: 'provenance.malformed',
    tooLarge: 'provenance.too-large',
  });
  const claim = readPublisherClaim(shape, json, 'publisher');
  shape.finish();
  return claim;
}

const GITHUB = { kind: 'GitHub', repository: 'acme/widget', workflow: 'release.yml' };

describe('readPublisherClaim', () => {
  it.each<[JsonValue, object]>([
    [GITHUB, { ...GITHUB, environment: null }],
    [
      { ...GITHUB, environment: 'release', else: 1 },
      { ...GITHUB, environment: 'release' },
    ],
    [
      { kind: 'GitLab', repository: 'a/b', workflow_filepath: '.gitlab-ci.yml', environment: 'release' },
      {
        kind: 'GitLab',
        instance: 'https://gitlab.com',
        repository: 'a/b',
        workflowFilepath: '.gitlab-ci.yml',
        environment: 'release',
      },
    ],
    [
      { kind: 'Google', email: 'a@b.example' },
      { kind: 'Google', email: 'a@b.example' },
    ],
    [
      { kind: 'CircleCI', project_id: 'p', pipeline_definition_id: 'd' },
      { kind: 'CircleCI', projectId: 'p', pipelineDefinitionId: 'd', vcsOrigin: null, vcsRef: null },
    ],
    [
      { kind: 'CircleCI', project_id: 'p', pipeline_definition_id: 'd', vcs_origin: 'o', vcs_ref: 'r' },
      { kind: 'CircleCI', projectId: 'p', pipelineDefinitionId: 'd', vcsOrigin: 'o', vcsRef: 'r' },
    ],
    [{ kind: 'github' }, { kind: 'unknown', name: 'github' }],
    [
      { kind: 'Identity', issuer: 'x' },
      { kind: 'unknown', name: 'Identity' },
    ],
  ])('reads %j', (json, claim) => {
    expect(read(json)).toEqual(claim);
  });

  it.each([undefined, null, ''])('takes an environment that is %j for none', (environment) => {
    expect(read({ ...GITHUB, ...(environment === undefined ? {} : { environment }) })).toMatchObject({
      environment: null,
    });
  });

  it('takes every character that can be told apart, and 1024 of them', () => {
    expect(read({ ...GITHUB, workflow: ' !~' })).toMatchObject({ workflow: ' !~' });
    expect(read({ ...GITHUB, workflow: 'x'.repeat(1024) })).toMatchObject({ kind: 'GitHub' });
  });

  it.each<[JsonValue | undefined, string]>([
    [undefined, 'publisher is missing'],
    [[], 'publisher is not an object'],
    [{}, 'publisher.kind is missing'],
    [{ kind: 1 }, 'publisher.kind is not a string'],
    [{ kind: 'a\u00e4' }, 'publisher.kind is not printable ASCII'],
    [{ ...GITHUB, workflow: '' }, 'publisher.workflow is empty'],
    [{ ...GITHUB, workflow: 'x'.repeat(1025) }, 'publisher.workflow has more than 1024 characters'],
    [{ ...GITHUB, workflow: '\nx' }, 'publisher.workflow is not printable ASCII'],
    [{ ...GITHUB, workflow: 'x\n' }, 'publisher.workflow is not printable ASCII'],
    [{ ...GITHUB, workflow: 'x\u007f' }, 'publisher.workflow is not printable ASCII'],
    [{ ...GITHUB, environment: 0 }, 'publisher.environment is not a string'],
    [{ ...GITHUB, environment: false }, 'publisher.environment is not a string'],
    [{ kind: 'GitLab', repository: 'a/b' }, 'publisher.workflow_filepath is missing'],
    [{ kind: 'Google' }, 'publisher.email is missing'],
    [{ kind: 'CircleCI', project_id: 'p' }, 'publisher.pipeline_definition_id is missing'],
  ])('refuses %j', (json, problem) => {
    expect(() => read(json)).toRefuse('provenance.malformed');
    expect(() => read(json)).toThrow(`it is malformed: ${problem}`);
  });
});
