import { SafeInstallError } from '../errors/index.ts';
import { isJsonObject, type JsonObject, memberOf, parseForeignJson } from './foreign-json.ts';

/** Where a distribution was installed from when it did not come from an index (PEP 610). */
export type DirectUrl = {
  /** May carry credentials. */
  readonly url: string;
  readonly subdirectory: string | null;
} & (
  | {
      readonly kind: 'archive';
      /** Algorithm to hexadecimal digest. */
      readonly hashes: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'directory'; readonly editable: boolean }
  | {
      readonly kind: 'vcs';
      readonly vcs: string;
      readonly commitId: string;
      readonly requestedRevision: string | null;
    }
);

/** Bytes: a URL and a digest. */
export const MAX_DIRECT_URL_BYTES = 1024 * 1024;

const ABSOLUTE_FILE_URL = /^file:\/(?:\/[^/]*\/|[^/])/i;

const SUBJECT = 'direct_url.json';

function malformed(message: string): SafeInstallError {
  return new SafeInstallError({ code: 'metadata.malformed', message, subject: SUBJECT });
}

function text(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name) ?? null;
  if (value !== null && typeof value !== 'string') throw malformed(`"${name}" is not a text`);
  return value;
}

function requiredText(object: JsonObject, name: string): string {
  const value = text(object, name);
  if (value === null) throw malformed(`"${name}" is missing`);
  return value;
}

function section(object: JsonObject, name: string): JsonObject | null {
  const value = memberOf(object, name) ?? null;
  if (value !== null && !isJsonObject(value)) throw malformed(`"${name}" is not an object`);
  return value;
}

/** `hashes`, or the older `hash` of the form `algorithm=digest`, which must not contradict it. */
function hashesOf(archive: JsonObject): Readonly<Record<string, string>> {
  const hashes = section(archive, 'hashes');
  const known = Object.entries(hashes ?? {}).map(([algorithm, digest]) => {
    if (typeof digest !== 'string') throw malformed('"hashes" holds what is not a text');
    return [algorithm, digest] as const;
  });
  const legacy = text(archive, 'hash');
  if (legacy === null) return Object.fromEntries(known);
  const separator = legacy.indexOf('=');
  if (separator < 0) throw malformed('"hash" is not of the form algorithm=digest');
  const [algorithm, digest] = [legacy.slice(0, separator), legacy.slice(separator + 1)];
  if (hashes === null) return { [algorithm]: digest };
  if (new Map(known).get(algorithm) !== digest) throw malformed('"hash" and "hashes" differ');
  return Object.fromEntries(known);
}

/**
 * The `direct_url.json` of an installed distribution.
 *
 * @throws SafeInstallError `metadata.malformed`.
 * @see https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
 */
export function parseDirectUrl(bytes: Uint8Array): DirectUrl {
  if (bytes.length > MAX_DIRECT_URL_BYTES)
    throw malformed(`it has ${bytes.length} bytes, more than the ${MAX_DIRECT_URL_BYTES} that are read`);
  const json = parseForeignJson(bytes, 'metadata.malformed', SUBJECT);
  if (!isJsonObject(json)) throw malformed('it is not a JSON object');
  const common = { url: requiredText(json, 'url'), subdirectory: text(json, 'subdirectory') };
  const archive = section(json, 'archive_info');
  const directory = section(json, 'dir_info');
  const vcs = section(json, 'vcs_info');
  if ([archive, directory, vcs].filter((each) => each !== null).length !== 1)
    throw malformed('not exactly one of "archive_info", "dir_info" and "vcs_info" is present');
  if (archive !== null) return { ...common, kind: 'archive', hashes: hashesOf(archive) };
  if (directory !== null) {
    const editable = memberOf(directory, 'editable') ?? false;
    if (typeof editable !== 'boolean') throw malformed('"editable" is not true or false');
    if (!ABSOLUTE_FILE_URL.test(common.url))
      throw malformed('the URL of a folder is not an absolute file: URL');
    return { ...common, kind: 'directory', editable };
  }
  const info = vcs ?? {};
  return {
    ...common,
    kind: 'vcs',
    vcs: requiredText(info, 'vcs'),
    commitId: requiredText(info, 'commit_id'),
    requestedRevision: text(info, 'requested_revision'),
  };
}
