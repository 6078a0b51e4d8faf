import { printable, type ReasonCode, SafeInstallError } from '../../errors/index.ts';
import { decodeBase64 } from './base64.ts';
import type { JsonObject, JsonValue } from './strict-json.ts';

/** The codes under which a shape is refused: bad members, and more members than any honest one has. */
export interface ShapeCodes {
  readonly malformed: ReasonCode;
  readonly tooLarge: ReasonCode;
}

/** More bad fields than this are counted, not named. */
const MOST_NAMED = 12;

/** The path of the outermost value. */
export const WHOLE = 'the whole';

const EMPTY = Buffer.alloc(0);

/**
 * Reads the members of foreign JSON by kind and remembers every one that is not of it, so that one error names them all.
 *
 * Each reader returns a harmless stand-in for a bad member; what was read counts only after {@link ShapeReader.finish}.
 */
export class ShapeReader {
  readonly #problems = new Map<string, string>();
  readonly #what: string;
  readonly #codes: ShapeCodes;

  /** `what`: what the JSON is, for the sentence: `the attestation`. */
  constructor(what: string, codes: ShapeCodes) {
    this.#what = what;
    this.#codes = codes;
  }

  /** Remembers a problem; one of a member whose parent is bad already says nothing new. */
  note(path: string, problem: string): void {
    const parents = [...this.#problems.keys()];
    if (parents.some((parent) => parent === WHOLE || path.startsWith(`${parent}.`) || path === parent))
      return;
    this.#problems.set(path, problem);
  }

  /** Whether nothing bad has been met so far. */
  get isSound(): boolean {
    return this.#problems.size === 0;
  }

  object(value: JsonValue | undefined, path: string): JsonObject {
    if (isJsonObject(value)) return value;
    this.note(path, missing(value) ?? 'is not an object');
    return {};
  }

  /**
   * An array of at most `most` members.
   *
   * @throws SafeInstallError `codes.tooLarge` at once when there are more: none of them is looked at.
   */
  array(value: JsonValue | undefined, path: string, most: number): readonly JsonValue[] {
    if (!Array.isArray(value)) {
      this.note(path, missing(value) ?? 'is not an array');
      return [];
    }
    if (value.length <= most) return value;
    throw new SafeInstallError({
      code: this.#codes.tooLarge,
      message: `${this.#what} has ${value.length} members in ${path}, more than the ${most} that are read`,
    });
  }

  text(value: JsonValue | undefined, path: string): string {
    if (typeof value === 'string' && value !== '') return value;
    this.note(path, missing(value) ?? (value === '' ? 'is empty' : 'is not a string'));
    return '';
  }

  /** Bytes in base64; none at all is a problem too. */
  bytes(value: JsonValue | undefined, path: string, decode = decodeBase64): Buffer {
    if (typeof value !== 'string') {
      this.note(path, missing(value) ?? 'is not a string');
      return EMPTY;
    }
    const bytes = decode(value);
    if (bytes === undefined) this.note(path, 'is not base64');
    else if (bytes.length === 0) this.note(path, 'is empty');
    return bytes ?? EMPTY;
  }

  /**
   * A count or an index: in the JSON of protocol buffers a string of decimal digits, or a number. Beyond 2^53 two of
   * them would be one JavaScript number, so that a promise for one index would hold for another.
   */
  count(value: JsonValue | undefined, path: string): number {
    const number = typeof value === 'string' && isDecimal(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    this.note(path, missing(value) ?? 'is not a whole number from 0 to 2^53');
    return 0;
  }

  /** @throws SafeInstallError when anything bad was met, naming it all. */
  finish(): void {
    if (this.isSound) return;
    const named = [...this.#problems]
      .slice(0, MOST_NAMED)
      .map(([path, problem]) => printable(`${path} ${problem}`, 160));
    const rest = this.#problems.size - named.length;
    throw new SafeInstallError({
      code: this.#codes.malformed,
      message: `${this.#what} is malformed: ${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
    });
  }
}

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member by its own name; `undefined` for an absent one and for what every object inherits. */
export const memberOf = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const missing = (value: JsonValue | undefined): string | undefined =>
  value === undefined || value === null ? 'is missing' : undefined;

/** Decimal digits without sign, space or leading zero, of which 2^53 has 16. */
const isDecimal = (text: string): boolean => /^(?:0|[1-9][0-9]{0,15})$/u.test(text);
