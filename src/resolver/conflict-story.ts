import { Requirement } from '../packaging/index.ts';
import type { ConflictFact } from './conflict-facts.ts';
import { describeVersions, reasonForLack } from './conflict-words.ts';
import { PYTHON } from './node.ts';
import type { Run } from './run.ts';
import { describeAsked } from './user-requirement.ts';

/** Sentences of one story; whoever needs more of them reads the log. */
const MAX_SENTENCES = 8;

/** A requirement without its marker, which holds. */
const needText = (requirement: Requirement): string =>
  new Requirement({
    name: requirement.name,
    extras: requirement.writtenExtras,
    specifier: requirement.specifier,
    url: requirement.url,
  }).describe();

/** Whether the specifiers of a requirement exclude each other. */
const isImpossible = ({ why }: Pick<ConflictFact, 'why'>): boolean =>
  why.kind === 'requirement' && why.requirement.specifier.toRange().isEmpty;

/** A need as a clause; `undefined` for what only says how packages are counted here. */
function needClause({ why, key, versions }: ConflictFact, run: Run): string | undefined {
  switch (why.kind) {
    case 'requirement':
    case 'address': {
      const asker = why.user === null ? `${describeVersions(key, versions, run)} needs ` : 'you ask for ';
      const wanted = why.user === null ? needText(why.requirement) : `"${describeAsked(why.user)}"`;
      const override = why.user === null ? run.adjustments.originOf(why.requirement) : undefined;
      const by = override === undefined ? '' : ` (by the override of ${override.origin})`;
      return `${asker}${wanted}${by}${isImpossible({ why }) ? ', which no version can meet' : ''}`;
    }
    case 'requires-python':
      return `${describeVersions(key, versions, run)} needs Python ${why.specifier}`;
    default:
      return undefined;
  }
}

/** Why nothing can be had of a package: as a clause of its own, and as one that follows the package's name. */
function deadEndClauses(
  { why, versions }: ConflictFact,
  run: Run,
): { readonly alone: string; readonly following: string } | undefined {
  switch (why.kind) {
    case 'lack':
      if (why.lack === 'unknown')
        return { alone: `no index has ${why.name}`, following: 'which no index has' };
      return {
        alone: reasonForLack(why.name, versions, run),
        following: `and ${reasonForLack(why.name, versions, run, 'it')}`,
      };
    case 'unasked': {
      const what = why.what === 'yanked' ? 'is yanked' : 'is a pre-release';
      return {
        alone: `what else there is of ${why.name} ${what}, and nobody asks for it`,
        following: `and what would do ${what}, which nobody asks for`,
      };
    }
    case 'unusable': {
      const sentence = `${why.name} ${why.version} cannot be used, since ${why.reason}`;
      return { alone: sentence, following: `and ${sentence}` };
    }
    default:
      return undefined;
  }
}

/** `a`, `a, and b`, `a, b, and c` */
const joined = (clauses: readonly string[]): string =>
  clauses.length < 2 ? clauses.join('') : `${clauses.slice(0, -1).join(', ')}, and ${clauses.at(-1)}`;

/** The end of the story that one need alone leads to, and that says all that is to be said of the package. */
function endOf(fact: ConflictFact, facts: readonly ConflictFact[], run: Run): ConflictFact | undefined {
  const clause = needClause(fact, run);
  const isOnlyWay = facts.every((each) => each.child !== fact.child || needClause(each, run) === clause);
  const about = facts.filter(({ key }) => key === fact.child);
  const [end] = about;
  return isOnlyWay && about.length === 1 && end?.child === undefined ? end : undefined;
}

/** `you ask for "a" and "b<2"` */
function askedClauses(asked: readonly string[]): string[] {
  return asked.length === 0 ? [] : [`you ask for ${asked.map((text) => `"${text}"`).join(' and ')}`];
}

/**
 * The facts of a proof as a chain of clauses: who needs what, from the user on; with the one need that leads there, why
 * something cannot be had.
 */
export function tellStory(facts: readonly ConflictFact[], run: Run): string {
  const asked = new Set<string>();
  const clauses = new Set<string>();
  const told = new Set<ConflictFact>();
  for (const fact of facts) {
    const clause = needClause(fact, run);
    if (clause === undefined) continue;
    const end = endOf(fact, facts, run);
    const last = end === undefined ? undefined : deadEndClauses(end, run);
    if (end !== undefined && last !== undefined) {
      told.add(end);
      clauses.add(`${clause}, ${last.following}`);
    } else if ('user' in fact.why && fact.why.user !== null && !isImpossible(fact)) {
      asked.add(describeAsked(fact.why.user));
    } else clauses.add(clause);
  }
  for (const fact of facts) {
    if (fact.why.kind === 'constraint')
      clauses.add(`the constraint "${describeAsked(fact.why.constraint)}" holds`);
    const end = told.has(fact) ? undefined : deadEndClauses(fact, run);
    if (end !== undefined) clauses.add(end.alone);
  }
  if (facts.some(({ child }) => child === PYTHON)) clauses.add(`this is Python ${run.target.pythonVersion}`);
  const all = [...askedClauses([...asked]), ...clauses];
  const shown = all.slice(0, MAX_SENTENCES);
  const rest = all.length - shown.length;
  return joined(rest > 0 ? [...shown, `there are ${rest} more such reasons`] : shown);
}
