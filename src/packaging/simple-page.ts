import type { Sha256 } from './digest.ts';

/** A file as a page of the simple index lists it, whether the page was JSON or HTML. */
export interface SimpleFile {
  /** A single path segment; not parsed any further. */
  readonly filename: string;
  /** Absolute; may carry credentials. */
  readonly url: string;
  /** Algorithm to hexadecimal digest, as the page states them. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly sha256: Sha256 | null;
  /** Bytes (PEP 700). */
  readonly size: number | null;
  /** PEP 700; `null` as well for a time that is not written as it should be. */
  readonly uploadTime: Date | null;
  readonly requiresPython: string | null;
  /** PEP 592: `false`, or the reason, which may be empty. */
  readonly yanked: false | string;
  /** PEP 658/714: METADATA is served at `url + ".metadata"`. */
  readonly coreMetadata: { readonly sha256: Sha256 | null } | null;
  /** PEP 740: absolute URL of the provenance object. */
  readonly provenance: string | null;
}

/** A file that was passed over, and why. */
export interface SkippedFile {
  readonly filename: string;
  readonly reason: string;
}

/** One project's page of the simple index. */
export interface SimplePage {
  /** As the page spells it; `null` where it does not say (HTML). */
  readonly name: string | null;
  /** Such as `1.4`. */
  readonly apiVersion: string;
  readonly files: readonly SimpleFile[];
  readonly skipped: readonly SkippedFile[];
  /** PEP 700: every version that the project has; `null` where the page does not say. */
  readonly versions: readonly string[] | null;
  /** PEP 792, as the page spells it; a page that says nothing means `active`. */
  readonly status: string;
  readonly statusReason: string | null;
  /** PEP 708: other places of this project, absolute URLs. */
  readonly alternateLocations: readonly string[];
  /** PEP 708: the project that this one extends, absolute URLs. */
  readonly tracks: readonly string[];
}

/** Characters. File systems take 255 bytes. */
const MAX_FILENAME_LENGTH = 255;

const UNSAFE_IN_FILENAME = /[/\\\u0000-\u001f\u007f]/;

/** Why `filename` cannot be that of a file in a folder; `undefined` when it can. */
export function filenameFault(filename: string): string | undefined {
  if (filename === '' || filename === '.' || filename === '..') return 'the filename is empty';
  if (filename.length > MAX_FILENAME_LENGTH)
    return `the filename has more than ${MAX_FILENAME_LENGTH} characters`;
  if (UNSAFE_IN_FILENAME.test(filename)) return 'the filename holds a path separator or a control character';
  return undefined;
}

const API_VERSION = /^([0-9]{1,4})\.([0-9]{1,4})$/;

/**
 * The major number of a page's version, or `undefined` when the text is none. Readers of version 1 must stop at a page
 * of another major version, and may go on with any minor one.
 *
 * @see https://packaging.python.org/en/latest/specifications/simple-repository-api/#versioning-the-simple-api
 */
export function apiMajorOf(version: string): number | undefined {
  const match = API_VERSION.exec(version);
  return match === null ? undefined : Number(match[1]);
}

/** Date and time with a zone; PEP 700 asks for `Z` and up to six digits of a second, mirrors write other forms too. */
const UPLOAD_TIME =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})$/;

const ZONE_WITHOUT_COLON = /([+-][0-9]{2})([0-9]{2})$/;

/** An upload time as an instant, or `null` when the text is none. */
export function parseUploadTime(text: string): Date | null {
  if (!UPLOAD_TIME.test(text)) return null;
  const time = new Date(text.endsWith('Z') ? text : text.replace(ZONE_WITHOUT_COLON, '$1:$2'));
  return Number.isNaN(time.getTime()) ? null : time;
}
