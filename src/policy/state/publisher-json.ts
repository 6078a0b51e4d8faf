import {
  GITLAB_ORIGIN,
  type JsonObject,
  type JsonValue,
  memberOf,
  type Publisher,
  type ShapeReader,
} from '../../attestation/index.ts';

/**
 * A publisher as JSON (or a table of a lock file), in PEP 740's field names; what the PEP does not have (a GitLab of
 * one's own, any other identity) in the names that policy files use.
 */
export function publisherToJson(publisher: Publisher): Readonly<Record<string, string>> {
  switch (publisher.kind) {
    case 'GitHub':
      return {
        kind: publisher.kind,
        repository: publisher.repository,
        workflow: publisher.workflow,
        ...given('environment', publisher.environment),
      };
    case 'GitLab':
      return {
        kind: publisher.kind,
        ...given('instance', publisher.instance === GITLAB_ORIGIN ? null : publisher.instance),
        repository: publisher.repository,
        workflow_filepath: publisher.workflowFilepath,
        ...given('environment', publisher.environment),
      };
    case 'Google':
      return { kind: publisher.kind, email: publisher.email };
    case 'CircleCI':
      return {
        kind: publisher.kind,
        project_id: publisher.projectId,
        pipeline_definition_id: publisher.pipelineDefinitionId,
        ...given('vcs_origin', publisher.vcsOrigin),
        ...given('vcs_ref', publisher.vcsRef),
      };
    case 'Identity':
      return { kind: publisher.kind, issuer: publisher.issuer, identity: publisher.identity };
  }
}

const given = (key: string, value: string | null) => (value === null ? {} : { [key]: value });

/** Reads what {@link publisherToJson} writes; what is wrong with it is noted. */
export function readPublisherJson(shape: ShapeReader, json: JsonValue | undefined, path: string): Publisher {
  const object = shape.object(json, path);
  const text = (key: string): string => shape.text(memberOf(object, key), `${path}.${key}`);
  const optional = (key: string): string | null => (hasMember(object, key) ? text(key) : null);
  const kind = text('kind');
  switch (kind) {
    case 'GitHub':
      return {
        kind,
        repository: text('repository'),
        workflow: text('workflow'),
        environment: optional('environment'),
      };
    case 'GitLab':
      return {
        kind,
        instance: optional('instance') ?? GITLAB_ORIGIN,
        repository: text('repository'),
        workflowFilepath: text('workflow_filepath'),
        environment: optional('environment'),
      };
    case 'Google':
      return { kind, email: text('email') };
    case 'CircleCI':
      return {
        kind,
        projectId: text('project_id'),
        pipelineDefinitionId: text('pipeline_definition_id'),
        vcsOrigin: optional('vcs_origin'),
        vcsRef: optional('vcs_ref'),
      };
    case 'Identity':
      return { kind, issuer: text('issuer'), identity: text('identity') };
    default:
      shape.note(`${path}.kind`, 'is none that is known');
      return { kind: 'Identity', issuer: '', identity: '' };
  }
}

const hasMember = (object: JsonObject, key: string): boolean => memberOf(object, key) !== undefined;
