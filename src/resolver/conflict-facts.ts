import type { Incompatibility } from './core/index.ts';
import { ROOT } from './node.ts';
import type { UserRequirement } from './user-requirement.ts';
import type { VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** One of the reasons that a proof rests on. */
export interface ConflictFact {
  readonly why: Why;
  /** The package that it is about; of a need, the one that has it. */
  readonly key: string;
  /** Which versions of it. */
  readonly versions: VersionsByOrigin;
  /** Of a need, the package that is needed. */
  readonly child: string | undefined;
}

type Proof = Incompatibility<VersionsByOrigin, Why>;

/** The reasons that the provider gave, of all that a proof was derived from. */
function leavesOf(proof: Proof): Proof[] {
  const leaves: Proof[] = [];
  const queue = new Set([proof]);
  for (const { cause, terms } of queue) {
    if (cause.kind === 'given') leaves.push({ cause, terms });
    else queue.add(cause.left).add(cause.right);
  }
  return leaves;
}

const isNeed = ({ kind }: Why): boolean =>
  ['requirement', 'address', 'requires-python', 'same-version', 'python'].includes(kind);

function toFact({ terms, cause }: Proof): ConflictFact | undefined {
  if (cause.kind !== 'given') return undefined;
  const { why } = cause;
  const entries = [...terms];
  const [subject] = entries.find(([, term]) => term.isPositive) ?? [];
  const versions = subject === undefined ? undefined : terms.get(subject)?.set;
  if (subject === undefined || versions === undefined) return undefined;
  const child = isNeed(why) ? (entries.find(([, term]) => !term.isPositive)?.[0] ?? childOf(why)) : undefined;
  return { why, key: subject, versions, child };
}

/** A need that nothing can meet has no term for what is needed. */
const childOf = (why: Why): string | undefined =>
  why.kind === 'requirement' ? why.requirement.normalizedName : undefined;

const textOf = (why: Why): string => {
  switch (why.kind) {
    case 'requirement':
    case 'address':
      return why.requirement.describe();
    case 'requires-python':
      return why.specifier.toString();
    case 'constraint':
      return why.constraint.requirement.describe();
    case 'unusable':
      return why.reason;
    default:
      return '';
  }
};

/** The same reason of several versions is one reason. */
function merged(facts: readonly ConflictFact[]): ConflictFact[] {
  const byMeaning = new Map<string, ConflictFact>();
  for (const fact of facts) {
    const meaning = [fact.why.kind, fact.key, fact.child, textOf(fact.why)].join('\n');
    const known = byMeaning.get(meaning);
    byMeaning.set(
      meaning,
      known === undefined ? fact : { ...known, versions: known.versions.union(fact.versions) },
    );
  }
  return [...byMeaning.values()];
}

/** That there are no versions beside those that are told of goes without saying. */
function isLeftOver({ why, key }: ConflictFact, all: readonly ConflictFact[]): boolean {
  if (why.kind !== 'lack') return false;
  return all.some(
    (other) =>
      (other.child !== undefined || other.why.kind === 'unusable') && projectOf(other.key) === projectOf(key),
  );
}

/** `acme` of `acme[cli]`. */
const projectOf = (key: string): string => key.replace(/\[.*$/, '');

/**
 * The reasons that a proof rests on, told from the user's requirements on: first who needs what, then what is wrong.
 *
 * @param requirements the user's, in the order in which they are told.
 */
export function conflictFacts(proof: Proof, requirements: readonly UserRequirement[]): ConflictFact[] {
  const all = merged(leavesOf(proof).flatMap((leaf) => toFact(leaf) ?? []));
  const placeOf = ({ why }: ConflictFact): number =>
    'user' in why && why.user !== null ? requirements.indexOf(why.user) : requirements.length;
  const facts = all
    .filter((fact) => !isLeftOver(fact, all))
    .sort((left, right) => placeOf(left) - placeOf(right));
  const told = new Set<ConflictFact>();
  const queue = new Set([ROOT]);
  for (const key of queue) {
    const about = facts.filter((fact) => fact.key === key);
    for (const fact of about.filter(({ child }) => child === undefined)) told.add(fact);
    for (const fact of about) {
      told.add(fact);
      if (fact.child !== undefined) queue.add(fact.child);
    }
  }
  return [...new Set([...told, ...facts])];
}
