import { SafeInstallError } from '../errors/index.ts';

/** One option of an INI file. */
export interface IniEntry {
  readonly section: string;
  /** Lower case, hyphens in place of underscores, without leading dashes: pip's form. */
  readonly key: string;
  /** Lines of one value are joined with newlines. */
  readonly value: string;
  /** Of the key, counted from 1. */
  readonly line: number;
}

interface OpenEntry {
  readonly section: string;
  readonly key: string;
  readonly lines: string[];
  readonly line: number;
}

/** Options of this section stand in every other one too. */
const DEFAULT_SECTION = 'DEFAULT';

/** More lines than any configuration has. */
const MOST_LINES = 50_000;

const keyOf = (text: string): string => {
  const key = text.toLowerCase().replaceAll('_', '-');
  return key.startsWith('--') ? key.slice(2) : key;
};

/**
 * Reads an INI file as Python's `configparser.RawConfigParser` does in pip's hands: `=` or `:` after a key, whole-line
 * comments with `#` or `;` (a `;` inside of a value belongs to it: URLs have such), values that go on in lines of deeper
 * indentation, and options of `[DEFAULT]` in every section.
 *
 * @param file as it is called in errors.
 * @throws SafeInstallError `configuration.malformed` for what `configparser` refuses too: no section, a line that is no
 *   option, a section or a key that stands twice.
 * @see https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
export function parseIni(text: string, file: string): readonly IniEntry[] {
  const { entries, sections } = readLines(text, file);
  const defaults = entries.filter(({ section }) => section === DEFAULT_SECTION);
  return [...sections].flatMap((section) => {
    const own = entries.filter((entry) => entry.section === section);
    const inherited = defaults.filter(({ key }) => !own.some((entry) => entry.key === key));
    return [...inherited.map((entry) => ({ ...entry, section })), ...own];
  });
}

/** The lines of a text, whichever ends they have. */
const linesOf = (text: string): readonly string[] =>
  text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');

interface ReadLines {
  readonly entries: readonly IniEntry[];
  /** Every section but that of defaults, in their order, with options or without. */
  readonly sections: readonly string[];
}

function readLines(text: string, file: string): ReadLines {
  const lines = linesOf(text);
  const fault = (line: number, message: string): SafeInstallError =>
    new SafeInstallError({ code: 'configuration.malformed', message, subject: `${file}:${line}` });
  if (lines.length > MOST_LINES) throw fault(MOST_LINES, `it has more than ${MOST_LINES} lines`);
  const found: OpenEntry[] = [];
  const seen = new Set<string>();
  const sections: string[] = [];
  let section: string | undefined;
  let open: OpenEntry | undefined;
  let indentation = 0;
  for (const [position, line] of lines.entries()) {
    const number = position + 1;
    const content = line.trim();
    if (content.startsWith('#') || content.startsWith(';')) continue;
    if (content === '') {
      open?.lines.push('');
      continue;
    }
    const indented = line.length - line.trimStart().length;
    if (open !== undefined && indented > indentation) {
      open.lines.push(content);
      continue;
    }
    indentation = indented;
    const header = headerOf(content);
    if (header !== undefined) {
      if (header !== DEFAULT_SECTION && seen.has(`[${header}]`))
        throw fault(number, `the section "${header}" stands twice`);
      seen.add(`[${header}]`);
      if (header !== DEFAULT_SECTION) sections.push(header);
      section = header;
      open = undefined;
      continue;
    }
    if (section === undefined) throw fault(number, 'there is no [section] before this line');
    const delimiter = content.search(/[=:]/);
    if (delimiter <= 0) throw fault(number, `"${content}" is not of the form key = value`);
    const key = keyOf(content.slice(0, delimiter).trim());
    const name = `${section}]${key}`;
    if (seen.has(name)) throw fault(number, `"${key}" stands twice in the section "${section}"`);
    seen.add(name);
    open = { section, key, lines: [content.slice(delimiter + 1).trim()], line: number };
    found.push(open);
  }
  const entries = found.map(({ lines: parts, ...entry }) => ({
    ...entry,
    value: parts.join('\n').trimEnd(),
  }));
  return { entries, sections };
}

/** The name in `[name]`; what follows the bracket is passed over, as `configparser` does. */
function headerOf(content: string): string | undefined {
  const end = content.lastIndexOf(']');
  return content.startsWith('[') && end > 1 ? content.slice(1, end) : undefined;
}
