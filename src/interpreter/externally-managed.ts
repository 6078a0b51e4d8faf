import { join } from 'node:path';
import { type Environment, readFileCapped } from '../platform/index.ts';

/** Bytes. The file is a few sentences in a few languages. */
const LONGEST_MARKER = 256 * 1024;

const WITHOUT_WORDS = 'The system that this Python belongs to manages its packages itself.';

/** The `key = value` lines of one section of an INI file, keys in lower case; indented lines go on with a value. */
function sectionOf(text: string, name: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let isInside = false;
  let key: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const content = line.trim();
    if (content.startsWith('#') || content.startsWith(';')) continue;
    if (content === '' || line.startsWith(' ') || line.startsWith('\t')) {
      if (key !== undefined) values.set(key, `${values.get(key) ?? ''}\n${content}`);
      continue;
    }
    key = undefined;
    if (content.startsWith('[')) {
      isInside = content === `[${name}]`;
      continue;
    }
    const separator = content.search(/[=:]/);
    if (!isInside || separator <= 0) continue;
    key = content.slice(0, separator).trim().toLowerCase();
    values.set(key, content.slice(separator + 1).trim());
  }
  return values;
}

/** `de_DE` and `de` of `de_DE.UTF-8`, by the variables that POSIX asks in this order. */
function languages(environment: Environment): readonly string[] {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  const [name = ''] = locale.split(/[.@]/, 1);
  return name === '' ? [] : [name, ...name.split(/[-_]/, 1)];
}

/** What the vendor wants people to read, from the text of an EXTERNALLY-MANAGED file, in the user's language if he has it. */
export function parseExternallyManaged(text: string, environment: Environment): string {
  const values = sectionOf(text, 'externally-managed');
  const keys = [...languages(environment).map((language) => `error-${language.toLowerCase()}`), 'error'];
  const found = keys
    .map((key) => values.get(key)?.trim())
    .find((value) => value !== undefined && value !== '');
  return found ?? WITHOUT_WORDS;
}

/**
 * The vendor's words where a Python's packages are the system's to manage (PEP 668); `null` where they are the user's.
 * A virtual environment never is managed.
 *
 * @see https://packaging.python.org/en/latest/specifications/externally-managed-environments/
 */
export async function readExternallyManaged(
  standardLibrary: string,
  isVirtual: boolean,
  environment: Environment,
): Promise<string | null> {
  if (isVirtual) return null;
  const bytes = await readFileCapped(join(standardLibrary, 'EXTERNALLY-MANAGED'), LONGEST_MARKER);
  return bytes === undefined ? null : parseExternallyManaged(bytes.toString('utf8'), environment);
}
