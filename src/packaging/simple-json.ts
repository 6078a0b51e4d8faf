import { redactUrl, SafeInstallError } from '../errors/index.ts';
import { parseSha256, type Sha256 } from './digest.ts';
import { isJsonObject, type JsonObject, memberOf, parseForeignJson } from './foreign-json.ts';
import { resolveLink } from './link.ts';
import {
  apiMajorOf,
  filenameFault,
  parseUploadTime,
  type SimpleFile,
  type SimplePage,
  type SkippedFile,
} from './simple-page.ts';

/** The fault of one file: it is passed over, the page is not. */
class FileFault extends Error {}

function malformed(message: string, subject: string): SafeInstallError {
  return new SafeInstallError({
    code: 'index.malformed',
    message,
    subject,
    hint: 'Check that the URL is that of a simple index, not of its web pages',
  });
}

/** A member of a file's object, where `null` says the same as absence. */
function optional<T>(file: JsonObject, name: string, expected: string, is: (value: unknown) => value is T) {
  const value = memberOf(file, name);
  if (value === undefined || value === null) return null;
  if (!is(value)) throw new FileFault(`"${name}" is not ${expected}`);
  return value;
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isString);

const isHashes = (value: unknown): value is Readonly<Record<string, string>> =>
  isJsonObject(value) && Object.values(value).every(isString);

function sha256In(hashes: Readonly<Record<string, string>>, name: string): Sha256 | null {
  const text = memberOf(hashes, 'sha256');
  if (text === undefined) return null;
  const digest = isString(text) ? parseSha256(text) : undefined;
  if (digest === undefined) throw new FileFault(`the sha256 in "${name}" is not 64 hexadecimal digits`);
  return digest;
}

/** PEP 714: `core-metadata`, else its older name; `true`, or an object of digests. */
function coreMetadataOf(file: JsonObject): SimpleFile['coreMetadata'] {
  const name = (memberOf(file, 'core-metadata') ?? null) === null ? 'dist-info-metadata' : 'core-metadata';
  const value = memberOf(file, name) ?? false;
  if (value === false) return null;
  if (value === true) return { sha256: null };
  if (!isHashes(value)) throw new FileFault(`"${name}" is neither true, false nor an object of digests`);
  return { sha256: sha256In(value, name) };
}

/** PEP 592: `true` or a text that is not empty. */
function yankedOf(file: JsonObject): false | string {
  const value = memberOf(file, 'yanked') ?? false;
  if (value === false || value === '') return false;
  if (value === true) return '';
  if (!isString(value)) throw new FileFault('"yanked" is neither true, false nor a text');
  return value;
}

function linkOf(reference: string, base: string, name: string): string {
  const url = resolveLink(reference, base);
  if (url === undefined) throw new FileFault(`"${name}" is not a URL that may be followed from this page`);
  return url;
}

/** @throws FileFault */
function parseFile(file: JsonObject, base: string): SimpleFile {
  const filename = optional(file, 'filename', 'a text', isString);
  if (filename === null) throw new FileFault('it has no "filename"');
  const fault = filenameFault(filename);
  if (fault !== undefined) throw new FileFault(fault);
  const url = optional(file, 'url', 'a text', isString);
  if (url === null) throw new FileFault('it has no "url"');
  const hashes = optional(file, 'hashes', 'an object of digests', isHashes) ?? {};
  const uploadTime = optional(file, 'upload-time', 'a text', isString);
  // An announced provenance that cannot be read must not turn into "no provenance": the file goes, not the claim.
  const provenance = optional(file, 'provenance', 'a text', isString);
  return {
    filename,
    url: linkOf(url, base, 'url'),
    hashes,
    sha256: sha256In(hashes, 'hashes'),
    size: optional(file, 'size', 'a whole number of bytes', isSize),
    uploadTime: uploadTime === null ? null : parseUploadTime(uploadTime),
    requiresPython: optional(file, 'requires-python', 'a text', isString) || null,
    yanked: yankedOf(file),
    coreMetadata: coreMetadataOf(file),
    provenance: provenance === null ? null : linkOf(provenance, base, 'provenance'),
  };
}

function checkedVersion(page: JsonObject, subject: string): string {
  const meta = memberOf(page, 'meta');
  const version = isJsonObject(meta) ? memberOf(meta, 'api-version') : undefined;
  if (!isString(version)) throw malformed('the page has no "meta" with an "api-version"', subject);
  const major = apiMajorOf(version);
  if (major === undefined) throw malformed(`"${version}" is not a version of the simple API`, subject);
  if (major > 1)
    throw new SafeInstallError({
      code: 'index.api-version',
      message: `the page is of version ${version} of the simple API`,
      subject,
      facts: [
        { label: 'expected', value: '1.x' },
        { label: 'got', value: version },
      ],
    });
  return version;
}

/** PEP 792. Its text names the key `state`, its example and the indexes `status`. */
function statusOf(page: JsonObject, subject: string): Pick<SimplePage, 'status' | 'statusReason'> {
  const value = memberOf(page, 'project-status') ?? {};
  if (!isJsonObject(value)) throw malformed('"project-status" is not an object', subject);
  const status = memberOf(value, 'status') ?? memberOf(value, 'state') ?? 'active';
  const reason = memberOf(value, 'reason') ?? null;
  if (!isString(status) || (reason !== null && !isString(reason)))
    throw malformed('"project-status" does not hold texts', subject);
  return { status, statusReason: reason };
}

/** PEP 708: URLs of other pages. One that cannot be followed is of no use and does no harm. */
function linksOf(object: JsonObject, name: string, base: string, subject: string): readonly string[] {
  const value = memberOf(object, name) ?? [];
  if (!isStrings(value)) throw malformed(`"${name}" is not a list of URLs`, subject);
  return value.flatMap((reference) => resolveLink(reference, base) ?? []);
}

/**
 * A project's page of the simple index in its JSON form. A file with a fault is passed over with its reason.
 *
 * @param bytes the body; its size is the caller's to cap.
 * @param baseUrl absolute URL of the page after redirects: relative links are resolved against it.
 * @throws SafeInstallError `index.malformed` when the page is not of the form of the specification,
 *   `index.api-version` when its major version is above 1.
 * @see https://packaging.python.org/en/latest/specifications/simple-repository-api/#project-detail
 */
export function parseSimpleJson(bytes: Uint8Array, baseUrl: string): SimplePage {
  const subject = redactUrl(baseUrl);
  const page = parseForeignJson(bytes, 'index.malformed', subject);
  if (!isJsonObject(page)) throw malformed('the page is not a JSON object', subject);
  const apiVersion = checkedVersion(page, subject);
  const name = memberOf(page, 'name');
  if (!isString(name)) throw malformed('the page has no "name"', subject);
  const listed = memberOf(page, 'files');
  if (!Array.isArray(listed)) throw malformed('the page has no list "files"', subject);
  const versions = memberOf(page, 'versions') ?? null;
  if (versions !== null && !isStrings(versions))
    throw malformed('"versions" is not a list of texts', subject);
  const files: SimpleFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of listed as readonly unknown[]) {
    const filename = isJsonObject(file) ? memberOf(file, 'filename') : undefined;
    try {
      if (!isJsonObject(file)) throw new FileFault('it is not a JSON object');
      files.push(parseFile(file, baseUrl));
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      skipped.push({ filename: isString(filename) ? filename : '', reason: error.message });
    }
  }
  const meta = memberOf(page, 'meta');
  return {
    name,
    apiVersion,
    files,
    skipped,
    versions,
    ...statusOf(page, subject),
    alternateLocations: linksOf(page, 'alternate-locations', baseUrl, subject),
    tracks: isJsonObject(meta) ? linksOf(meta, 'tracks', baseUrl, subject) : [],
  };
}
