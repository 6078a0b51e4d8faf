import { SafeInstallError } from '../errors/index.ts';
import { normalizeName } from '../packaging/index.ts';
import { isTomlTable, parseTomlDocument } from './toml-file.ts';

/** What a script says that it needs (PEP 723). */
export interface ScriptRequirements {
  /** A specifier of Python versions; `null` where the script states none. */
  readonly requiresPython: string | null;
  readonly dependencies: readonly string[];
}

/** Groups that include each other; more than any project nests. */
const DEEPEST_GROUP = 50;

/** Entries of one group and all that it includes; a group that includes two, which include two …, doubles. */
const MOST_ENTRIES = 10_000;

const malformed = (message: string, subject: string): SafeInstallError =>
  new SafeInstallError({ code: 'requirements.malformed', message, subject });

function textsOf(value: unknown, name: string, file: string): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw malformed(`"${name}" is no list of texts`, file);
  return value;
}

/**
 * Reads the `# /// script` block of a Python script.
 *
 * @param file as it is called in errors.
 * @throws SafeInstallError `requirements.malformed` when it has none, more than one, or one that is not as it should be.
 * @see https://packaging.python.org/en/latest/specifications/inline-script-metadata/
 */
export async function parseScriptRequirements(text: string, file: string): Promise<ScriptRequirements> {
  const [block, ...others] = scriptBlocks(text.replaceAll('\r\n', '\n').split('\n'));
  if (block === undefined) throw malformed('it has no "# /// script" block', file);
  if (others.length > 0) throw malformed('it has more than one "# /// script" block', file);
  const document = await parseTomlDocument(block, file, 'requirements.malformed');
  const requiresPython = document['requires-python'] ?? null;
  if (requiresPython !== null && typeof requiresPython !== 'string')
    throw malformed('"requires-python" is no text', file);
  return { requiresPython, dependencies: textsOf(document.dependencies, 'dependencies', file) };
}

/** The contents of the blocks, without what makes them comments. A block ends with the last `# ///` of its comment. */
function scriptBlocks(lines: readonly string[]): readonly string[] {
  const blocks: string[] = [];
  for (
    let start = lines.indexOf('# /// script');
    start >= 0;
    start = lines.indexOf('# /// script', start + 1)
  ) {
    let after = start + 1;
    while (lines[after] === '#' || lines[after]?.startsWith('# ') === true) after += 1;
    const end = lines.lastIndexOf('# ///', after - 1);
    if (end <= start) continue; // it is never closed, and so is none
    blocks.push(
      lines
        .slice(start + 1, end)
        .map((line) => line.slice(2))
        .join('\n'),
    );
    start = end;
  }
  return blocks;
}

/**
 * Reads a dependency group of a pyproject.toml, with the groups that it includes.
 *
 * @throws SafeInstallError `requirements.malformed` for a group that is not there or not as it should be;
 *   `requirements.cycle` for one that includes itself; `requirements.too-large`.
 * @see https://packaging.python.org/en/latest/specifications/dependency-groups/
 */
export async function parseGroupRequirements(
  text: string,
  group: string,
  file: string,
): Promise<readonly string[]> {
  const document = await parseTomlDocument(text, file, 'requirements.malformed');
  const table = document['dependency-groups'] ?? {};
  if (!isTomlTable(table)) throw malformed('"dependency-groups" is no table', file);
  const groups = new Map<string, unknown>();
  for (const [name, value] of Object.entries(table)) {
    const normalized = normalizeName(name);
    if (groups.has(normalized)) throw malformed(`the group "${name}" stands there twice`, file);
    groups.set(normalized, value);
  }
  const requirements: string[] = [];
  let read = 0;
  addGroup(group, []);
  return requirements;

  function addGroup(name: string, ancestors: readonly string[]): void {
    const normalized = normalizeName(name);
    if (ancestors.includes(normalized)) {
      throw new SafeInstallError({
        code: 'requirements.cycle',
        message: `the group "${name}" includes itself, by way of ${[...ancestors, normalized].map((each) => `"${each}"`).join(', ')}`,
        subject: file,
      });
    }
    const entries = groups.get(normalized);
    if (entries === undefined) throw malformed(`there is no group "${name}"`, file);
    if (!Array.isArray(entries)) throw malformed(`the group "${name}" is no list`, file);
    for (const entry of entries as readonly unknown[]) addEntry(entry, name, [...ancestors, normalized]);
  }

  function addEntry(entry: unknown, name: string, ancestors: readonly string[]): void {
    read += 1;
    if (ancestors.length > DEEPEST_GROUP || read > MOST_ENTRIES) {
      throw new SafeInstallError({
        code: 'requirements.too-large',
        message: `the group "${name}" includes more than is read`,
        subject: file,
      });
    }
    if (typeof entry === 'string') requirements.push(entry);
    else if (
      isTomlTable(entry) &&
      Object.keys(entry).join() === 'include-group' &&
      typeof entry['include-group'] === 'string'
    )
      addGroup(entry['include-group'], ancestors);
    else throw malformed(`the group "${name}" holds what is neither a requirement nor an include`, file);
  }
}
