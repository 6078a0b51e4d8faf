import { SafeInstallError } from '../errors/index.ts';
import {
  conditionText,
  decisiveComparisons,
  type MarkerCondition,
  quoted,
  toCondition,
} from './marker-conditions.ts';
import { type MarkerComparison, type MarkerNode, type MarkerOperand, readMarker } from './marker-syntax.ts';
import { type NormalizedName, normalizeName } from './names.ts';
import { SourceText } from './source-text.ts';
import { readSpecifier } from './specifier.ts';
import { SpecifierSet } from './specifier-set.ts';

/** The variables that a target Python gives, each as PEP 508 defines it. */
export interface MarkerEnvironment {
  readonly implementation_name: string;
  readonly implementation_version: string;
  readonly os_name: string;
  readonly platform_machine: string;
  readonly platform_python_implementation: string;
  readonly platform_release: string;
  readonly platform_system: string;
  readonly platform_version: string;
  readonly python_full_version: string;
  readonly python_version: string;
  readonly sys_platform: string;
}

/** What a lock file's markers ask about beside the environment (PEP 751). */
export interface LockSelection {
  readonly extras: Iterable<string>;
  readonly dependencyGroups: Iterable<string>;
}

type Value = string | ReadonlySet<string>;
type Values = ReadonlyMap<string, Value>;

/** Compared as versions where both sides allow it, as text otherwise. */
const VERSION_VARIABLES: ReadonlySet<string> = new Set([
  'implementation_version',
  'platform_release',
  'python_full_version',
  'python_version',
]);

/** Untagged builds of CPython call themselves `3.14.0+`, which is no version until something follows the plus. */
const repairedFullVersion = (version: string): string =>
  version.endsWith('+') ? `${version}local` : version;

function toValues(environment: MarkerEnvironment): Map<string, Value> {
  const values = new Map<string, Value>(Object.entries(environment));
  values.set('python_full_version', repairedFullVersion(environment.python_full_version));
  return values;
}

const normalizedSet = (names: Iterable<string>): ReadonlySet<string> =>
  new Set(Array.from(names, (name) => normalizeName(name)));

const isSet = (value: Value): value is ReadonlySet<string> => typeof value !== 'string';

/** `left operator right` as one version against a specifier; `undefined` when the right side makes none. */
function compareVersionText(left: string, operator: string, right: string): boolean | undefined {
  const text = operator + right;
  const specifier = readSpecifier(text, 0, text.length);
  if ('message' in specifier) return undefined;
  return SpecifierSet.of([specifier]).contains(left, { prereleases: true });
}

/** Texts have no order: `<` and `>` are false of them, `<=` and `>=` say that they are equal. */
function compareText(left: string, operator: string, right: Value): boolean | undefined {
  switch (operator) {
    case 'in':
      return isSet(right) ? right.has(left) : right.includes(left);
    case 'not in':
      return !(isSet(right) ? right.has(left) : right.includes(left));
    case '==':
    case '<=':
    case '>=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
    case '>':
      return false;
    default:
      return undefined;
  }
}

const operandText = ({ kind, value }: MarkerOperand): string => (kind === 'variable' ? value : quoted(value));

function nodeText(node: MarkerNode, isOutermost: boolean): string {
  if (node.kind === 'comparison')
    return `${operandText(node.left)} ${node.operator} ${operandText(node.right)}`;
  const only = node.alternatives.length === 1 ? node.alternatives[0] : undefined;
  const single = only?.length === 1 ? only[0] : undefined;
  if (single !== undefined) return nodeText(single, isOutermost);
  const text = node.alternatives
    .map((conjunction) => conjunction.map((each) => nodeText(each, false)).join(' and '))
    .join(' or ');
  return isOutermost ? text : `(${text})`;
}

function requiredExtra(node: MarkerNode): NormalizedName | null {
  if (node.kind === 'comparison') {
    const { left, operator, right } = node;
    const [variable, literal] = left.kind === 'variable' ? [left, right] : [right, left];
    const isExtra = variable.kind === 'variable' && variable.value === 'extra' && operator === '==';
    return isExtra && literal.kind === 'literal' ? normalizeName(literal.value) : null;
  }
  const found = node.alternatives.map(
    (all) => all.map(requiredExtra).find((extra) => extra !== null) ?? null,
  );
  const [first = null] = found;
  return found.every((extra) => extra === first) ? first : null;
}

/**
 * A condition on the environment, such as `python_version < "3.12" and extra == "test"`.
 *
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export class Marker {
  readonly #root: MarkerNode;
  /** The text that it was read from (a whole requirement, perhaps), for errors that point into it. */
  readonly #source: string;

  private constructor(root: MarkerNode, source: string) {
    this.#root = root;
    this.#source = source;
  }

  /** For this room: the marker that stands next in `source`; goes past the blanks after it. */
  static read(source: SourceText): Marker {
    return new Marker(readMarker(source), source.text);
  }

  /**
   * Whether the marker holds for a target Python, for metadata: `extra` is each of `extras` in turn, and it is enough
   * that it holds for one of them; without extras `extra` is the empty text.
   *
   * @throws SafeInstallError `packaging.marker` when it compares what cannot be compared.
   */
  evaluate(environment: MarkerEnvironment, extras: string | Iterable<string> = ''): boolean {
    const values = toValues(environment);
    const names = typeof extras === 'string' ? [extras] : [...extras];
    return (names.length === 0 ? [''] : names).some((name) =>
      this.#holds(this.#root, values.set('extra', normalizeName(name))),
    );
  }

  /**
   * Whether the marker holds for a target Python and what is selected of a lock file.
   *
   * @throws SafeInstallError `packaging.marker` when it compares what cannot be compared, or asks for `extra`.
   */
  evaluateInLock(environment: MarkerEnvironment, { extras, dependencyGroups }: LockSelection): boolean {
    const values = toValues(environment)
      .set('extras', normalizedSet(extras))
      .set('dependency_groups', normalizedSet(dependencyGroups));
    return this.#holds(this.#root, values);
  }

  /**
   * What of an environment decides the marker: where all of these conditions hold, it comes out as it does here.
   *
   * @param extras as for {@link evaluate}.
   * @throws SafeInstallError `packaging.marker` when it compares what cannot be compared.
   */
  decidedBy(environment: MarkerEnvironment, extras: Iterable<string> = []): readonly MarkerCondition[] {
    const values = toValues(environment);
    const names = [...extras];
    const outcomes = (names.length === 0 ? [''] : names).map((name) => {
      const own = new Map(values).set('extra', normalizeName(name));
      const holds = (each: MarkerComparison): boolean => this.#compare(each, own);
      return {
        holds: this.#holds(this.#root, own),
        conditions: decisiveComparisons(this.#root, holds).map((each) =>
          conditionHere(each, holds(each), environment),
        ),
      };
    });
    const reason = outcomes.find(({ holds }) => holds);
    return reason === undefined ? outcomes.flatMap(({ conditions }) => conditions) : reason.conditions;
  }

  /** The extra without which the marker never holds: it is `extra == "x"`, or has that in every alternative. */
  get requiredExtra(): NormalizedName | null {
    return requiredExtra(this.#root);
  }

  toString(): string {
    return nodeText(this.#root, true);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Every comparison is made, so that one that cannot be is an error whatever the others say. */
  #holds(node: MarkerNode, values: Values): boolean {
    if (node.kind === 'comparison') return this.#compare(node, values);
    const results = node.alternatives.map((all) => all.map((each) => this.#holds(each, values)));
    return results.some((all) => all.every((each) => each));
  }

  /** One side names a variable; when neither does, the right side's text is taken for a name, as `packaging` does. */
  #compare(comparison: MarkerComparison, values: Values): boolean {
    const { left, operator, right } = comparison;
    const variable = left.kind === 'variable' ? left.value : right.value;
    const value = values.get(variable);
    if (value === undefined) return this.#refuse(comparison, `"${variable}" has no value here`);
    const leftValue = left.kind === 'variable' ? value : left.value;
    const rightValue = left.kind === 'variable' ? right.value : value;
    if (isSet(leftValue))
      return this.#refuse(
        comparison,
        `"${variable}" is a set of names, and stands on the right of "in" only`,
      );
    const result =
      (VERSION_VARIABLES.has(variable) && !isSet(rightValue)
        ? compareVersionText(leftValue, operator, rightValue)
        : undefined) ?? compareText(leftValue, operator, rightValue);
    return result ?? this.#refuse(comparison, `"${operator}" does not compare texts`);
  }

  #refuse({ start, end }: MarkerComparison, message: string): never {
    throw new SafeInstallError({
      code: 'packaging.marker',
      message,
      excerpt: { text: this.#source, start, end },
    });
  }
}

/**
 * A comparison as a condition that holds here. Where it is false and its opposite is false as well (a text has no order, and
 * a pre-release stands on neither side of its release), the variable has to be what it is here.
 */
function conditionHere(
  comparison: MarkerComparison,
  holds: boolean,
  environment: MarkerEnvironment,
): MarkerCondition {
  const condition = toCondition(comparison, holds);
  if (condition !== null && (holds || parseMarker(conditionText(condition)).evaluate(environment)))
    return condition;
  const variable = comparison.left.kind === 'variable' ? comparison.left.value : comparison.right.value;
  const value = new Map<string, string>(Object.entries(environment)).get(variable) ?? '';
  return { variable, operator: '==', value, isReversed: false };
}

/**
 * @throws SafeInstallError `packaging.marker`, with the place where the text stops to be a marker.
 */
export function parseMarker(text: string): Marker {
  const source = new SourceText(text, 'packaging.marker');
  const marker = Marker.read(source);
  if (!source.isAtEnd) source.refuseHere('expected "and", "or" or the end of the marker');
  return marker;
}
