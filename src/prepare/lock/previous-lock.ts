import type { Candidate } from '../../artifact/index.ts';
import type { NormalizedName, ParsedPylock, Version } from '../../packaging/index.ts';
import type { NamedPublisher } from '../../policy/index.ts';
import { lockedPublishers } from './locked-publishers.ts';

/** A lock that is written anew, as far as the new one depends on it. */
export interface PreviousLock {
  /** Versions that are taken again where they fit; empty where newer ones are wanted. */
  readonly versions: ReadonlyMap<NormalizedName, Version>;
  /** The publishers of a project, who bind its next releases too; an older release may be from before them. */
  readonly publishersFor: (
    candidate: Pick<Candidate, 'name' | 'version'>,
  ) => readonly NamedPublisher[] | null;
}

/**
 * @param versions `keep`, or `upgrade` for the newest that fit.
 * @throws SafeInstallError `lock.identity`.
 */
export function previousLock(parsed: ParsedPylock, versions: 'keep' | 'upgrade'): PreviousLock {
  const known = new Map<
    NormalizedName,
    { readonly since: Version; readonly publishers: readonly NamedPublisher[] }
  >();
  const kept = new Map<NormalizedName, Version>();
  for (const each of parsed.lock.packages) {
    if (each.version === null) continue;
    kept.set(each.name, each.version);
    const publishers = lockedPublishers(each, parsed);
    if (publishers !== null) known.set(each.name, { since: each.version, publishers });
  }
  return {
    versions: versions === 'keep' ? kept : new Map(),
    publishersFor: ({ name, version }) => {
      const found = known.get(name);
      return found === undefined || version.compare(found.since) < 0 ? null : found.publishers;
    },
  };
}
