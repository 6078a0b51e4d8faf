/**
 * The RECORD of an installed distribution as lines, so that some can be added and taken away and every other one stays
 * as the installer wrote it.
 */
export interface RecordLines {
  readonly lines: readonly string[];
  /** What ends a line: pip writes `\r\n`, uv `\n`. */
  readonly ending: string;
}

export function splitRecord(text: string): RecordLines {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  return { lines: text.split(ending).filter((line) => line !== ''), ending };
}

export const joinRecord = ({ lines, ending }: RecordLines): string =>
  lines.map((line) => line + ending).join('');

/** The path of a line: its first field, with quotes taken off. */
export function pathOfLine(line: string): string {
  if (!line.startsWith('"')) return line.slice(0, Math.max(line.indexOf(','), 0));
  for (let at = 1; at < line.length; at += 1) {
    if (line[at] !== '"') continue;
    if (line[at + 1] !== '"') return line.slice(1, at).replaceAll('""', '"');
    at += 1;
  }
  return line;
}

/** A line as Python's `csv` writes it: a field with a comma or a quote in it is quoted. */
export const recordLine = (path: string, hash = '', size = ''): string => {
  const field = /[",\r\n]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
  return `${field},${hash},${size}`;
};

/** Order of code points, as Python sorts text; JavaScript's own order is that of UTF-16 code units. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [first, second] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (first === second) continue;
    const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;
    if (isSurrogate(first) === isSurrogate(second)) return first - second;
    return isSurrogate(first) ? 1 : -1; // beyond the basic plane: greater than all of it
  }
  return left.length - right.length;
}

/** Puts lines among those that are there, in the order of paths that installers keep. */
export function withLines(record: RecordLines, added: readonly string[]): RecordLines {
  const byPath = [...record.lines, ...added].map((line) => ({ path: pathOfLine(line), line }));
  byPath.sort((left, right) => compareCodePoints(left.path, right.path));
  return { ...record, lines: byPath.map(({ line }) => line) };
}

/** Takes the lines of some paths away. */
export const withoutPaths = (record: RecordLines, paths: ReadonlySet<string>): RecordLines => ({
  ...record,
  lines: record.lines.filter((line) => !paths.has(pathOfLine(line))),
});
