import { Version } from './version.ts';
import { keyAfter, keyAfterPosts } from './version-key.ts';
import { increment } from './version-parts.ts';

/**
 * A place between two neighbouring versions.
 *
 * A version lies above the cut when its key is at or above the cut's. Where a cut has a least version above it, it has
 * that version's key: so two cuts with no version between them are one and the same, and equal sets of versions have
 * equal cuts. `side` and `version` say how people write it.
 */
export interface Cut {
  readonly key: string;
  readonly version: Version;
  /** `locals`: above the version and its local versions; `posts`: above its post-releases as well. */
  readonly side: 'before' | 'after' | 'locals' | 'posts';
}

/** Below `version`; what sorts equal to it lies above. */
export const before = (version: Version): Cut => ({ key: version.key, version, side: 'before' });

/** Above `version` itself, below its local versions. */
export const after = (version: Version): Cut => ({ key: keyAfter(version.key), version, side: 'after' });

/** Above `version` and every `version+local`. */
export function afterLocals(version: Version): Cut {
  const { parts } = version;
  const next =
    parts.dev !== null
      ? { ...parts, dev: increment(parts.dev), local: null }
      : { ...parts, post: parts.post === null ? '0' : increment(parts.post), dev: '0', local: null };
  return { key: Version.fromParts(next).key, version, side: 'locals' };
}

/** Above `version`, its local versions and its post-releases; `version` has no `.post` and no `.dev`. */
export function afterPosts(version: Version): Cut {
  const { parts } = version;
  if (parts.pre === null) return { key: keyAfterPosts(parts), version, side: 'posts' };
  const pre = { kind: parts.pre.kind, number: increment(parts.pre.number) };
  return { key: Version.fromParts({ ...parts, pre, dev: '0', local: null }).key, version, side: 'posts' };
}

/** Below `version.dev0`, the first of its development and pre-releases. */
export const beforePrereleases = (version: Version): Cut =>
  before(Version.fromParts({ ...version.parts, dev: '0', local: null }));

/** Below the first development release of `version`'s own release: below all that `version.*` takes in. */
export function beforeRelease(version: Version): Cut {
  const parts = { ...version.parts, pre: null, post: null, dev: '0', local: null };
  return before(Version.fromParts(parts));
}

/** Below everything that begins with the release after `release`: `1.2` gives the place below `1.3.dev0`. */
export function beforeNextRelease(epoch: string, release: readonly string[]): Cut {
  const next = [...release.slice(0, -1), increment(release.at(-1) ?? '0')];
  return before(Version.fromParts({ epoch, release: next, pre: null, post: null, dev: '0', local: null }));
}

/** Nothing sorts below `0.dev0`. */
export const LOWEST = before(
  Version.fromParts({ epoch: '0', release: ['0'], pre: null, post: null, dev: '0', local: null }),
);
