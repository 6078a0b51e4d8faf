import { SafeInstallError } from '../errors/index.ts';
import { platformTags } from './platform-tags.ts';
import { makeTag, type Tag } from './tag.ts';
import { type AbiFacts, checkVersionNumbers, type TagFacts } from './tag-facts.ts';

/** One or two numbers of a Python version. */
export type PythonVersion = readonly number[];

/** Interpreters with a short name in tags (PEP 425); the others go by their own. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  python: 'py',
  cpython: 'cp',
  pypy: 'pp',
  ironpython: 'ip',
  jython: 'jy',
};

export const shortNameOf = ({ implementation }: TagFacts): string =>
  (Object.hasOwn(SHORT_NAMES, implementation) ? SHORT_NAMES[implementation] : undefined) ?? implementation;

export const nodot = (version: PythonVersion): string => version.slice(0, 2).join('');

const isAtLeast = (version: PythonVersion, minor: number): boolean => {
  const [major = 0, ownMinor = 0] = version;
  return major > 3 || (major === 3 && ownMinor >= minor);
};

/** The ABIs that a CPython of this version, built like the one at hand, loads; its own first. */
export function cpythonAbis(version: PythonVersion, facts: AbiFacts): string[] {
  const debug = (facts.isDebug ?? facts.looksLikeDebug) ? 'd' : '';
  const threading = isAtLeast(version, 13) && facts.isFreeThreaded === true ? 't' : '';
  const base = `cp${nodot(version)}${threading}`;
  // from 3.8 on a debug build loads modules of ordinary builds too
  if (isAtLeast(version, 8)) return debug === '' ? [base] : [`${base}d`, base];
  const pymalloc = facts.hasPymalloc === false ? '' : 'm';
  // before 3.3 the width of text was part of the ABI; every interpreter at hand is wide
  const wide = isAtLeast(version, 3) ? '' : 'u';
  return [`${base}${debug}${pymalloc}${wide}`];
}

/** The free-threaded build of CPython says so with a `t` in its ABI (PEP 703). */
const isFreeThreaded = (abis: readonly string[]): boolean => /^cp[0-9]+[^\n]*t/.test(abis[0] ?? '');

function withoutFirst(list: readonly string[], item: string): string[] {
  const index = list.indexOf(item);
  return index === -1 ? [...list] : list.toSpliced(index, 1);
}

const tagsOf = (interpreter: string, abi: string, platforms: readonly string[]): Tag[] =>
  platforms.map((platform) => makeTag(interpreter, abi, platform));

/** Tags of wheels for CPython: its own ABIs, the stable ABI of its version and of older ones, and no ABI. */
export function cpythonTags(
  version: PythonVersion,
  abis: readonly string[],
  platforms: readonly string[],
): Tag[] {
  checkVersionNumbers('Python', version);
  const interpreter = `cp${nodot(version)}`;
  const threaded = isFreeThreaded(abis);
  // PEP 384 stands from 3.2 on; free-threaded builds have a stable ABI of their own (PEP 803)
  const stable = version.length > 1 && isAtLeast(version, 2) ? (threaded ? 'abi3t' : 'abi3') : undefined;
  const own = (threaded ? ['abi3', 'abi3t', 'none'] : ['abi3', 'none']).reduce(withoutFirst, [...abis]);
  const tags = own.flatMap((abi) => tagsOf(interpreter, abi, platforms));
  if (stable !== undefined) tags.push(...tagsOf(interpreter, stable, platforms));
  tags.push(...tagsOf(interpreter, 'none', platforms));
  if (stable === undefined) return tags;
  const [major = 0, minor = 0] = version;
  for (let older = minor - 1; older >= 2; older -= 1)
    tags.push(...tagsOf(`cp${major}${older}`, stable, platforms));
  return tags;
}

/** The ABI of an interpreter that is not CPython, from the names of its extension modules. */
export function genericAbis(facts: TagFacts): string[] {
  const suffix = facts.abi.extensionSuffix;
  if (suffix === null || !suffix.startsWith('.')) return refuseSuffix(suffix);
  const parts = suffix.split('.');
  const soabi = parts[1] ?? '';
  if (parts.length < 3) return cpythonAbis(facts.pythonVersion, facts.abi);
  if (soabi === '') return [];
  const words = soabi.split('-');
  if (soabi.startsWith('cpython'))
    return words[1] === undefined || words[1] === '' ? refuseSuffix(suffix) : [`cp${normalized(words[1])}`];
  if (soabi.startsWith('cp')) return [normalized(words[0] ?? '')];
  if (soabi.startsWith('pypy')) return [normalized(words.slice(0, 2).join('-'))];
  if (soabi.startsWith('graalpy')) return [normalized(words.slice(0, 3).join('-'))];
  return [normalized(soabi)];
}

function refuseSuffix(suffix: string | null): never {
  throw new SafeInstallError({
    code: 'packaging.tag',
    message: `the suffix of extension modules, "${suffix ?? ''}", does not tell the ABI of the interpreter`,
  });
}

const normalized = (text: string): string => text.replaceAll(/[-. ]/g, '_');

/** Tags of wheels for an interpreter without rules of its own. */
export const genericTags = (
  interpreter: string,
  abis: readonly string[],
  platforms: readonly string[],
): Tag[] =>
  (abis.includes('none') ? abis : [...abis, 'none']).flatMap((abi) => tagsOf(interpreter, abi, platforms));

/** `py311`, `py3`, `py310`, … `py30`: what a Python of this version runs, best first. */
function pythonVersions(version: PythonVersion): string[] {
  const [major = 0, minor] = version;
  if (minor === undefined) return [`py${major}`];
  const older = Array.from({ length: minor }, (_, index) => `py${major}${minor - 1 - index}`);
  return [`py${major}${minor}`, `py${major}`, ...older];
}

/** Tags of wheels without an ABI: for a platform, for `interpreter` anywhere, for any Python anywhere. */
export function independentTags(
  version: PythonVersion,
  interpreter: string | undefined,
  platforms: readonly string[],
): Tag[] {
  checkVersionNumbers('Python', version);
  const versions = pythonVersions(version);
  return [
    ...versions.flatMap((each) => tagsOf(each, 'none', platforms)),
    ...(interpreter === undefined ? [] : [makeTag(interpreter, 'none', 'any')]),
    ...versions.map((each) => makeTag(each, 'none', 'any')),
  ];
}

/**
 * The tags of wheels that a Python takes, best first.
 *
 * @throws SafeInstallError `packaging.tag` for facts that no tags are known for.
 * @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
 */
export function compatibleTags(facts: TagFacts): Tag[] {
  const name = shortNameOf(facts);
  const version = facts.pythonVersion;
  const platforms = platformTags(facts.platform);
  const interpreter = `${name}${nodot(version)}`;
  if (name === 'cp')
    return [
      ...cpythonTags(version, cpythonAbis(version, facts.abi), platforms),
      ...independentTags(version, interpreter, platforms),
    ];
  return [
    ...genericTags(interpreter, genericAbis(facts), platforms),
    ...independentTags(version, name === 'pp' ? 'pp3' : undefined, platforms),
  ];
}
