import { posix, win32 } from 'node:path';
import type { EntryPoint } from './entry-points.ts';

/** Names that the programs of Pythons have. */
const PYTHON = /^(?:python|pythonw|pypy|graalpy)(?:[0-9]{1,2}(?:\.[0-9]{1,3})?)?t?(?:\.exe)?$/;

/** Switches that take something away from a start, and bring no code. */
const HARMLESS_SWITCH = /^-[BEIPsSu]{1,7}$/;

/**
 * Every line that pip, uv, virtualenv's and the `installer` library's scripts consist of, beside the import and the call:
 * without indentation, and with single quotes. Whatever the order of these, they do nothing but take an ending off the
 * program's name.
 */
const KNOWN_LINES: ReadonlySet<string> = new Set([
  '',
  '# -*- coding: utf-8 -*-',
  '# -*- coding: utf8 -*-',
  'import re',
  'import sys',
  "if __name__ == '__main__':",
  "sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])",
  "sys.argv[0] = re.sub(r'(-script\\.pyw?|\\.exe)?$', '', sys.argv[0])",
  "sys.argv[0] = sys.argv[0].removesuffix('.exe')",
  "if sys.argv[0].endswith('-script.pyw'):",
  'sys.argv[0] = sys.argv[0][:-11]',
  "elif sys.argv[0].endswith('.exe'):",
  'sys.argv[0] = sys.argv[0][:-4]',
]);

/** uv's form for environments that may be moved: the Python beside the script. */
const BESIDE = `"$(dirname -- "$(realpath -- "$0")")"/'`;

/**
 * Why a script is not what an installer writes for an entry point; `undefined` where it is.
 *
 * @param programs folders of the Pythons that it may start; `null`: any.
 */
export function scriptFault(
  text: string,
  { module, attribute }: EntryPoint,
  programs: ReadonlySet<string> | null,
): string | undefined {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const start = startOf(lines);
  if (start === undefined) return 'its first line starts no Python';
  if (!isPython(start.program, start.isBeside, programs)) return `it starts "${start.program}"`;
  const imported = `from ${module} import ${attribute.split('.', 1)[0]}`;
  const called = `sys.exit(${attribute}())`;
  const counts = new Map([
    [imported, 0],
    [called, 0],
  ]);
  for (const raw of lines.slice(start.lines)) {
    const line = raw.trim();
    const count = counts.get(line);
    if (count !== undefined) counts.set(line, count + 1);
    else if (!KNOWN_LINES.has(line.replaceAll('"', "'"))) return 'it holds other code';
  }
  if (counts.get(imported) !== 1 || counts.get(called) !== 1) return 'it does not call its entry point';
  return undefined;
}

interface Start {
  /** Path of the program. */
  readonly program: string;
  /** Whether the path is only a name, looked for beside the script. */
  readonly isBeside: boolean;
  /** Lines that it takes. */
  readonly lines: number;
}

/** The program of the first line, or of the three that stand in for one that would be too long for a system. */
function startOf(lines: readonly string[]): Start | undefined {
  const [first = '', second = '', third = ''] = lines;
  if (!first.startsWith('#!')) return undefined;
  if (first !== '#!/bin/sh') {
    const words = first.slice(2).trim().split(' ');
    const switches =
      words.length > 1 && HARMLESS_SWITCH.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
    return { program: unquoted(switches.join(' ')), isBeside: false, lines: 1 };
  }
  const open = "'''exec' ";
  const close = ' "$0" "$@"';
  if (!second.startsWith(open) || !second.endsWith(close) || third !== "' '''") return undefined;
  const command = second.slice(open.length, -close.length);
  if (command.startsWith(BESIDE) && command.endsWith("'"))
    return { program: command.slice(BESIDE.length, -1), isBeside: true, lines: 3 };
  const program = unquoted(command);
  // anything that a shell would read as more than one word
  return /["'$`\\;&|<>()]/.test(program) ? undefined : { program, isBeside: false, lines: 3 };
}

const unquoted = (text: string): string => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;

function isPython(program: string, isBeside: boolean, programs: ReadonlySet<string> | null): boolean {
  const { basename, dirname, isAbsolute } = /^[A-Za-z]:/.test(program) ? win32 : posix;
  if (!PYTHON.test(basename(program).toLowerCase())) return false;
  if (isBeside) return basename(program) === program;
  return isAbsolute(program) && (programs === null || programs.has(dirname(program)));
}
