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
  | bigint
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
  const data = parseToml(text, source);
  const positions = new TomlPositions(text);
  return {
    source,
    data,
    originOf: (path, wanted = 'key') => originAt(text, source, positions.find(path, wanted)),
    excerptOf: (path, wanted) => excerptAt(text, positions.find(path, wanted)),
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

function parseToml(text: string, source: string): TomlTableData {
  try {
    return parse(text, { maxDepth: DEEPEST_POLICY }) as TomlTableData;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = offsetOf(text, error.line, error.column);
    throw new SafeInstallError({
      code: 'policy.syntax',
      message: `the file is not TOML: ${reasonOf(error)}`,
      subject: describePlace({ source, line: error.line, column: error.column }),
      excerpt: excerptAt(text, { start, end: start + 1 }),
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

function originAt(text: string, source: string, { start }: Span): Origin {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { source, line, column: start - lineStart + 1 };
}

function offsetOf(text: string, line: number, column: number): number {
  let lineStart = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', lineStart);
    if (end === -1) break;
    lineStart = end + 1;
  }
  return lineStart + column - 1;
}

function excerptAt(text: string, { start, end }: Span): Excerpt {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const line = text.slice(lineStart, newline === -1 ? text.length : newline).replace(/\r$/, '');
  return { text: line, start: start - lineStart, end: Math.min(end - lineStart, line.length) };
}
