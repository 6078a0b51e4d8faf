import { amount } from '../errors/index.ts';

/** Columns that text is laid out for where the terminal does not say, and the most that is used of a wide one. */
export const NARROW = 80;
const WIDE = 110;

/** Columns to lay text out for. */
export const layoutWidth = (columns: number | undefined): number =>
  columns === undefined || columns < 40 ? NARROW : Math.min(columns, WIDE);

/** Cuts a word that no line can hold, such as a digest or a URL. */
function cutWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < word.length; at += width) pieces.push(word.slice(at, at + width));
  return pieces;
}

/**
 * Breaks `text` at spaces into lines of at most `width` characters.
 *
 * @param first characters that the first line has already taken.
 * @param indent spaces before each further line.
 */
export function wrap(text: string, width: number, first = 0, indent = 0): string[] {
  const lines: string[] = [];
  const prefix = ' '.repeat(indent);
  let line = '';
  let room = width - first;
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = '';
      room = width - indent;
    }
    if (line === '' && word.length > room) {
      if (lines.length === 0 && first > 0) {
        lines.push('');
        room = width - indent;
      }
      const pieces = cutWord(word, room);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
      if (pieces.length > 1) room = width - indent;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : prefix + each));
}

/** `1 file`, `2 files`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${amount(number)} ${number === 1 ? noun : plural}`;

/** Bytes as people read them: `512 B`, `1.2 MB` (decimal units). */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = -1;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Milliseconds as people read them: `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
