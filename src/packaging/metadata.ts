import { isUtf8 } from 'node:buffer';
import { SafeInstallError } from '../errors/index.ts';
import { decodeUtf8 } from './foreign-json.ts';
import { type MessageHeaders, parseMessageHeaders } from './message-headers.ts';
import { isValidName, type NormalizedName, normalizeName } from './names.ts';
import { stripSpace } from './python-space.ts';
import { parseRequirement, type Requirement } from './requirement.ts';
import { parseSpecifierSet, type SpecifierSet } from './specifier-set.ts';
import { parseVersion, type Version } from './version.ts';

/** Bytes. METADATA carries the project's README; the largest known ones have two megabytes. */
export const MAX_METADATA_BYTES = 16 * 1024 * 1024;

/** Each costs microseconds to parse; the project with the most dependencies, extras and all, has some thousand. */
const MAX_REQUIREMENTS = 20_000;

/** Core metadata of this major version and below is understood; later minor versions only add fields. */
const KNOWN_MAJOR = 2;

const METADATA_VERSION = /^([0-9]{1,4})\.[0-9]{1,4}$/;

/** Fields that may stand once. With two of them, one program would go by the first and another by the last. */
const SINGLE_FIELDS = [
  'Metadata-Version',
  'Name',
  'Version',
  'Requires-Python',
  'Summary',
  'Home-Page',
  'Download-URL',
  'Author',
  'Author-Email',
  'Maintainer',
  'Maintainer-Email',
  'License',
  'License-Expression',
  'Keywords',
  'Description-Content-Type',
] as const;

/** A `Requires-Dist` that is no requirement. pip 26.3 passes over every file of such a version, with a warning. */
export interface InvalidRequirement {
  readonly text: string;
  readonly reason: string;
}

/** A labelled link, such as `Source, https://…`. */
export interface ProjectUrl {
  readonly label: string;
  readonly url: string;
}

interface ParsedRequirements {
  readonly valid: readonly Requirement[];
  readonly invalid: readonly InvalidRequirement[];
}

function malformed(message: string, cause?: unknown): SafeInstallError {
  return new SafeInstallError({ code: 'metadata.malformed', message, cause });
}

function parseRequirements(texts: readonly string[]): ParsedRequirements {
  const valid: Requirement[] = [];
  const invalid: InvalidRequirement[] = [];
  for (const text of texts) {
    try {
      valid.push(parseRequirement(text));
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      invalid.push({ text, reason: error.message });
    }
  }
  return { valid, invalid };
}

/**
 * What a distribution says of itself. Name and version are parsed and true; what costs time to parse is parsed when it
 * is asked for, and then kept.
 */
export class CoreMetadata {
  /** Such as `2.4`. */
  readonly metadataVersion: string;
  /** As written. */
  readonly name: string;
  readonly normalizedName: NormalizedName;
  readonly version: Version;
  readonly #headers: MessageHeaders;
  readonly #requirementTexts: readonly string[];
  readonly #extraTexts: readonly string[];
  #requirements: ParsedRequirements | undefined;
  #requiresPython: SpecifierSet | null | undefined;

  /** For {@link parseMetadata}. @throws SafeInstallError `metadata.malformed`, `metadata.version` */
  constructor(headers: MessageHeaders, legacy: LegacyRequirements = { requirements: [], extras: [] }) {
    for (const field of SINGLE_FIELDS)
      if (headers.all(field).length > 1) throw malformed(`the field "${field}" stands more than once`);
    this.#headers = headers;
    this.metadataVersion = checkedMetadataVersion(this.#text('Metadata-Version'));
    this.name = checkedName(this.#text('Name'));
    this.normalizedName = normalizeName(this.name);
    this.version = checkedVersion(this.#text('Version'));
    const requirements = this.#texts('Requires-Dist');
    const extras = this.#texts('Provides-Extra');
    this.#requirementTexts = requirements.length > 0 ? requirements : legacy.requirements;
    if (this.#requirementTexts.length > MAX_REQUIREMENTS)
      throw malformed(
        `it names ${this.#requirementTexts.length} requirements, more than ${MAX_REQUIREMENTS}`,
      );
    this.#extraTexts = extras.length > 0 ? extras : legacy.extras;
  }

  /** Without the ones that are none: see {@link invalidRequirements}. */
  get requiresDist(): readonly Requirement[] {
    return this.#parsedRequirements.valid;
  }

  get invalidRequirements(): readonly InvalidRequirement[] {
    return this.#parsedRequirements.invalid;
  }

  /** `null` where the field is absent, and where it is no specifier set: pip goes on without it. */
  get requiresPython(): SpecifierSet | null {
    if (this.#requiresPython === undefined) {
      const text = this.requiresPythonText;
      try {
        this.#requiresPython = text === null ? null : parseSpecifierSet(text);
      } catch (error) {
        if (!(error instanceof SafeInstallError)) throw error;
        this.#requiresPython = null;
      }
    }
    return this.#requiresPython;
  }

  get requiresPythonText(): string | null {
    return this.#text('Requires-Python');
  }

  get providesExtra(): readonly NormalizedName[] {
    return this.#extraTexts.map(normalizeName);
  }

  /** Names of fields, in lower case, that a wheel built from this sdist may change (PEP 643). */
  get dynamic(): readonly string[] {
    return this.#texts('Dynamic').map((field) => field.toLowerCase());
  }

  get projectUrls(): readonly ProjectUrl[] {
    return this.#texts('Project-URL').map((text) => {
      const comma = text.indexOf(',');
      return comma < 0
        ? { label: text, url: '' }
        : { label: stripSpace(text.slice(0, comma)), url: stripSpace(text.slice(comma + 1)) };
    });
  }

  get summary(): string | null {
    return this.#text('Summary');
  }

  get homePage(): string | null {
    return this.#text('Home-Page');
  }

  get author(): string | null {
    return this.#text('Author');
  }

  /** A list in the form of an RFC 822 `From:` header. */
  get authorEmail(): string | null {
    return this.#text('Author-Email');
  }

  get maintainer(): string | null {
    return this.#text('Maintainer');
  }

  /** A list in the form of an RFC 822 `From:` header. */
  get maintainerEmail(): string | null {
    return this.#text('Maintainer-Email');
  }

  get license(): string | null {
    return this.#text('License');
  }

  get licenseExpression(): string | null {
    return this.#text('License-Expression');
  }

  /** PEP 794; `null` where the field is absent, empty where it says that nothing can be imported. */
  get importNames(): readonly string[] | null {
    const names = this.#texts('Import-Name');
    if (names.length === 0) return null;
    return names.filter((name) => name !== '');
  }

  get importNamespaces(): readonly string[] {
    return this.#texts('Import-Namespace');
  }

  get #parsedRequirements(): ParsedRequirements {
    this.#requirements ??= parseRequirements(this.#requirementTexts);
    return this.#requirements;
  }

  #texts(field: string): readonly string[] {
    return this.#headers.all(field).map(stripSpace);
  }

  #text(field: (typeof SINGLE_FIELDS)[number]): string | null {
    return this.#texts(field)[0] ?? null;
  }
}

/** What an egg's `requires.txt` says, where the metadata itself names no requirements. */
export interface LegacyRequirements {
  readonly requirements: readonly string[];
  readonly extras: readonly string[];
}

/** Readers must refuse a major version that they do not know. */
function checkedMetadataVersion(text: string | null): string {
  const major = METADATA_VERSION.exec(text ?? '')?.[1];
  if (text === null || major === undefined)
    throw malformed('the field "Metadata-Version" is missing or no version');
  if (Number(major) > KNOWN_MAJOR)
    throw new SafeInstallError({
      code: 'metadata.version',
      message: `the metadata is of version ${text}`,
      facts: [
        { label: 'expected', value: `${KNOWN_MAJOR}.x or below` },
        { label: 'got', value: text },
      ],
    });
  return text;
}

function checkedName(text: string | null): string {
  if (text === null) throw malformed('the field "Name" is missing');
  if (!isValidName(text)) throw malformed(`"${text}" in the field "Name" is no name`);
  return text;
}

function checkedVersion(text: string | null): Version {
  if (text === null) throw malformed('the field "Version" is missing');
  try {
    return parseVersion(text);
  } catch (cause) {
    if (!(cause instanceof SafeInstallError)) throw cause;
    throw malformed(`"${text}" in the field "Version" is no version`, cause);
  }
}

/**
 * The bytes up to the first empty line, behind which no header can be. What is kept of a metadata file are slices of its
 * text: without the README that follows, they keep kilobytes in memory and not the whole of it.
 */
function headOf(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = ['\n\n', '\n\r\n', '\r\r'].map((empty) => buffer.indexOf(empty)).filter((end) => end >= 0);
  return ends.length === 0 ? bytes : bytes.subarray(0, Math.min(...ends));
}

/**
 * Core metadata: METADATA of a wheel, PKG-INFO of an sdist, or the file that an index serves beside a wheel.
 *
 * @param legacy for an installed egg: what its `requires.txt` says.
 * @throws SafeInstallError `metadata.malformed` when it is too large, not UTF-8, lacks name, version or
 *   Metadata-Version, or states a single field twice; `metadata.version` for a major version above 2.
 * @see https://packaging.python.org/en/latest/specifications/core-metadata/
 */
export function parseMetadata(bytes: Uint8Array, legacy?: LegacyRequirements): CoreMetadata {
  if (bytes.length > MAX_METADATA_BYTES)
    throw malformed(`it has ${bytes.length} bytes, more than the ${MAX_METADATA_BYTES} that are read`);
  const text = isUtf8(bytes) ? decodeUtf8(headOf(bytes)) : undefined;
  if (text === undefined) throw malformed('it is not UTF-8');
  return new CoreMetadata(parseMessageHeaders(text), legacy);
}
