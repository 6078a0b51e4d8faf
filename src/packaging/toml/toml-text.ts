import { parse, TomlError } from 'smol-toml';
import { type Excerpt, type ReasonCode, SafeInstallError } from '../../errors/index.ts';
import { decodeUtf8 } from '../foreign-json.ts';
import { type Span, type TomlPath, TomlPositions } from './toml-positions.ts';

/** A value as TOML gives it; nothing of it has been looked at yet. Whole numbers are `bigint` where they are kept apart. */
export type TomlData =
  | string
  | number
  | bigint
  | boolean
  | Date
  | readonly TomlData[]
  | { readonly [key: string]: TomlData };

export type TomlTableData = { readonly [key: string]: TomlData };

/** Where something stands. */
export interface TextPlace {
  /** The file as the user would name it. */
  readonly source: string;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 code units, from 1. */
  readonly column: number;
}

/** How much of a text is read at all, and under which codes it is refused. */
export interface TomlRules {
  /** The file as the user would name it; it is told in every message about it. */
  readonly source: string;
  /** What the file is, for the sentence: `a policy`. */
  readonly what: string;
  readonly maxBytes: number;
  /** Arrays and inline tables inside each other. */
  readonly maxDepth: number;
  readonly codes: { readonly syntax: ReasonCode; readonly tooLarge: ReasonCode };
  /** `apart`: whole numbers are `bigint`, so that `1` is not `1.0`. */
  readonly integers?: 'apart';
}

/** A TOML text with its data, and the place of everything in it. */
export interface TomlText {
  /** The file as the user would name it. */
  readonly source: string;
  readonly data: TomlTableData;
  originOf(path: TomlPath, wanted?: 'key' | 'value'): TextPlace;
  /** The line on which something stands, with the thing marked. */
  excerptOf(path: TomlPath, wanted: 'key' | 'value'): Excerpt;
  /** A value as it is written: the parser makes the 2nd of March out of `2027-02-30`. */
  writtenAt(path: TomlPath): string;
}

/**
 * Parses a TOML document that somebody else wrote.
 *
 * @throws SafeInstallError `codes.syntax`, with line and column; `codes.tooLarge`.
 * @see https://toml.io/en/v1.0.0
 */
export function parseTomlText(bytes: string | Uint8Array, rules: TomlRules): TomlText {
  const { source, what, maxBytes, codes } = rules;
  if (bytes.length > maxBytes)
    throw new SafeInstallError({
      code: codes.tooLarge,
      message: `the file has more than the ${maxBytes} bytes that are read of ${what}`,
      subject: source,
    });
  const text = typeof bytes === 'string' ? bytes : decodeUtf8(bytes);
  if (text === undefined)
    throw new SafeInstallError({ code: codes.syntax, message: 'the file is not UTF-8', subject: source });
  const lines = new Lines(text);
  const data = parseToml(text, lines, rules);
  let known: TomlPositions | undefined; // a second walk over the text, for the few places that are told
  const find = (path: TomlPath, wanted: 'key' | 'value'): Span => {
    known ??= new TomlPositions(text);
    return known.find(path, wanted);
  };
  return {
    source,
    data,
    originOf: (path, wanted = 'key') => ({ source, ...lines.placeOf(find(path, wanted).start) }),
    excerptOf: (path, wanted) => lines.excerptOf(find(path, wanted)),
    writtenAt: (path) => {
      const { start, end } = find(path, 'value');
      return text.slice(start, end);
    },
  };
}

function parseToml(text: string, lines: Lines, rules: TomlRules): TomlTableData {
  const { source, maxDepth, codes, integers } = rules;
  try {
    return parse(text, { maxDepth, integersAsBigInt: integers === 'apart' }) as TomlTableData;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = lines.offsetOf(error);
    throw new SafeInstallError({
      code: codes.syntax,
      message: `the file is not TOML: ${reasonOf(error)}`,
      subject: `${source}:${error.line}:${error.column}`,
      excerpt: lines.excerptOf({ start, end: start + 1 }),
    });
  }
}

/** The parser's own sentence; below it in the message stands an excerpt, which ours takes the place of. */
function reasonOf({ message }: TomlError): string {
  const [first = ''] = message.split('\n');
  const colon = first.indexOf(': ');
  return colon === -1 ? first : first.slice(colon + 2);
}

/** The lines of a text. Lines and columns count from 1, columns in UTF-16 code units. */
class Lines {
  readonly #text: string;
  /** Offsets of their beginnings. */
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const lineEnds = [...text.matchAll(/\n/g)].map(({ index }) => index);
    this.#starts = [0, ...lineEnds.map((end) => end + 1)];
  }

  placeOf(offset: number): { readonly line: number; readonly column: number } {
    const index = this.#starts.findLastIndex((start) => start <= offset);
    return { line: index + 1, column: offset - (this.#starts[index] ?? 0) + 1 };
  }

  offsetOf({ line, column }: { readonly line: number; readonly column: number }): number {
    return (this.#starts[line - 1] ?? 0) + column - 1;
  }

  /** The line on which a piece of the text begins, with as much of the piece as is on it. */
  excerptOf({ start, end }: Span): Excerpt {
    const { line, column } = this.placeOf(start);
    const text = this.#text.slice(start - column + 1, this.#starts[line]).trimEnd();
    return { text, start: column - 1, end: Math.min(end - start + column - 1, text.length) };
  }
}
