import { memberOf, type ShapeReader } from '../json/shape-reader.ts';
import type { JsonObject, JsonValue } from '../json/strict-json.ts';
import { GITLAB_ORIGIN, type PublisherClaim } from './publisher.ts';

/** Characters of one field; the longest that GitHub and GitLab allow in a name have 255. */
const LONGEST_FIELD = 1024;

/** Printable ASCII: what a certificate's claims are made of, so that nothing else can equal one. */
const PRINTABLE = /^[\x20-\x7e]+$/u;

/**
 * The publisher object of a PEP 740 bundle. Members that are not known are passed over (PEP 740 lets a publisher have
 * any); a known kind has its own, or is malformed.
 */
export function readPublisherClaim(
  shape: ShapeReader,
  json: JsonValue | undefined,
  path: string,
): PublisherClaim {
  const object = shape.object(json, path);
  const field = (name: string): string => readField(shape, memberOf(object, name), `${path}.${name}`);
  const optional = (name: string): string | null => readOptional(shape, object, name, path);
  switch (memberOf(object, 'kind')) {
    case 'GitHub':
      return {
        kind: 'GitHub',
        repository: field('repository'),
        workflow: field('workflow'),
        environment: optional('environment'),
      };
    case 'GitLab':
      return {
        kind: 'GitLab',
        instance: GITLAB_ORIGIN,
        repository: field('repository'),
        workflowFilepath: field('workflow_filepath'),
        environment: optional('environment'),
      };
    case 'Google':
      return { kind: 'Google', email: field('email') };
    case 'CircleCI':
      return {
        kind: 'CircleCI',
        projectId: field('project_id'),
        pipelineDefinitionId: field('pipeline_definition_id'),
        vcsOrigin: optional('vcs_origin'),
        vcsRef: optional('vcs_ref'),
      };
    default:
      return { kind: 'unknown', name: field('kind') };
  }
}

function readField(shape: ShapeReader, value: JsonValue | undefined, path: string): string {
  const text = shape.text(value, path);
  if (text.length > LONGEST_FIELD) shape.note(path, `has more than ${LONGEST_FIELD} characters`);
  else if (!PRINTABLE.test(text)) shape.note(path, 'is not printable ASCII');
  return text;
}

/** An optional field. Real provenance has `null`, `""` and absence for the same thing. */
function readOptional(shape: ShapeReader, object: JsonObject, name: string, path: string): string | null {
  const value = memberOf(object, name);
  if (value === undefined || value === null || value === '') return null;
  return readField(shape, value, `${path}.${name}`);
}
