import { type Fact, printable, type SafeInstallError } from '../errors/index.ts';
import { wrap } from './layout.ts';
import { type RenderOptions, renderError, renderReason } from './render-error.ts';

/** Errors of one reason that are told one by one; more of them are told together. */
const MOST_ALONE = 2;

/**
 * Everything that went wrong, one block of text each with an empty line between them. Many files that are refused for one
 * and the same reason are told together, each by its name: ninety blocks that differ in a name are no screen.
 *
 * @param isWhole tells each by itself, with all its facts.
 * @returns lines without final newlines, each of at most `width` columns.
 */
export function renderErrors(
  errors: readonly SafeInstallError[],
  options: RenderOptions & { readonly isWhole: boolean },
): string[] {
  const groups = new Map<string, SafeInstallError[]>();
  for (const error of errors) {
    const { code, message, hint, excerpt, subject } = error;
    const isAlone = options.isWhole || excerpt !== undefined || subject === undefined;
    const key = isAlone ? String(groups.size) : JSON.stringify([code, message, hint ?? null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [error]);
    else group.push(error);
  }
  return [...groups.values()]
    .flatMap((group) =>
      group.length > MOST_ALONE
        ? [renderGroup(group, options)]
        : group.map((error) => renderError(error, options)),
    )
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function renderGroup(group: readonly SafeInstallError[], options: RenderOptions): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const subjects = group.map(({ subject }) => printable(subject ?? '')).join(', ');
  const { heading, details } = renderReason(first, `any of these ${group.length}`, commonFacts(group), options);
  return [...heading, ...wrap(subjects, options.width - 2, 0, 0).map((line) => `  ${line}`), ...details];
}

/** What is true of all of them. */
function commonFacts([first, ...others]: readonly SafeInstallError[]): readonly Fact[] {
  const textOf = ({ label, value, origin }: Fact): string => JSON.stringify([label, value, origin ?? null]);
  const sets = others.map(({ facts }) => new Set(facts.map(textOf)));
  return first?.facts.filter((fact) => sets.every((set) => set.has(textOf(fact)))) ?? [];
}
