import type { DistributionFile } from '../artifact/index.ts';
import type { Fact } from '../errors/index.ts';
import { compareVersions, type NormalizedName, type Version } from '../packaging/index.ts';
import type { PassedOver } from './project-files.ts';
import type { Run } from './run.ts';
import { indexVersion, type VersionsByOrigin } from './versions-by-origin.ts';

/** Versions that are listed by name; a screen has room for no more. */
const MAX_LISTED = 8;

/** Words for one stretch of single versions before only their number is told. */
const MAX_SPELLED = 3;

const unique = (versions: readonly Version[]): Version[] =>
  [...new Map(versions.map((version) => [version.key, version])).values()].sort((left, right) =>
    compareVersions(right, left),
  );

/** Versions that can be installed here or are installed, newest first. */
function knownVersions(name: NormalizedName, run: Run): Version[] {
  const ranked = run.lookups.knownProject(name)?.ranked.map(({ version }) => version) ?? [];
  const installed = run.installed.get(name);
  return unique(installed === undefined ? ranked : [...ranked, installed.version]);
}

/** `acme 1.4`, `every version of acme`, `acme 1.2 to 1.4`: those of the package's versions that are in `versions`. */
export function describeVersions(key: string, versions: VersionsByOrigin, run: Run): string {
  const node = run.nodes.find(key);
  if (node === undefined) return key;
  const known = knownVersions(node.name, run);
  const inside = known.filter((version) => versions.contains(indexVersion(version)));
  const [newest] = inside;
  const oldest = inside.at(-1);
  if (newest === undefined || oldest === undefined) return key;
  if (inside.length === 1) return `${key} ${newest}`;
  if (inside.length === known.length) return `every version of ${key}`;
  const isUnbroken = known.indexOf(oldest) - known.indexOf(newest) === inside.length - 1;
  if (isUnbroken && newest === known[0]) return `${key} ${oldest} and newer`;
  if (isUnbroken && oldest === known.at(-1)) return `${key} ${newest} and older`;
  if (isUnbroken) return `${key} ${oldest} to ${newest}`;
  if (inside.length > MAX_SPELLED) return `${inside.length} versions of ${key}`;
  return `${key} ${inside.join(' and ')}`;
}

const listed = (versions: readonly Version[]): string =>
  versions.length <= MAX_LISTED
    ? versions.join(', ')
    : `${versions.slice(0, MAX_LISTED).join(', ')} and ${versions.length - MAX_LISTED} older`;

function reasonOf(file: DistributionFile, reason: PassedOver): string {
  switch (reason) {
    case 'requires-python':
      return `needs Python ${file.requiresPython}`;
    case 'tags':
      return 'has no file for this Python and platform';
    case 'format':
      return file.kind === 'sdist'
        ? 'is a source distribution, which --only-binary rules out'
        : 'is a wheel, which --no-binary rules out';
    case 'upload-time':
      return 'is too new for the age that is asked for';
  }
}

/**
 * Why no version of a package in `wanted` can be taken here, as a sentence.
 *
 * @param it what the package is called in it: its name, or a pronoun.
 */
export function reasonForLack(
  name: NormalizedName,
  wanted: VersionsByOrigin,
  run: Run,
  it: string = name,
): string {
  const passedOver = run.lookups.knownProject(name)?.passedOver ?? [];
  const reasons = new Set(
    passedOver.filter(({ file }) => wanted.contains(indexVersion(file.version))).map(({ reason }) => reason),
  );
  const [reason] = reasons;
  if (reason === undefined) return it === name ? `no version of ${it} would do` : 'there is no such version';
  if (reasons.size > 1) return `no file of ${it} can be taken here`;
  switch (reason) {
    case 'requires-python':
      return `every file of ${it} needs another Python`;
    case 'tags':
      return `no file of ${it} is for this Python and platform`;
    case 'format':
      return run.options.formatControl.onlyBinary.size > 0
        ? `${it} has only source distributions`
        : `${it} has only wheels`;
    case 'upload-time':
      return `every file of ${it} is too new`;
  }
}

/** Which versions there are, and why those that would do were passed over. */
export function versionFacts(name: NormalizedName, wanted: VersionsByOrigin, run: Run): Fact[] {
  const files = run.lookups.knownProject(name);
  if (files === undefined) return [];
  const available = knownVersions(name, run);
  const yanked = new Set(
    files.ranked.filter(({ file }) => file.yanked !== false).map(({ version }) => version.key),
  );
  const free = available.filter(({ key }) => !yanked.has(key));
  const facts: Fact[] = [
    { label: 'available', value: free.length === 0 ? 'no version for this Python' : listed(free) },
  ];
  const reasons = new Map<string, Version[]>();
  const add = (reason: string, version: Version): void => {
    if (wanted.contains(indexVersion(version)))
      reasons.set(reason, [...(reasons.get(reason) ?? []), version]);
  };
  const usable = new Set(available.map(({ key }) => key));
  for (const { file, reason } of files.passedOver)
    if (!usable.has(file.version.key)) add(reasonOf(file, reason), file.version);
  for (const { file, version } of files.ranked) {
    if (file.yanked !== false) add('is yanked, and nobody asks for exactly that', version);
    else if (version.isPrerelease) add('is a pre-release, and nobody asks for one', version);
  }
  for (const [reason, versions] of [...reasons].slice(0, MAX_LISTED)) {
    const [first, ...others] = unique(versions);
    const more = others.length === 0 ? '' : ` (and ${others.length} older)`;
    facts.push({ label: 'passed over', value: `${first} ${reason}${more}` });
  }
  return facts;
}
