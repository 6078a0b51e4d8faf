import type { TomlData, TomlPath, TomlTableData } from '../../packaging/index.ts';
import type { LayerKind, PolicyLayer } from '../layer.ts';
import { isTable } from './describe-value.ts';
import { lintRules } from './lint-rules.ts';
import { type PolicyText, parsePolicyText } from './policy-text.ts';
import { Problems } from './problems.ts';
import { readIndex } from './read-index.ts';
import { type PlacedRule, readRule } from './read-rule.ts';
import { readSettings } from './read-settings.ts';
import { checkRootNames, readTrust } from './read-trust.ts';
import { readWaiver } from './read-waiver.ts';
import type { Reading } from './reading.ts';
import {
  indexSchema,
  type RawSettings,
  ruleSchema,
  settingsSchema,
  trustSchema,
  waiverSchema,
} from './schema.ts';
import { addShapeProblems } from './shape-problems.ts';

/** Where a policy file comes from, and when it is read. */
export interface PolicyFileOrigin {
  /** The file as the user would name it; it is told in every message about it. */
  readonly source: string;
  /** Absolute path of the folder that it stands in: relative paths in it begin there. */
  readonly folder: string;
  readonly kind: LayerKind;
  /** `[tool.safe-install]` of a `pyproject.toml`, or the file as a whole. */
  readonly form: 'whole file' | 'pyproject';
  readonly now: Date;
}

/** Where a policy stands in a `pyproject.toml`. */
const TABLE: readonly ['tool', 'safe-install'] = ['tool', 'safe-install'];

/**
 * Reads the text of a policy file: every value in it is parsed, and has its place. Nothing is filled in.
 *
 * @returns `null` for a `pyproject.toml` without the table.
 * @throws SafeInstallErrors with all that is wrong with it, each with line and column: `policy.*`.
 */
export function readPolicyLayer(bytes: string | Uint8Array, origin: PolicyFileOrigin): PolicyLayer | null {
  const whole = parsePolicyText(bytes, origin.source);
  if (origin.form === 'whole file') return readLayer(whole, origin);
  const text = tableOf(whole);
  return text === null ? null : readLayer(text, origin);
}

/** The table of a `pyproject.toml` as a text of its own, whose places are those in the file. */
function tableOf(whole: PolicyText): PolicyText | null {
  const [tool, name] = TABLE;
  const tools = Object.hasOwn(whole.data, tool) ? whole.data[tool] : undefined;
  if (!isTable(tools) || !Object.hasOwn(tools, name)) return null;
  const data = tools[name];
  const within = (path: TomlPath): TomlPath => [...TABLE, ...path];
  const text: PolicyText = {
    source: whole.source,
    data: isTable(data) ? data : {},
    originOf: (path, wanted) => whole.originOf(within(path), wanted),
    excerptOf: (path, wanted) => whole.excerptOf(within(path), wanted),
    writtenAt: (path) => whole.writtenAt(within(path)),
  };
  if (isTable(data)) return text;
  const problems = new Problems(text);
  problems.error([], { code: 'policy.value', message: '"safe-install" takes a table' });
  problems.finish();
  return null;
}

function readLayer(text: PolicyText, { kind, folder, now }: PolicyFileOrigin): PolicyLayer {
  const problems = new Problems(text);
  const reading: Reading = { text, problems, folder, now };
  addShapeProblems(text.data, problems);
  const rules = readRules(reading, text.data);
  const others = readOthers(reading, text.data);
  checkRootNames(reading, rules, others.namedRoots);
  lintRules(rules, problems);
  warnOfIdleRules(rules, others.settings, problems);
  problems.finish();
  return {
    kind,
    origin: text.originOf([]),
    rules: rules.map(({ rule }) => rule),
    ...others,
    warnings: problems.warnings,
  };
}

/*
 * Every part whose shape is right is read, though others may be wrong, so that all is told at once. Unknown keys have
 * been told by then, and are no reason not to look at the known ones.
 */

function readRules(reading: Reading, data: TomlTableData): readonly PlacedRule[] {
  return membersOf(data.rule).flatMap((raw, index) => {
    const shaped = ruleSchema.strip().safeParse(raw).data;
    const path = ['rule', index];
    return shaped === undefined ? [] : [readRule(reading, path, shaped)];
  });
}

function readOthers(
  reading: Reading,
  data: TomlTableData,
): Omit<PolicyLayer, 'kind' | 'origin' | 'rules' | 'warnings'> {
  const trust = trustSchema.strip().safeParse(data.trust).data;
  return {
    settings: readSettings(reading, [], soundSettings(data)),
    ci: readSettings(reading, ['ci'], isTable(data.ci) ? soundSettings(data.ci) : {}),
    indexes: membersOf(data.index).flatMap((raw, index) => {
      const shaped = indexSchema.strip().safeParse(raw).data;
      return shaped === undefined ? [] : [readIndex(reading, ['index', index], shaped)];
    }),
    waivers: membersOf(data.waiver).flatMap((raw, index) => {
      const shaped = waiverSchema.strip().safeParse(raw).data;
      const waiver = shaped === undefined ? null : readWaiver(reading, ['waiver', index], shaped);
      return waiver === null ? [] : [waiver];
    }),
    ...(trust === undefined ? { root: null, namedRoots: new Map() } : readTrust(reading, trust)),
  };
}

const membersOf = (value: TomlData | undefined): readonly TomlData[] => (Array.isArray(value) ? value : []);

/** Those settings of a table whose values are of the right type. */
function soundSettings(table: TomlTableData): RawSettings {
  const sound = Object.entries(settingsSchema.shape).filter(
    ([key, schema]) => Object.hasOwn(table, key) && schema.safeParse(table[key]).success,
  );
  return Object.fromEntries(sound.map(([key]) => [key, table[key]]));
}

function warnOfIdleRules(
  rules: readonly PlacedRule[],
  { provenance }: PolicyLayer['settings'],
  problems: Problems,
): void {
  if (provenance?.value !== 'off') return;
  const idle = rules.find(({ rule }) => rule.publishers.length > 0 && rule.settings.provenance === undefined);
  if (idle === undefined) return;
  problems.warn(['provenance'], {
    code: 'policy.rule-unreachable',
    message: `with "provenance" off, the publishers of line ${idle.rule.origin.line} and of others are not looked at`,
  });
}
