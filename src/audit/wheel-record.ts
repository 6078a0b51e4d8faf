import { createHash } from 'node:crypto';
import { GENERATED } from '../installers/index.ts';
import type { RecordEntry, Sha256 } from '../packaging/index.ts';
import { parseSha256 } from '../packaging/index.ts';

/** Schemes of a wheel's data folder whose files end up beside those of its root. */
const ROOT_SCHEMES: ReadonlySet<string> = new Set(['purelib', 'platlib']);

/** A file of a wheel that goes to another folder than the root. */
interface DataFile {
  readonly scheme: string;
  readonly name: string;
  readonly entry: RecordEntry;
}

/** The lines of a wheel's RECORD, sorted by where an installer puts the files. */
interface WheelLines {
  /** By path in the folder of packages: digest, with its algorithm. */
  readonly root: ReadonlyMap<string, string>;
  readonly data: readonly DataFile[];
}

const digestIn = ({ hash }: RecordEntry): string | null =>
  hash === null ? null : `${hash.algorithm}=${hash.digest}`;

function linesOfWheel(record: readonly RecordEntry[]): WheelLines {
  const root = new Map<string, string>();
  const data: DataFile[] = [];
  for (const entry of record) {
    const digest = digestIn(entry);
    if (digest === null) continue; // RECORD itself and its signatures
    const [top = '', scheme = '', ...rest] = entry.path.split('/');
    if (!top.endsWith('.data')) root.set(entry.path, digest);
    else if (ROOT_SCHEMES.has(scheme)) root.set(rest.join('/'), digest);
    else data.push({ scheme, name: rest.at(-1) ?? '', entry });
  }
  return { root, data };
}

const LEADS_OUT = /^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/;

/** A line of an installed RECORD that states a digest, and that no installer has made by itself. */
function* linesInstalled(record: readonly RecordEntry[], info: string): Generator<[RecordEntry, string]> {
  for (const entry of record) {
    const digest = digestIn(entry);
    const isGenerated = entry.path.startsWith(`${info}/`) && GENERATED.has(entry.path.slice(info.length + 1));
    if (digest !== null && !isGenerated) yield [entry, digest];
  }
}

/**
 * What differs between an installed RECORD and that of a wheel, as far as a digest is stated: paths, the worst first. None
 * where the one is what an installer makes of the other.
 *
 * @param isScript whether a line of the installed RECORD is a script that is known to be as it should be: that of an entry
 *   point, or one of the wheel's with another first line.
 */
export function differencesOf(
  installed: { readonly record: readonly RecordEntry[]; readonly info: string },
  wheel: readonly RecordEntry[],
  isScript: (installed: RecordEntry, original: RecordEntry | undefined) => boolean,
): readonly string[] {
  const { root, data } = linesOfWheel(wheel);
  const missing = new Set(root.keys());
  const differences: string[] = [];
  for (const [entry, digest] of linesInstalled(installed.record, installed.info)) {
    if (!LEADS_OUT.test(entry.path) && root.has(entry.path)) {
      missing.delete(entry.path);
      if (root.get(entry.path) !== digest) differences.push(entry.path);
      continue;
    }
    const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
    const named = data.filter((each) => each.name === name);
    const isSame = named.some((each) => digestIn(each.entry) === digest);
    const original = named.find(({ scheme }) => scheme === 'scripts')?.entry;
    if (!isSame && !isScript(entry, original)) differences.push(entry.path);
  }
  return [...differences, ...missing];
}

const digestOfLines = (lines: Iterable<readonly [path: string, digest: string]>): Sha256 => {
  const sorted = [...lines].map(([path, digest]) => `${path}\0${digest}\n`).sort();
  const digest = parseSha256(createHash('sha256').update(sorted.join('')).digest('hex'));
  if (digest === undefined) throw new TypeError('a digest of node:crypto is not 64 hexadecimal digits');
  return digest;
};

/** One digest for all files of a wheel that go to the folder of packages; equal to {@link installedDigest} of the same. */
export const wheelDigest = (record: readonly RecordEntry[]): Sha256 =>
  digestOfLines(linesOfWheel(record).root);

/** One digest for all files that a RECORD states in the folder of packages, but for those of the installer. */
export function installedDigest(record: readonly RecordEntry[], info: string): Sha256 {
  const lines = new Map<string, string>();
  for (const [{ path }, digest] of linesInstalled(record, info))
    if (!LEADS_OUT.test(path)) lines.set(path, digest);
  return digestOfLines(lines);
}
