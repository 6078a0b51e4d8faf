import type { DistributionFile } from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import type { NormalizedName } from '../packaging/index.ts';

/** What one index lists of a project. */
export interface IndexFiles {
  readonly url: string;
  readonly files: readonly DistributionFile[];
}

/** A file's identity across indexes; a file without sha256 is like no other. */
const identityOf = (file: DistributionFile): string | undefined =>
  file.sha256 === null ? undefined : `${file.sha256} ${file.filename}`;

/** Whether every file of `part` is, by sha256, one of `whole`. */
function isWithin(part: IndexFiles, whole: IndexFiles): boolean {
  const known = new Set(whole.files.map(identityOf));
  return part.files.every((file) => {
    const identity = identityOf(file);
    return identity !== undefined && known.has(identity);
  });
}

/** The sources that offer something that no other one does; of equal ones the first. */
function distinctSources(sources: readonly IndexFiles[]): readonly IndexFiles[] {
  return sources.filter(
    (source, at) =>
      !sources.some(
        (other, otherAt) =>
          other !== source && isWithin(source, other) && (otherAt < at || !isWithin(other, source)),
      ),
  );
}

/** Two files that only one of the two has, to be shown. */
function example(source: IndexFiles, others: readonly IndexFiles[]): string {
  const known = new Set(others.flatMap(({ files }) => files.map(identityOf)));
  const own = source.files.find((file) => !known.has(identityOf(file))) ?? source.files[0];
  return own === undefined ? '' : `, with ${own.filename}`;
}

/**
 * The files of a project that several indexes offer, where nobody has said which of them is meant.
 *
 * Dependency confusion: whoever registers the name of a company's own package at a public index, with a higher version,
 * is installed in its place. So two indexes may only offer the same bytes; one that has nothing but files of another
 * (a mirror that lags, an index of builds for one platform) adds nothing, and takes nothing: to pass for a superset of
 * the true index, the false one would have to hold the very bytes of every file of it.
 *
 * @throws SafeInstallError `index.confusion`
 */
export function mergeOrRefuse(
  name: NormalizedName,
  sources: readonly IndexFiles[],
): readonly DistributionFile[] {
  const distinct = distinctSources(sources.filter(({ files }) => files.length > 0));
  const [only] = distinct;
  if (distinct.length <= 1) return only?.files ?? [];
  const [first = '', ...others] = distinct.map(({ url }) => redactUrl(url));
  throw new SafeInstallError({
    code: 'index.confusion',
    message: 'more than one index offers it, with different files',
    subject: name,
    facts: distinct.map((source) => ({
      label: 'index',
      value: `${redactUrl(source.url)}: ${source.files.length} files${example(
        source,
        distinct.filter((other) => other !== source),
      )}`,
    })),
    hint: `Say which one is meant, in safe-install.toml:
    [[index]]
    url = "${first}"   # or ${others.map((url) => `"${url}"`).join(', ')}
    packages = ["${name}"]
or take the first index that has it with --index-strategy first-index; "unsafe-best-match" would take whatever has the highest version, from anybody`,
  });
}

/** The files of every index, the same file once: the strategy `unsafe-best-match`. */
export function mergeAll(sources: readonly IndexFiles[]): readonly DistributionFile[] {
  const seen = new Set<string>();
  return sources.flatMap(({ files }) =>
    files.filter((file) => {
      const identity = identityOf(file);
      if (identity === undefined) return true;
      if (seen.has(identity)) return false;
      seen.add(identity);
      return true;
    }),
  );
}
