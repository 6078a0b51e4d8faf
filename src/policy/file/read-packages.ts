import type { TomlPath } from '../../packaging/index.ts';
import { parsePackagePattern } from '../pattern/package-pattern.ts';
import type { RulePackage } from '../rule.ts';
import { originOf, type Reading } from './reading.ts';

/** An entry of `packages` with its path in the file. */
export interface PlacedPackage {
  readonly pattern: RulePackage;
  readonly path: TomlPath;
}

/** The entries of `packages`; those that are none are noted and left out. */
export function readPackages(
  reading: Reading,
  base: TomlPath,
  texts: readonly string[],
  versions: 'with versions' | 'without versions' = 'with versions',
): readonly PlacedPackage[] {
  return texts.flatMap((text, index) => {
    const path = [...base, 'packages', index];
    const pattern = parsePackagePattern(text);
    if ('fault' in pattern) {
      reading.problems.error(path, {
        code: 'policy.package',
        message: pattern.fault,
        hint: 'Write it like "requests", "acme-*" or "urllib3>=2,<3"',
      });
      return [];
    }
    if (versions === 'without versions' && !pattern.range.isFull) {
      reading.problems.error(path, {
        code: 'policy.package',
        message: `"${text}" states versions, and a project has one index for all of them`,
      });
      return [];
    }
    if (pattern.range.isEmpty)
      reading.problems.error(path, {
        code: 'policy.rule-unreachable',
        message: `no version fits "${text}"`,
      });
    if (text.includes('.*'))
      reading.problems.warn(path, {
        code: 'policy.pattern',
        message: `"${text}" reads like a regular expression: it matches the names "${pattern.name}"`,
        hint: 'Only "*" is a wildcard; ".", "-" and "_" are one and the same in names',
      });
    return [{ pattern: { ...pattern, origin: originOf(reading, path) }, path }];
  });
}
