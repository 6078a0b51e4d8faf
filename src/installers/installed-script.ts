import { createHash } from 'node:crypto';
import { cryptoNameOf, type RecordEntry } from '../packaging/index.ts';

const NEWLINE = 0x0a;

/** How a script of a wheel begins that the installer is to put the interpreter's path into (binary distribution format). */
const PLACEHOLDER = '#!python';

/** What follows it in the first line of real scripts; pip overwrites it, so that it has to be tried. */
const TAILS = ['', 'w', '3', 'w3', ' -s', ' -E', ' -I', ' -u', '3 -s', '3 -E', '3 -I', '3 -u'].flatMap(
  (tail) => [`${tail}\n`, `${tail}\r\n`],
);

/** The first line that uv writes where the interpreter's path is too long for one, or has blanks: three lines of shell. */
const SHELL_LINE = '#!/bin/sh\n';

/**
 * Whether an installed script is the one of the wheel, with nothing but its first line changed, and that only where the
 * wheel asks for it. The digest of the whole original is known: each first line that it may have had is put back.
 */
export function isScriptOf(installed: Buffer, { hash, size }: RecordEntry): boolean {
  if (hash === null || size === null) return false;
  const digestOf = (...parts: readonly (string | Buffer)[]): string => {
    const running = createHash(cryptoNameOf(hash.algorithm));
    for (const part of parts) running.update(part);
    return running.digest('base64url');
  };
  if (installed.length === size && digestOf(installed) === hash.digest) return true;
  if (!installed.subarray(0, 2).equals(Buffer.from('#!'))) return false;
  const rest = installed.subarray(endOfFirstLine(installed));
  return TAILS.map((tail) => PLACEHOLDER + tail)
    .filter((line) => line.length + rest.length === size)
    .some((line) => digestOf(line, rest) === hash.digest);
}

function endOfFirstLine(installed: Buffer): number {
  const lines = installed.subarray(0, SHELL_LINE.length).toString('latin1') === SHELL_LINE ? 3 : 1;
  let end = 0;
  for (let line = 0; line < lines; line += 1) {
    const newline = installed.indexOf(NEWLINE, end);
    if (newline < 0) return installed.length;
    end = newline + 1;
  }
  return end;
}
