import { resolve } from 'node:path';
import { nearestWord } from '../../errors/index.ts';
import type { TomlPath } from '../../packaging/index.ts';
import type { PolicyLayer } from '../layer.ts';
import { PUBLIC_GOOD, type TrustSource } from '../trust-source.ts';
import { readAddress } from './read-index.ts';
import type { PlacedRule } from './read-rule.ts';
import { originOf, type Reading } from './reading.ts';
import type { RawRoot, RawTrust } from './schema.ts';

/** Reads `[trust]`; what is wrong with it is noted. */
export function readTrust(reading: Reading, raw: RawTrust): Pick<PolicyLayer, 'root' | 'namedRoots'> {
  const hasOwnRoot =
    raw.root !== undefined || raw['tuf-mirror'] !== undefined || raw['tuf-root'] !== undefined;
  const named = Object.entries(raw.roots ?? {}).flatMap(([name, root]) => {
    const path = ['trust', 'roots', name];
    if (name === PUBLIC_GOOD.name)
      reading.problems.error(path, {
        code: 'policy.trust',
        message: `"${name}" is the name of the root that comes with the program`,
        at: 'key',
      });
    const source = readRoot(reading, path, root, name);
    return source === null ? [] : [[name, source] as const];
  });
  return {
    root: hasOwnRoot ? readRoot(reading, ['trust'], raw, null) : null,
    namedRoots: new Map(named),
  };
}

/** @param name of a named one; the default root is called by where it comes from. */
function readRoot(reading: Reading, path: TomlPath, raw: RawRoot, name: string | null): TrustSource | null {
  const { root, 'tuf-mirror': mirror, 'tuf-root': tufRoot } = raw;
  const origin = originOf(reading, path);
  if (root !== undefined && mirror === undefined && tufRoot === undefined)
    return { kind: 'file', name: name ?? root, path: resolve(reading.folder, root), origin };
  if (root === undefined && mirror !== undefined && tufRoot !== undefined)
    return {
      kind: 'tuf',
      name: name ?? mirror,
      mirror: readAddress(reading, [...path, 'tuf-mirror'], mirror),
      rootPath: resolve(reading.folder, tufRoot),
      origin,
    };
  reading.problems.error(path, {
    code: 'policy.trust',
    message: 'a trust root has either "root", or "tuf-mirror" and "tuf-root"',
    hint: 'Without the first root.json, nothing that a mirror sends could be believed',
    at: 'key',
  });
  return null;
}

/** Every root that a rule names exists. */
export function checkRootNames(
  { problems }: Reading,
  rules: readonly PlacedRule[],
  namedRoots: ReadonlyMap<string, TrustSource>,
): void {
  const known = [PUBLIC_GOOD.name, ...namedRoots.keys()];
  for (const { rule, path } of rules) {
    const { root } = rule;
    if (root === null || known.includes(root.value)) continue;
    const nearest = nearestWord(root.value, known);
    problems.error([...path, 'root'], {
      code: 'policy.trust',
      message: `"${root.value}" is no trust root of this file`,
      hint: nearest === undefined ? 'Describe it below [trust.roots]' : `Did you mean "${nearest}"?`,
    });
  }
}
