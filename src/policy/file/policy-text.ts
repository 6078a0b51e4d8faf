import { parse, TomlError } from 'smol-toml';
import { type Excerpt, SafeInstallError } from '../../errors/index.ts';
import type { Origin } from '../origin.ts';
import { MAX_POLICY_BYTES } from './limits.ts';
import { type Span, type TomlPath, TomlPositions } from './toml-positions.ts';

/** Objects inside each other; a policy has five. */
const DEEPEST_POLICY = 32;

/** A value as TOML gives it; nothing of it has been looked at yet. */
export type TomlData =
  | string
  | number
  | boolean
  | Date
  | readonly TomlData[]
  | { readonly [key: string]: TomlData };

export type TomlTableData = { readonly [key: string]: TomlData };

/** A TOML text with its data, and the place of everything in it. */
export interface PolicyText {
  /** The file as the user would name it. */
  readonly source: string;
  readonly data: TomlTableData;
  originOf(path: TomlPath, wanted?: 'key' | 'value'): Origin;
  /** The line on which something stands, with the thing marked. */
  excerptOf(path: TomlPath, wanted: 'key' | 'value'): Excerpt;
  /** A value as it is written: the parser makes the 2nd of March out of `2027-02-30`. */
  writtenAt(path: TomlPath): string;
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * @param source the file as the user would name it; it is told in every message about it.
 * @throws SafeInstallError `policy.syntax`, with line and column; `policy.too-large`.
 */
export function parsePolicyText(bytes: string | Uint8Array, source: string): PolicyText {
  if (bytes.length > MAX_POLICY_BYTES)
    throw new SafeInstallError({
      code: 'policy.too-large',
      message: `the file has more than the ${MAX_POLICY_BYTES} bytes that are read of a policy`,
      subject: source,
    });
  const text = typeof bytes === 'string' ? bytes : decodeUtf8(bytes, source);
  const lines = new Lines(text);
  const data = parseToml(text, source, lines);
  const positions = new TomlPositions(text);
  return {
    source,
    data,
    originOf: (path, wanted = 'key') => ({ source, ...lines.placeOf(positions.find(path, wanted).start) }),
    excerptOf: (path, wanted) => lines.excerptOf(positions.find(path, wanted)),
    writtenAt: (path) => {
      const { start, end } = positions.find(path, 'value');
      return text.slice(start, end);
    },
  };
}

function decodeUtf8(bytes: Uint8Array, source: string): string {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SafeInstallError({ code: 'policy.syntax', message: 'the file is not UTF-8', subject: source });
  }
}

function parseToml(text: string, source: string, lines: Lines): TomlTableData {
  try {
    return parse(text, { maxDepth: DEEPEST_POLICY }) as TomlTableData;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = lines.offsetOf(error);
    throw new SafeInstallError({
      code: 'policy.syntax',
      message: `the file is not TOML: ${reasonOf(error)}`,
      subject: describePlace({ source, line: error.line, column: error.column }),
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

/** `safe-install.toml:12:3`. */
export const describePlace = ({ source, line, column }: Origin): string =>
  line === null ? source : `${source}:${line}:${column}`;

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
