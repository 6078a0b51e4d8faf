import { normalizeName } from './names.ts';
import { readPythonString } from './python-string.ts';
import type { SourceText } from './source-text.ts';

/** Longer ones first, since they begin with shorter ones. */
const OPERATORS = ['===', '==', '~=', '!=', '<=', '>=', '<', '>'] as const;

export type MarkerOperator = (typeof OPERATORS)[number] | 'in' | 'not in';

/** What may stand in a marker without quotes, and the name that it has in the environment (PEP 508, PEP 345, PEP 751). */
const VARIABLES: readonly (readonly [string, string])[] = [
  ...['python_version', 'python_full_version', 'os_name', 'sys_platform', 'platform_release'],
  ...['platform_system', 'platform_version', 'platform_machine', 'platform_python_implementation'],
  ...['implementation_name', 'implementation_version', 'extras', 'extra', 'dependency_groups'],
].map((name) => [name, name] as const);

/** Spellings of PEP 345 and of early setuptools. */
const OLD_VARIABLES: readonly (readonly [string, string])[] = [
  ['os.name', 'os_name'],
  ['sys.platform', 'sys_platform'],
  ['platform.version', 'platform_version'],
  ['platform.machine', 'platform_machine'],
  ['platform.python_implementation', 'platform_python_implementation'],
  ['python_implementation', 'platform_python_implementation'],
];

const ALL_VARIABLES = [...VARIABLES, ...OLD_VARIABLES];

/** Parentheses within parentheses; a person writes two or three. */
const MAX_DEPTH = 64;

export interface MarkerOperand {
  readonly kind: 'variable' | 'literal';
  /** The variable's name in the environment, or the literal's value. */
  readonly value: string;
}

export interface MarkerComparison {
  readonly kind: 'comparison';
  readonly left: MarkerOperand;
  readonly operator: MarkerOperator;
  readonly right: MarkerOperand;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** True when all of any one alternative are true. */
export interface MarkerGroup {
  readonly kind: 'group';
  readonly alternatives: readonly (readonly MarkerNode[])[];
}

export type MarkerNode = MarkerComparison | MarkerGroup;

/** `operand = VARIABLE | QUOTED_STRING` */
function readOperand(source: SourceText): MarkerOperand {
  for (const [spelling, name] of ALL_VARIABLES)
    if (source.acceptWord(spelling)) return { kind: 'variable', value: name };
  const quote = source.text[source.at];
  if (quote !== '"' && quote !== "'")
    return source.refuseHere(
      'expected a marker variable or a value in quotes',
      quote !== undefined && quote >= '0' && quote <= '9' ? 'Put the value in quotes' : undefined,
    );
  const start = source.at;
  const close = source.text.indexOf(quote, start + 1);
  if (close === -1)
    return source.refuse({ message: 'expected the closing quote', start, end: source.text.length });
  source.at = close + 1;
  const value = readPythonString(source.text.slice(start + 1, close));
  if (value === undefined)
    return source.refuse({
      message: 'the value is not a string as Python writes them',
      start,
      end: close + 1,
    });
  return { kind: 'literal', value };
}

/** `operator = "in" | "not" BLANKS "in" | "===" | "==" | …` */
function readOperator(source: SourceText): MarkerOperator {
  if (source.acceptWord('in')) return 'in';
  if (source.acceptWord('not')) {
    if (!source.skipBlanks() || !source.acceptWord('in')) source.refuseHere('expected "in" after "not"');
    return 'not in';
  }
  for (const operator of OPERATORS) if (source.accept(operator)) return operator;
  return source.refuseHere('expected one of "==", "!=", "<=", ">=", "<", ">", "~=", "===", "in" or "not in"');
}

const isExtraName = (operand: MarkerOperand, other: MarkerOperand, isRight: boolean): boolean =>
  operand.kind === 'literal' &&
  other.kind === 'variable' &&
  (other.value === 'extra' ||
    (!isRight && (other.value === 'extras' || other.value === 'dependency_groups')));

/** Names of extras are compared in their normal form (PEP 685). */
const normalized = (operand: MarkerOperand): MarkerOperand => ({
  kind: operand.kind,
  value: normalizeName(operand.value),
});

/** `comparison = operand BLANKS? operator BLANKS? operand` */
function readComparison(source: SourceText): MarkerComparison {
  const start = source.at;
  const left = readOperand(source);
  source.skipBlanks();
  const operator = readOperator(source);
  source.skipBlanks();
  const right = readOperand(source);
  return {
    kind: 'comparison',
    left: isExtraName(left, right, false) ? normalized(left) : left,
    operator,
    right: isExtraName(right, left, true) ? normalized(right) : right,
    start,
    end: source.at,
  };
}

/** `atom = "(" marker ")" | comparison` */
function readAtom(source: SourceText, depth: number): MarkerNode {
  source.skipBlanks();
  const start = source.at;
  let atom: MarkerNode;
  if (source.accept('(')) {
    if (depth >= MAX_DEPTH)
      source.refuse({
        message: `parentheses go at most ${MAX_DEPTH} deep here`,
        start,
        end: source.at,
      });
    atom = readMarker(source, depth + 1);
    if (!source.accept(')')) source.refuse({ message: 'expected the matching ")"', start, end: source.at });
  } else atom = readComparison(source);
  source.skipBlanks();
  return atom;
}

/**
 * `marker = atom (("and" | "or") atom)*`, where `and` binds closer; goes past the blanks after it.
 *
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function readMarker(source: SourceText, depth = 0): MarkerGroup {
  const alternatives: MarkerNode[][] = [];
  let conjunction = [readAtom(source, depth)];
  for (;;) {
    if (source.acceptWord('and')) conjunction.push(readAtom(source, depth));
    else if (source.acceptWord('or')) {
      alternatives.push(conjunction);
      conjunction = [readAtom(source, depth)];
    } else {
      alternatives.push(conjunction);
      return { kind: 'group', alternatives };
    }
  }
}
