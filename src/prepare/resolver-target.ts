import { parseVersion, targetTags, type Version } from '../packaging/index.ts';
import type { Target as ResolverTarget } from '../resolver/index.ts';
import type { Target } from './target.ts';

/** The release numbers of a version: pip asks `Requires-Python` about 3.14.0 where the interpreter is 3.14.0rc1. */
const releaseOf = (version: Version): Version => parseVersion(version.base);

/** pip fills up what `--python-version` leaves out: `3` is 3.0.0, `3.12` is 3.12.0. */
function foreignVersion(numbers: readonly number[]): Version {
  const [major = 3, minor = 0, micro = 0] = numbers;
  return parseVersion(`${major}.${minor}.${micro}`);
}

/** What is resolved for: the interpreter, or what `--platform` and its like make of it. */
export function resolverTarget({ interpreter, arguments: { selection } }: Target): ResolverTarget {
  const { markers, tags, tagFacts, version } = interpreter;
  const foreign = selection.foreignTarget;
  if (foreign === null) return { markers, tags, pythonVersion: releaseOf(version) };
  const { platforms, abis, implementation, pythonVersion } = foreign;
  return {
    // pip evaluates markers for the Python that runs it, whatever the target
    markers,
    tags: targetTags(tagFacts, {
      ...(platforms.length === 0 ? {} : { platforms }),
      ...(abis.length === 0 ? {} : { abis }),
      ...(implementation === null ? {} : { implementation }),
      ...(pythonVersion === null ? {} : { pythonVersion }),
    }),
    pythonVersion: pythonVersion === null ? releaseOf(version) : foreignVersion(pythonVersion),
  };
}
