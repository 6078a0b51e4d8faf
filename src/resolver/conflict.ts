import { type Fact, SafeInstallError } from '../errors/index.ts';
import { type ConflictFact, conflictFacts } from './conflict-facts.ts';
import { describeVersions, versionFacts } from './conflict-words.ts';
import type { Incompatibility } from './core/index.ts';
import { PYTHON, ROOT } from './node.ts';
import type { Run } from './run.ts';
import { describeAsked } from './user-requirement.ts';
import type { VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** Sentences of one story; whoever needs more of them reads the log. */
const MAX_SENTENCES = 8;

/** Who is behind a reason, as the subject of a sentence. */
const subjectOf = (fact: ConflictFact, run: Run): string => describeVersions(fact.key, fact.versions, run);

/** One reason as a clause; `undefined` for what only says how packages are counted here. */
function sentenceOf(fact: ConflictFact, run: Run): string | undefined {
  const { why } = fact;
  switch (why.kind) {
    case 'requirement':
    case 'address':
      if (why.user !== null) return `you ask for "${describeAsked(why.user)}"`;
      return `${subjectOf(fact, run)} needs ${why.requirement.describe()}`;
    case 'requires-python':
      return `${subjectOf(fact, run)} needs Python ${why.specifier}`;
    case 'python':
      return `this is Python ${run.target.pythonVersion}`;
    case 'constraint':
      return `the constraint "${describeAsked(why.constraint)}" holds`;
    case 'lack':
      return why.lack === 'unknown' ? `no index has ${why.name}` : `no version of ${why.name} fits`;
    case 'unasked':
      return why.what === 'yanked'
        ? `what would fit of ${why.name} is yanked, and nobody asks for exactly that`
        : `what would fit of ${why.name} is a pre-release, and nobody asks for one`;
    case 'unusable':
      return `${why.name} ${why.version} cannot be used, since ${why.reason}`;
    case 'same-version':
      return undefined;
  }
}

/** `a`, `a and b`, `a, b, and c` */
function joined(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? '';
  if (clauses.length < 3) return clauses.join(' and ');
  return `${clauses.slice(0, -1).join(', ')}, and ${last}`;
}

const isDeadEnd = ({ why }: ConflictFact): boolean =>
  why.kind === 'lack' || why.kind === 'unasked' || why.kind === 'unusable';

/** Whether each package is needed in one way only, so that nobody contradicts anybody. */
function isOneChain(facts: readonly ConflictFact[]): boolean {
  const needed = facts.flatMap(({ child, why }) =>
    child === undefined || why.kind === 'same-version' ? [] : [child],
  );
  const isBound = facts.some(({ why }) => why.kind === 'constraint');
  const withoutPython = needed.filter((child) => child !== PYTHON);
  return !isBound && new Set(withoutPython).size === withoutPython.length;
}

/**
 * Why there is no answer: a short chain of sentences that begins with what the user asks for.
 *
 * @returns an error with the code `resolve.unknown-package` or `resolve.no-version` where one need after another leads
 *   to what is not there, `resolve.conflict` where needs contradict each other.
 */
export function explainFailure(proof: Incompatibility<VersionsByOrigin, Why>, run: Run): SafeInstallError {
  const facts = conflictFacts(proof);
  const sentences = facts.flatMap((fact) => sentenceOf(fact, run) ?? []);
  const shown = sentences.slice(0, MAX_SENTENCES);
  const rest = sentences.length - shown.length;
  if (rest > 0) shown.push(`there are ${rest} more reasons of the kind`);
  const deadEnds = facts.filter(isDeadEnd);
  const [deadEnd] = deadEnds;
  const isChain = isOneChain(facts) && deadEnds.length <= 1;
  const isUnknown = deadEnd?.why.kind === 'lack' && deadEnd.why.lack === 'unknown';
  const asked = facts.filter(({ key }) => key === ROOT);
  return new SafeInstallError({
    code: !isChain ? 'resolve.conflict' : isUnknown ? 'resolve.unknown-package' : 'resolve.no-version',
    message: joined(shown),
    subject: isChain && deadEnd !== undefined ? run.nodes.find(deadEnd.key)?.name : subjectOfAll(asked),
    facts: [...originFacts(asked), ...deadEnds.slice(0, MAX_SENTENCES).flatMap((fact) => factsOf(fact, run))],
    hint: hintFor(isChain, isUnknown),
  });
}

const subjectOfAll = (asked: readonly ConflictFact[]): string | undefined => {
  const names = asked.flatMap(({ why }) =>
    'user' in why && why.user !== null ? [describeAsked(why.user)] : [],
  );
  return names.length === 0 ? undefined : names.join(', ');
};

/** Where the user's requirements stand, for those that stand in a file. */
const originFacts = (asked: readonly ConflictFact[]): Fact[] =>
  asked.flatMap(({ why }) => {
    if (!('user' in why) || why.user === null || why.user.origin === null) return [];
    return [{ label: 'asked for', value: describeAsked(why.user), origin: why.user.origin }];
  });

function factsOf({ key, versions, why }: ConflictFact, run: Run): Fact[] {
  const node = run.nodes.find(key);
  if (node === undefined || (why.kind === 'lack' && why.lack === 'unknown')) return [];
  return versionFacts(node.name, versions, run);
}

function hintFor(isChain: boolean, isUnknown: boolean): string {
  if (!isChain) return 'Loosen or drop one of the requirements that are named';
  return isUnknown
    ? 'Check how it is spelled, and whether the index that has it is among those that are used'
    : 'Ask for a version that can be had here';
}
