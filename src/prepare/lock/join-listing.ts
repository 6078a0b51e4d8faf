import type { DistributionFile, FileOrigin } from '../../artifact/index.ts';
import { type Fact, redactUrl, SafeInstallError } from '../../errors/index.ts';
import type { LockedEntry } from './locked-plan.ts';

/**
 * A locked file as a file of its index: what the lock says of it has to be what the index says, and what only the index
 * knows (whether it is yanked, where its provenance is) is taken from there.
 *
 * @param listing all files of the project that the sources offer.
 * @param index `enforced`: the listing is that of the index which the lock names for it.
 * @throws SafeInstallError `hash.mismatch`, `hash.size`, `lock.url`, `lock.index`, each with the line of the lock.
 */
export function joinListing(
  entry: LockedEntry,
  listing: readonly DistributionFile[],
  index: 'enforced' | 'any',
): DistributionFile {
  const listed = listing.find(
    ({ filename, origin: { kind } }) =>
      filename === entry.file.filename && (index === 'any' || kind === 'index'),
  );
  if (listed !== undefined) checkSame(entry, listed, index);
  else if (index === 'enforced') throw unlisted(entry);
  const origin: FileOrigin = listed?.origin ?? { kind: 'find-links', location: redactUrl(entry.url) };
  const { filename, size, uploadTime } = entry.file;
  const facts = {
    filename,
    name: entry.name,
    version: entry.version,
    url: listed?.url ?? entry.url,
    origin,
    sha256: entry.sha256,
    size: size ?? listed?.size ?? null,
    uploadTime: listed?.uploadTime ?? uploadTime,
    requiresPython: listed?.requiresPython ?? entry.requiresPython,
    yanked: listed?.yanked ?? (false as const),
    coreMetadata: null,
    provenance: listed?.provenance ?? null,
  };
  if (entry.file.kind === 'sdist') return { kind: 'sdist', ...facts };
  return { kind: 'wheel', build: entry.file.build, tags: entry.file.tags, ...facts };
}

function checkSame(entry: LockedEntry, listed: DistributionFile, index: 'enforced' | 'any'): void {
  const { sha256, file, placeOf } = entry;
  if (listed.sha256 !== null && listed.sha256 !== sha256)
    throw differs('hash.mismatch', entry, 'its sha256 in the lock is not the one that the index states', [
      { label: 'expected', value: `sha256:${sha256}`, origin: placeOf('hashes.sha256') },
      { label: 'got', value: `sha256:${listed.sha256}`, origin: listed.origin.kind },
    ]);
  if (listed.size !== null && file.size !== null && listed.size !== file.size)
    throw differs('hash.size', entry, 'its size in the lock is not the one that the index states', [
      { label: 'expected', value: `${file.size} bytes`, origin: placeOf('size') },
      { label: 'got', value: `${listed.size} bytes`, origin: listed.origin.kind },
    ]);
  // A mirror has its own addresses; the index that the lock itself names has those that it had.
  if (index === 'enforced' && file.path === null && bare(listed.url) !== bare(entry.url))
    throw differs('lock.url', entry, 'its URL in the lock is not the one that its index states', [
      { label: 'expected', value: redactUrl(entry.url), origin: placeOf('url') },
      { label: 'got', value: redactUrl(listed.url), origin: redactUrl(listed.origin.location) },
    ]);
}

const unlisted = (entry: LockedEntry): SafeInstallError =>
  differs('lock.index', entry, 'the index that the lock names for it does not list it', [
    { label: 'index', value: redactUrl(entry.index ?? ''), origin: entry.placeOf('index') },
  ]);

const differs = (
  code: 'hash.mismatch' | 'hash.size' | 'lock.url' | 'lock.index',
  { file, name, version }: LockedEntry,
  message: string,
  facts: readonly Fact[],
): SafeInstallError =>
  new SafeInstallError({
    code,
    message,
    subject: `${name} ${version}`,
    facts: [{ label: 'file', value: file.filename }, ...facts],
    hint: 'Look who changed the lock, or write it anew with "safe-install lock" and look at what changes',
  });

/** Credentials and signatures of a query come and go. */
function bare(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}`;
}
