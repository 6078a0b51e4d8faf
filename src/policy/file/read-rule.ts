import type { TomlPath } from '../../packaging/index.ts';
import type { Rule } from '../rule.ts';
import { RULE_SETTINGS } from '../settings.ts';
import { type PlacedPackage, readPackages } from './read-packages.ts';
import { readPublisher } from './read-publisher.ts';
import { readSettings } from './read-settings.ts';
import { originOf, type Reading, stated } from './reading.ts';
import type { RawRule } from './schema.ts';

/** Publishers of one rule; a project has one, or two while it moves. */
const MOST_PUBLISHERS = 100;

/** A rule with its path in the file, and that of each of its packages. */
export interface PlacedRule {
  readonly rule: Rule;
  readonly path: TomlPath;
  readonly packages: readonly PlacedPackage[];
}

/** Reads one rule; what is wrong with it is noted. */
export function readRule(reading: Reading, path: TomlPath, raw: RawRule): PlacedRule {
  checkSense(reading, path, raw);
  const publishers = raw.publisher ?? [];
  const packages = readPackages(reading, path, raw.packages);
  const rule: Rule = {
    packages: packages.map(({ pattern }) => pattern),
    deny: raw.deny === true,
    publishers: publishers.map((each, index) => readPublisher(reading, [...path, 'publisher', index], each)),
    settings: readSettings(reading, path, {
      provenance: raw.provenance,
      'min-age': raw['min-age'],
      source: raw.source,
    }),
    root: raw.root === undefined ? null : stated(reading, [...path, 'root'], raw.root),
    origin: originOf(reading, path),
  };
  return { rule, path, packages };
}

/** A rule that says nothing is a mistake: its author thought that it demands something. */
function checkSense({ problems }: Reading, path: TomlPath, raw: RawRule): void {
  const { publisher: publishers, deny } = raw;
  const hasSetting = RULE_SETTINGS.some((name) => raw[name === 'minAge' ? 'min-age' : name] !== undefined);
  if (publishers?.length === 0)
    problems.error([...path, 'publisher'], {
      code: 'policy.publisher',
      message: 'the list of publishers is empty, so that nobody may publish',
      hint: 'Name a publisher, or write "deny = true"',
    });
  if (publishers !== undefined && publishers.length > MOST_PUBLISHERS)
    problems.error([...path, 'publisher'], {
      code: 'policy.too-large',
      message: `the rule has more than ${MOST_PUBLISHERS} publishers`,
    });
  if (deny === true && (publishers !== undefined || hasSetting || raw.root !== undefined))
    problems.error([...path, 'deny'], {
      code: 'policy.rule',
      message: 'the rule forbids its packages, and says more about them',
      hint: 'Nothing else of a rule with "deny = true" is ever looked at; take it out',
      at: 'key',
    });
  if (deny === undefined && publishers === undefined && !hasSetting && raw.root === undefined)
    problems.error(path, {
      code: 'policy.rule',
      message: 'the rule says nothing about its packages',
      hint: 'Add [[rule.publisher]], "deny = true" or a setting',
      at: 'key',
    });
  if (raw.provenance === 'off' && publishers !== undefined)
    problems.error([...path, 'provenance'], {
      code: 'policy.rule',
      message: 'the rule names publishers, and does not look at provenance',
    });
}
