import { type Fact, SafeInstallError } from '../errors/index.ts';
import { type ConflictFact, conflictFacts } from './conflict-facts.ts';
import { tellStory } from './conflict-story.ts';
import { versionFacts } from './conflict-words.ts';
import type { Incompatibility } from './core/index.ts';
import { PYTHON, ROOT } from './node.ts';
import type { Run } from './run.ts';
import { describeAsked } from './user-requirement.ts';
import type { VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** Packages whose versions are listed; a screen has room for no more. */
const MAX_LISTED_PACKAGES = 3;

const isDeadEnd = ({ why }: ConflictFact): boolean =>
  why.kind === 'lack' || why.kind === 'unasked' || why.kind === 'unusable';

/** Whether each package is asked for in one way only, so that nobody contradicts anybody. */
function isOneChain(facts: readonly ConflictFact[], run: Run): boolean {
  const ways = new Map<string, Set<unknown>>();
  for (const { child, why } of facts) {
    if (why.kind === 'constraint') return false;
    if (child === undefined || child === PYTHON || !('requirement' in why)) continue;
    const name = run.nodes.find(child)?.name ?? child;
    ways.set(name, (ways.get(name) ?? new Set()).add(why.requirement));
  }
  return [...ways.values()].every(({ size }) => size === 1) && facts.filter(isDeadEnd).length <= 1;
}

/**
 * Why there is no answer: a short chain of sentences that begins with what the user asks for.
 *
 * @returns an error with the code `resolve.unknown-package` or `resolve.no-version` where one need after another leads
 *   to what is not there, `resolve.conflict` where needs contradict each other.
 */
export function explainFailure(proof: Incompatibility<VersionsByOrigin, Why>, run: Run): SafeInstallError {
  const facts = conflictFacts(proof, run.requirements);
  const deadEnds = facts.filter(isDeadEnd);
  const [deadEnd] = deadEnds;
  const isChain = isOneChain(facts, run);
  const isUnknown = deadEnd?.why.kind === 'lack' && deadEnd.why.lack === 'unknown';
  const asked = facts.filter(({ key }) => key === ROOT);
  const name = deadEnd === undefined ? undefined : run.nodes.find(deadEnd.key)?.name;
  return new SafeInstallError({
    code: !isChain ? 'resolve.conflict' : isUnknown ? 'resolve.unknown-package' : 'resolve.no-version',
    message: tellStory(facts, run),
    subject: isChain && name !== undefined ? name : subjectOfAll(asked),
    facts: [
      ...originFacts(facts),
      ...deadEnds
        .slice(0, MAX_LISTED_PACKAGES)
        .flatMap((fact) => listVersions(fact, deadEnds.length > 1, run)),
    ],
    hint: hintFor(isChain, isUnknown),
  });
}

/** What of the user's requirements is part of it, each told once. */
function subjectOfAll(asked: readonly ConflictFact[]): string | undefined {
  const texts = new Set(
    asked.flatMap(({ why }) => ('user' in why && why.user !== null ? [describeAsked(why.user)] : [])),
  );
  return texts.size === 0 ? undefined : [...texts].join(', ');
}

/** Where requirements and constraints stand that stand in a file. */
function originFacts(facts: readonly ConflictFact[]): Fact[] {
  const told = new Map<string, Fact>();
  for (const { why } of facts) {
    const asked = why.kind === 'constraint' ? why.constraint : 'user' in why ? why.user : null;
    if (asked === null || asked.origin === null) continue;
    const label = why.kind === 'constraint' ? 'constraint' : 'asked for';
    told.set(`${label} ${asked.origin}`, { label, value: describeAsked(asked), origin: asked.origin });
  }
  return [...told.values()];
}

function listVersions({ key, versions, why }: ConflictFact, isOneOfMany: boolean, run: Run): Fact[] {
  const node = run.nodes.find(key);
  if (node === undefined || (why.kind === 'lack' && why.lack === 'unknown')) return [];
  const facts = versionFacts(node.name, versions, run);
  return isOneOfMany ? facts.map((fact) => ({ ...fact, value: `${node.name}: ${fact.value}` })) : facts;
}

function hintFor(isChain: boolean, isUnknown: boolean): string {
  if (!isChain) return 'Loosen or drop one of the requirements that are named';
  return isUnknown
    ? 'Check how it is spelled, and whether the index that has it is among those that are used'
    : 'Ask for a version that can be had here';
}
