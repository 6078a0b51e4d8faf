import { printable, type SafeInstallError } from '../errors/index.ts';
import { alone, type ErrorGroup, groupErrors } from './facts/group-errors.ts';
import { wrap } from './layout.ts';
import { type RenderOptions, renderError, renderReason } from './render-error.ts';

/**
 * Everything that went wrong, one block of text each with an empty line between them. Many files that are refused for one
 * and the same reason are told together, each by its name.
 *
 * @param isWhole tells each by itself, with all its facts.
 * @returns lines without final newlines, each of at most `width` columns.
 */
export function renderErrors(
  errors: readonly SafeInstallError[],
  options: RenderOptions & { readonly isWhole: boolean },
): string[] {
  const groups = options.isWhole ? errors.map(alone) : groupErrors(errors);
  return groups
    .map((group) => renderGroup(group, options))
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function renderGroup({ errors, facts }: ErrorGroup, options: RenderOptions): string[] {
  const [first, ...others] = errors;
  if (others.length === 0) return renderError(first, options);
  const subjects = errors.map(({ subject }) => printable(subject ?? '')).join(', ');
  const { heading, details } = renderReason(first, `any of these ${errors.length}`, facts, options);
  return [...heading, ...wrap(subjects, options.width - 2, 0, 0).map((line) => `  ${line}`), ...details];
}
