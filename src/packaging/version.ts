import { SafeInstallError } from '../errors/index.ts';
import { stripSpace } from './python-space.ts';
import { keyOf } from './version-key.ts';
import { type PreReleaseKind, readVersionParts, type VersionParts } from './version-parts.ts';

/** Characters. A version is part of a filename, and file systems take 255 bytes. */
const MAX_VERSION_LENGTH = 255;

/** Looked for before the text is made lower case: the lower case of the Kelvin sign is an ASCII `k`. */
const NOT_ASCII = /[^\u0000-\u007f]/;

function toText({ epoch, release, pre, post, dev, local }: VersionParts): string {
  let text = epoch === '0' ? release.join('.') : `${epoch}!${release.join('.')}`;
  if (pre !== null) text += pre.kind + pre.number;
  if (post !== null) text += `.post${post}`;
  if (dev !== null) text += `.dev${dev}`;
  if (local !== null) text += `+${local.join('.')}`;
  return text;
}

/**
 * A PEP 440 version: immutable, ordered, and written in its normal form.
 *
 * Order, equality and text are exact for numbers of any size; the numeric properties are rounded beyond 2^53.
 *
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export class Version {
  /** Compared with `<` and `===`, keys order versions as PEP 440 does; equal versions (`1.0`, `1`) share one. */
  readonly key: string;
  readonly #parts: VersionParts;
  readonly #text: string;

  private constructor(parts: VersionParts) {
    this.#parts = parts;
    this.#text = toText(parts);
    this.key = keyOf(parts);
  }

  /** For this room: the version with these parts, which are taken to be normal. */
  static fromParts(parts: VersionParts): Version {
    return new Version(parts);
  }

  /** For this room: what the version says, with exact numbers. */
  get parts(): VersionParts {
    return this.#parts;
  }

  get epoch(): number {
    return Number(this.#parts.epoch);
  }

  /** As written, with its trailing zeros. */
  get release(): readonly number[] {
    return this.#parts.release.map(Number);
  }

  get pre(): { readonly kind: PreReleaseKind; readonly number: number } | null {
    const { pre } = this.#parts;
    return pre === null ? null : { kind: pre.kind, number: Number(pre.number) };
  }

  get post(): number | null {
    return this.#parts.post === null ? null : Number(this.#parts.post);
  }

  get dev(): number | null {
    return this.#parts.dev === null ? null : Number(this.#parts.dev);
  }

  /** What follows the `+`, in its normal form. */
  get local(): string | null {
    return this.#parts.local?.join('.') ?? null;
  }

  /** True of a development release too. */
  get isPrerelease(): boolean {
    return this.#parts.pre !== null || this.#parts.dev !== null;
  }

  get isPostrelease(): boolean {
    return this.#parts.post !== null;
  }

  get isDevrelease(): boolean {
    return this.#parts.dev !== null;
  }

  /** The text without the local version. */
  get public(): string {
    return toText({ ...this.#parts, local: null });
  }

  /** The text of epoch and release alone. */
  get base(): string {
    return toText({ ...this.#parts, pre: null, post: null, dev: null, local: null });
  }

  /** The text without trailing zeros in the release: one for all versions that compare equal. */
  get canonical(): string {
    const { release } = this.#parts;
    let length = release.length;
    while (length > 1 && release[length - 1] === '0') length -= 1;
    return length === release.length
      ? this.#text
      : toText({ ...this.#parts, release: release.slice(0, length) });
  }

  /** Below zero when this version sorts before `other`, zero when they are equal. */
  compare(other: Version): number {
    return compareVersions(this, other);
  }

  equals(other: Version): boolean {
    return this.key === other.key;
  }

  /** The normal form. */
  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

/** For `Array.prototype.sort`: oldest first. */
export const compareVersions = (left: Version, right: Version): number =>
  left.key < right.key ? -1 : left.key === right.key ? 0 : 1;

/** `text` as a version, or `undefined` when it is none. White space around it is ignored. */
export function tryParseVersion(text: string): Version | undefined {
  const stripped = stripSpace(text);
  if (stripped.length > MAX_VERSION_LENGTH || NOT_ASCII.test(stripped)) return undefined;
  const parts = readVersionParts(stripped.toLowerCase());
  return parts === undefined ? undefined : Version.fromParts(parts);
}

/**
 * `text` as a version. White space around it is ignored.
 *
 * @throws SafeInstallError `packaging.version` when it is none.
 */
export function parseVersion(text: string): Version {
  const version = tryParseVersion(text);
  if (version !== undefined) return version;
  throw new SafeInstallError({
    code: 'packaging.version',
    message:
      text.length > MAX_VERSION_LENGTH
        ? `a version has at most ${MAX_VERSION_LENGTH} characters, this one has ${text.length}`
        : `"${text}" is not a version`,
    excerpt: { text, start: 0, end: text.length },
  });
}
