import type { Fact, SafeInstallError } from '../../errors/index.ts';

/** Errors that say the same about several things. */
export interface ErrorGroup {
  /** One or more; the first stands for all of them. */
  readonly errors: readonly [SafeInstallError, ...SafeInstallError[]];
  /** What is true of all of them. */
  readonly facts: readonly Fact[];
}

/** Errors of one reason that are told one by one; more of them are told together. */
const MOST_ALONE = 2;

/**
 * Puts together what is refused for one and the same reason: ninety errors that differ in a name are no screen.
 *
 * @returns groups in the order of their first errors; those that show a piece of text, or are about nothing, stay alone.
 */
export function groupErrors(errors: readonly SafeInstallError[]): readonly ErrorGroup[] {
  const groups = new Map<string, [SafeInstallError, ...SafeInstallError[]]>();
  for (const error of errors) {
    const { code, message, hint, excerpt, subject } = error;
    const isAlone = excerpt !== undefined || subject === undefined;
    const key = isAlone ? String(groups.size) : JSON.stringify([code, message, hint ?? null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [error]);
    else group.push(error);
  }
  return [...groups.values()].flatMap((group) =>
    group.length > MOST_ALONE ? [{ errors: group, facts: commonFacts(group) }] : group.map(alone),
  );
}

/** An error by itself, with all its facts. */
export const alone = (error: SafeInstallError): ErrorGroup => ({ errors: [error], facts: error.facts });

function commonFacts([first, ...others]: ErrorGroup['errors']): readonly Fact[] {
  const textOf = ({ label, value, origin }: Fact): string => JSON.stringify([label, value, origin ?? null]);
  const sets = others.map(({ facts }) => new Set(facts.map(textOf)));
  return first.facts.filter((fact) => sets.every((set) => set.has(textOf(fact))));
}
