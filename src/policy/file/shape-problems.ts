import type { z } from 'zod';
import { nearestWord } from '../../errors/index.ts';
import type { TomlData, TomlPath, TomlTableData } from '../../packaging/index.ts';
import { describeValue, isTable } from './describe-value.ts';
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

type Issue = z.core.$ZodIssue;

/** Tells each difference between a policy file and its schema, at its place, in the words of this program. */
export function addShapeProblems(data: TomlTableData, problems: Problems): void {
  const { error } = policySchema.safeParse(data);
  for (const issue of error?.issues ?? []) addIssue(issue, [], data, problems);
}

function addIssue(issue: Issue, base: TomlPath, data: TomlTableData, problems: Problems): void {
  const path = [...base, ...issue.path] as TomlPath; // TOML has no keys that are symbols
  const value = valueAt(data, path);
  if (issue.code === 'unrecognized_keys')
    for (const key of issue.keys) problems.error([...path, key], unknownKey(key, tableAt(path, data)));
  else if (value === undefined) problems.error(path, missingKey(path, data));
  else if (issue.code === 'invalid_union' && isPublisher(path) && isTable(value))
    addPublisherIssues(issue, path, value, { data, problems });
  else problems.error(path, misfit(issue, path, value));
}

/** `rule[0].publisher[0]`: no other table is that deep down. */
const isPublisher = (path: TomlPath): boolean => path.length === 4;

/** A publisher has one of several shapes. Which one is meant shows by its kind, and by its keys where it has none. */
function addPublisherIssues(
  issue: Issue & { readonly code: 'invalid_union' },
  path: TomlPath,
  value: TomlTableData,
  { data, problems }: { readonly data: TomlTableData; readonly problems: Problems },
): void {
  const shape = shapeOfPublisher(value);
  if (shape === undefined) {
    problems.error([...path, 'kind'], unknownKind(value.kind));
    return;
  }
  const shapes = Object.keys(PUBLISHER_SCHEMAS);
  for (const each of issue.errors[shapes.indexOf(shape)] ?? []) addIssue(each, path, data, problems);
}

function missingKey(path: TomlPath, data: TomlTableData): Problem {
  const { title } = tableAt(path.slice(0, -1), data);
  const message = `${title} has no ${nameOf(path)}`;
  if (path.join() !== 'version') return { code: 'policy.missing-key', message, at: 'key' };
  return { code: 'policy.version', message, hint: 'Write "version = 1" into the first line', at: 'key' };
}

function misfit(issue: Issue, path: TomlPath, value: TomlData): Problem {
  const message = (takes: string) => `${nameOf(path)} takes ${takes}, not ${describeValue(value)}`;
  if (issue.code === 'invalid_value' && path.join() === 'version')
    return {
      code: 'policy.version',
      message: `the policy is of version ${describeValue(value)}, and only version 1 is known`,
      hint: 'Update safe-install, or write "version = 1"',
    };
  if (issue.code === 'invalid_value') {
    const words = issue.values.map((word) => JSON.stringify(word));
    const known = issue.values.map(String);
    return {
      code: 'policy.value',
      message: message(words.length > 1 ? `one of ${words.join(', ')}` : words.join()),
      hint: meant(typeof value === 'string' ? nearestWord(value, known) : undefined),
    };
  }
  if (issue.code === 'too_small')
    return {
      code: path.at(-1) === 'packages' ? 'policy.package' : 'policy.value',
      message: `${nameOf(path)} is empty`,
    };
  return { code: 'policy.value', message: message(expectedBy(issue, path)) };
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  array: 'an array',
  object: 'a table',
  record: 'tables',
};

function expectedBy(issue: Issue, path: TomlPath): string {
  if (issue.code === 'invalid_type') return EXPECTED[issue.expected] ?? issue.expected;
  return isPublisher(path) ? 'a table' : 'the number that does not change with the name';
}

/** A key in quotes; of a member of an array, that of the array. */
function nameOf(path: TomlPath): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `a member of ${nameOf(path.slice(0, -1))}` : `"${last}"`;
}

/** Those that a publisher says he is of; the other two shapes have no kind. */
const KINDS = ['GitHub', 'GitLab', 'Google', 'CircleCI'] as const satisfies readonly PublisherShape[];

const unknownKind = (kind: TomlData | undefined): Problem => ({
  code: 'policy.publisher',
  message: `${describeValue(kind)} is no kind of publisher: ${KINDS.map((each) => `"${each}"`).join(', ')} are`,
  hint:
    meant(typeof kind === 'string' ? nearestKind(kind) : undefined) ??
    'Anybody else is named by "issuer" and "identity", or "issuer" and "email", without "kind"',
});

function nearestKind(kind: string): string | undefined {
  const lowered = new Map(KINDS.map((each) => [each.toLowerCase(), each]));
  const nearest = nearestWord(kind.toLowerCase(), lowered.keys());
  return nearest === undefined ? undefined : lowered.get(nearest);
}

/** Which of the shapes of a publisher a table is meant to have; `undefined` for an unknown kind. */
function shapeOfPublisher(table: TomlTableData): PublisherShape | undefined {
  if (!Object.hasOwn(table, 'kind')) return Object.hasOwn(table, 'email') ? 'Email' : 'Identity';
  return KINDS.find((kind) => kind === table.kind);
}

interface KnownTable {
  readonly title: string;
  readonly keys: readonly string[];
}

const known = (title: string, schema: z.ZodObject): KnownTable => ({
  title,
  keys: Object.keys(schema.shape),
});

const TABLES: ReadonlyMap<string, KnownTable> = new Map([
  ['', known('the policy', policySchema)],
  ['ci', known('the table [ci]', settingsSchema)],
  ['index', known('an index', indexSchema)],
  ['rule', known('a rule', ruleSchema)],
  ['waiver', known('a waiver', waiverSchema)],
  ['trust', known('the table [trust]', trustSchema)],
]);

/** The table at `path`: one of those above (`rule[0]`), a publisher, or a trust root (`trust.roots.NAME`). */
function tableAt(path: TomlPath, data: TomlTableData): KnownTable {
  if (isPublisher(path)) return publisherTable(valueAt(data, path));
  const table = path.length > 2 ? undefined : TABLES.get(String(path[0] ?? ''));
  return table ?? known('a trust root', rootSchema);
}

function publisherTable(value: TomlData | undefined): KnownTable {
  const shape = (isTable(value) && shapeOfPublisher(value)) || 'Identity';
  const schema = PUBLISHER_SCHEMAS[shape];
  return known('kind' in schema.shape ? `a publisher of kind "${shape}"` : 'a publisher', schema);
}

function unknownKey(key: string, { title, keys }: KnownTable): Problem {
  const elsewhere = [...TABLES.values()].find((table) => table.keys.includes(key));
  return {
    code: 'policy.unknown-key',
    message: `"${key}" is no key of ${title}`,
    hint:
      meant(nearestWord(key, keys)) ??
      (elsewhere === undefined
        ? `It has ${keys.map((each) => `"${each}"`).join(', ')}`
        : `It belongs into ${elsewhere.title}`),
    at: 'key',
  };
}

const meant = (word: string | undefined): string | undefined =>
  word === undefined ? undefined : `Did you mean "${word}"?`;

const valueAt = (data: TomlTableData, path: TomlPath): TomlData | undefined =>
  path.reduce<TomlData | undefined>(memberOf, data);

/** A member by its own name: not one that every object inherits. */
function memberOf(value: TomlData | undefined, step: string | number): TomlData | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isTable(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
