import type { z } from 'zod';
import { nearestWord } from '../../errors/index.ts';
import type { TomlData, TomlTableData } from './policy-text.ts';
import type { Problem, Problems } from './problems.ts';
import {
  indexSchema,
  PUBLISHER_SCHEMAS,
  type PublisherShape,
  policySchema,
  rootSchema,
  ruleSchema,
  settingsSchema,
  trustSchema,
  waiverSchema,
} from './schema.ts';
import type { TomlPath } from './toml-positions.ts';

type Issue = z.core.$ZodIssue;

/** Values longer than this are cut where they are quoted. */
const LONGEST_QUOTED = 60;

/** Tells each difference between a policy file and its schema, at its place, in the words of this program. */
export function addShapeProblems(data: TomlTableData, problems: Problems): void {
  const { error } = policySchema.safeParse(data);
  for (const issue of error?.issues ?? []) addIssue(issue, [], data, problems);
}

function addIssue(issue: Issue, base: TomlPath, data: TomlTableData, problems: Problems): void {
  const path = [...base, ...issue.path.filter((step) => typeof step !== 'symbol')];
  const name = String(path.at(-1) ?? '');
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) problems.error([...path, key], unknownKey(key, tableAt(path, data)));
      return;
    case 'invalid_union': {
      const value = valueAt(data, path);
      const shape = isTable(value) ? shapeOfPublisher(value) : undefined;
      if (path[2] !== 'publisher' || path.length !== 4 || !isTable(value)) break;
      if (shape === undefined) {
        problems.error([...path, 'kind'], unknownKind(value.kind));
        return;
      }
      const issues = issue.errors[Object.keys(PUBLISHER_SCHEMAS).indexOf(shape)] ?? [];
      for (const each of issues) addIssue(each, path, data, problems);
      return;
    }
    case 'invalid_value':
      if (isMissing(data, path)) break;
      problems.error(path, wrongWord(name, valueAt(data, path), issue.values));
      return;
    case 'too_small':
      if (issue.origin !== 'array' && issue.origin !== 'string') break;
      problems.error(path, {
        code: path.at(-1) === 'packages' ? 'policy.package' : 'policy.value',
        message: `"${name}" is empty`,
      });
      return;
  }
  problems.error(...misfit(issue, path, data));
}

/** A key that is missing, or a value of another type. */
function misfit(issue: Issue, path: TomlPath, data: TomlTableData): readonly [TomlPath, Problem] {
  const name = String(path.at(-1) ?? '');
  if (isMissing(data, path)) {
    const message = `${tableAt(path.slice(0, -1), data).title} has no "${name}"`;
    if (path.length === 1 && name === 'version')
      return [
        [],
        { code: 'policy.version', message, hint: 'Write "version = 1" into the first line', at: 'key' },
      ];
    return [path.slice(0, -1), { code: 'policy.missing-key', message, at: 'key' }];
  }
  const got = describe(valueAt(data, path));
  return [path, { code: 'policy.value', message: `"${name}" takes ${expectedBy(issue, name)}, not ${got}` }];
}

function expectedBy(issue: Issue, name: string): string {
  if (name.endsWith('-id')) return 'the number that the repository or its owner keeps';
  if (issue.code !== 'invalid_type') return 'something else';
  return EXPECTED[issue.expected] ?? `a ${issue.expected}`;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  array: 'an array',
  object: 'a table',
  record: 'tables',
  boolean: 'true or false',
};

function wrongWord(name: string, value: TomlData | undefined, words: readonly unknown[]): Problem {
  const known = words.map(String);
  if (name === 'version')
    return {
      code: 'policy.version',
      message: `the policy is of version ${describe(value)}, and only version 1 is known`,
      hint: 'Update safe-install, or write "version = 1"',
    };
  const quoted = words.map((word) => JSON.stringify(word)).join(', ');
  return {
    code: 'policy.value',
    message: `"${name}" takes ${words.length > 1 ? `one of ${quoted}` : quoted}, not ${describe(value)}`,
    hint: meant(typeof value === 'string' ? nearestWord(value, known) : undefined),
  };
}

const KINDS = Object.keys(PUBLISHER_SCHEMAS).filter((kind) => kind !== 'Email' && kind !== 'Identity');

const unknownKind = (kind: TomlData | undefined): Problem => ({
  code: 'policy.publisher',
  message: `${describe(kind)} is no kind of publisher: ${KINDS.map((each) => `"${each}"`).join(', ')} are`,
  hint:
    meant(typeof kind === 'string' ? nearestKind(kind) : undefined) ??
    'Anybody else is named by "issuer" and "identity", or "issuer" and "email", without "kind"',
});

function nearestKind(kind: string): string | undefined {
  const nearest = nearestWord(
    kind.toLowerCase(),
    KINDS.map((each) => each.toLowerCase()),
  );
  return KINDS.find((each) => each.toLowerCase() === nearest);
}

/** Which of the shapes of a publisher a table is meant to have; `undefined` for an unknown kind. */
export function shapeOfPublisher(table: TomlTableData): PublisherShape | undefined {
  if (!Object.hasOwn(table, 'kind')) return Object.hasOwn(table, 'email') ? 'Email' : 'Identity';
  return KINDS.find((kind) => kind === table.kind) as PublisherShape | undefined;
}

interface KnownTable {
  readonly title: string;
  readonly keys: readonly string[];
}

const known = (title: string, schema: z.ZodObject): KnownTable => ({
  title,
  keys: Object.keys(schema.shape),
});

const TABLES: Readonly<Record<string, KnownTable>> = {
  '': known('the policy', policySchema),
  ci: known('the table [ci]', settingsSchema),
  index: known('an index', indexSchema),
  rule: known('a rule', ruleSchema),
  waiver: known('a waiver', waiverSchema),
  trust: known('the table [trust]', trustSchema),
};

/** The table at `path`, which the file has. */
function tableAt(path: TomlPath, data: TomlTableData): KnownTable {
  const names = path.filter((step) => typeof step === 'string');
  if (names[0] === 'trust' && names.length > 1) return known('a trust root', rootSchema);
  if (names[1] === 'publisher') {
    const value = valueAt(data, path);
    const shape = (isTable(value) ? shapeOfPublisher(value) : undefined) ?? 'Identity';
    return known(
      shape === 'Identity' || shape === 'Email' ? 'a publisher' : `a publisher of kind "${shape}"`,
      PUBLISHER_SCHEMAS[shape],
    );
  }
  return TABLES[names[0] ?? ''] ?? { title: 'a table', keys: [] };
}

function unknownKey(key: string, { title, keys }: KnownTable): Problem {
  const nearest = nearestWord(key, keys) ?? nearestWord(key.replaceAll('_', '-'), keys);
  const elsewhere = Object.values(TABLES).find((table) => table.keys.includes(key));
  return {
    code: 'policy.unknown-key',
    message: `"${key}" is no key of ${title}`,
    hint:
      meant(nearest) ??
      (elsewhere === undefined
        ? `It has ${keys.map((each) => `"${each}"`).join(', ')}`
        : `It belongs into ${elsewhere.title}`),
    at: 'key',
  };
}

const meant = (word: string | undefined): string | undefined =>
  word === undefined ? undefined : `Did you mean "${word}"?`;

export const isTable = (value: TomlData | undefined): value is TomlTableData =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

function valueAt(data: TomlTableData, path: TomlPath): TomlData | undefined {
  let value: TomlData | undefined = data;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isTable(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

const isMissing = (data: TomlTableData, path: TomlPath): boolean => valueAt(data, path) === undefined;

/** A value as it is shown in a sentence. */
function describe(value: TomlData | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Date) return 'a date';
  if (Array.isArray(value)) return 'an array';
  if (isTable(value)) return 'a table';
  const written = typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
  return written.length > LONGEST_QUOTED ? `${written.slice(0, LONGEST_QUOTED)}…` : written;
}
