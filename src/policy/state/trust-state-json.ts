import {
  isJsonObject,
  type JsonValue,
  memberOf,
  parseStrictJson,
  ShapeReader,
  WHOLE,
} from '../../attestation/index.ts';
import { SafeInstallError } from '../../errors/index.ts';
import {
  isNormalizedName,
  type NormalizedName,
  tryParseVersion,
  type Version,
} from '../../packaging/index.ts';
import { publisherToJson, readPublisherJson } from './publisher-json.ts';
import {
  type AttestedRelease,
  type RememberedProject,
  type RememberedPublisher,
  TrustState,
} from './trust-state.ts';

/** Bytes. A project takes some 500, and one who installs ten thousand projects has five megabytes. */
export const MAX_TRUST_STATE_BYTES = 32 * 1024 * 1024;

/** Publishers and releases that are remembered of one project. */
const MOST_MEMBERS = 10_000;

const DEEPEST = 8;

const CODES = { malformed: 'trust-state.malformed', tooLarge: 'trust-state.malformed' } as const;

/** Of the file; one by a newer program may mean something else by the same members. */
const FORMAT = 1;

/**
 * Reads the text of the file. Anything wrong with it is an error: to begin anew would be to trust everybody once more,
 * which is what somebody who damages the file may want.
 *
 * @throws SafeInstallError `trust-state.malformed`.
 */
export function parseTrustState(text: Uint8Array): TrustState {
  const json = parseStrictJson(text, {
    what: 'the trust state',
    largest: MAX_TRUST_STATE_BYTES,
    deepest: DEEPEST,
    codes: {
      syntax: 'trust-state.malformed',
      duplicate: 'trust-state.malformed',
      size: 'trust-state.malformed',
    },
  });
  const version = isJsonObject(json) ? memberOf(json, 'version') : undefined;
  if (version !== FORMAT)
    throw new SafeInstallError({
      code: 'trust-state.malformed',
      message: `the trust state is of another version than ${FORMAT}, which this program writes`,
      hint: 'If a newer version of safe-install has written it, use that one',
    });
  const shape = new ShapeReader('the trust state', CODES);
  const whole = shape.object(json, WHOLE);
  const projects = Object.entries(shape.object(memberOf(whole, 'projects'), 'projects')).map(
    ([name, project]) => [readName(shape, name), readProject(shape, project, `projects.${name}`)] as const,
  );
  shape.finish();
  return new TrustState(new Map(projects));
}

function readName(shape: ShapeReader, name: string): NormalizedName {
  if (!isNormalizedName(name)) shape.note(`projects.${name}`, 'is not the name of a project');
  return name as NormalizedName;
}

function readProject(shape: ShapeReader, json: JsonValue, path: string): RememberedProject {
  const object = shape.object(json, path);
  const list = <Member>(key: string, read: (json: JsonValue, path: string) => Member): readonly Member[] =>
    shape
      .array(memberOf(object, key), `${path}.${key}`, MOST_MEMBERS)
      .map((each, index) => read(each, `${path}.${key}[${index}]`));
  return {
    publishers: list('publishers', (each, at) => readPublisher(shape, each, at)),
    attested: list('attested', (each, at) => readRelease(shape, each, at)),
  };
}

function readPublisher(shape: ShapeReader, json: JsonValue, path: string): RememberedPublisher {
  const object = shape.object(json, path);
  const optional = (key: string): string | null =>
    memberOf(object, key) === undefined ? null : shape.text(memberOf(object, key), `${path}.${key}`);
  return {
    publisher: readPublisherJson(shape, memberOf(object, 'publisher'), `${path}.publisher`),
    repositoryId: optional('repository-id'),
    ownerId: optional('owner-id'),
    trustRoot: shape.text(memberOf(object, 'trust-root'), `${path}.trust-root`),
    signedAt: readTime(shape, memberOf(object, 'signed-at'), `${path}.signed-at`),
    firstSeen: readTime(shape, memberOf(object, 'first-seen'), `${path}.first-seen`),
    version: readVersion(shape, memberOf(object, 'version'), `${path}.version`),
  };
}

function readRelease(shape: ShapeReader, json: JsonValue, path: string): AttestedRelease {
  const object = shape.object(json, path);
  const uploaded = memberOf(object, 'uploaded');
  return {
    version: readVersion(shape, memberOf(object, 'version'), `${path}.version`),
    uploadTime: uploaded === undefined ? null : readTime(shape, uploaded, `${path}.uploaded`),
  };
}

const NO_VERSION = tryParseVersion('0') as Version;

function readVersion(shape: ShapeReader, json: JsonValue | undefined, path: string): Version {
  const version = tryParseVersion(shape.text(json, path));
  if (version === undefined) shape.note(path, 'is not a version');
  return version ?? NO_VERSION;
}

/** A moment as `Date.prototype.toISOString` writes it, and in no other form. */
function readTime(shape: ShapeReader, json: JsonValue | undefined, path: string): Date {
  const text = shape.text(json, path);
  const time = new Date(text);
  if (!Number.isNaN(time.getTime()) && time.toISOString() === text) return time;
  shape.note(path, 'is not a moment in UTC');
  return new Date(0);
}

/** The text of the file: one project a line, in the order of names, so that two versions of it are easily compared. */
export function formatTrustState({ projects }: TrustState): string {
  const lines = [...projects]
    .map(([name, project]) => `    ${JSON.stringify(name)}: ${JSON.stringify(projectToJson(project))}`)
    .sort();
  return `{\n  "version": ${FORMAT},\n  "projects": {\n${lines.join(',\n')}\n  }\n}\n`;
}

const projectToJson = ({ publishers, attested }: RememberedProject) => ({
  publishers: publishers.map((each) => ({
    publisher: publisherToJson(each.publisher),
    ...(each.repositoryId === null ? {} : { 'repository-id': each.repositoryId }),
    ...(each.ownerId === null ? {} : { 'owner-id': each.ownerId }),
    'trust-root': each.trustRoot,
    'signed-at': each.signedAt.toISOString(),
    'first-seen': each.firstSeen.toISOString(),
    version: each.version.toString(),
  })),
  attested: attested.map(({ version, uploadTime }) => ({
    version: version.toString(),
    ...(uploadTime === null ? {} : { uploaded: uploadTime.toISOString() }),
  })),
});
