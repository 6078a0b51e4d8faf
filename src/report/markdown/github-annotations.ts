import { printable } from '../../errors/index.ts';
import { describeFailure } from '../facts/describe-failure.ts';
import { alone, type ErrorGroup, groupErrors } from '../facts/group-errors.ts';
import { type Place, placeOf, placeOfRequest } from '../facts/place.ts';
import type { ReportContent } from '../facts/report-content.ts';

/** GitHub shows ten annotations of each kind from a step, and drops the others without a word. */
const MOST_SHOWN = 10;

/** Characters of one foreign sentence. */
const LONGEST = 2_000;

interface Annotation {
  readonly kind: 'error' | 'warning';
  readonly title: string;
  readonly text: string;
  readonly place: Place | null;
}

/**
 * Workflow commands that make GitHub show what went wrong at the line that can change it. To be written to stdout or
 * stderr, where a step of GitHub Actions runs.
 *
 * @returns lines without newlines.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function toGitHubAnnotations(
  content: Pick<ReportContent, 'failures' | 'plan' | 'verified'>,
): readonly string[] {
  const errors = groupErrors(content.failures).map((group): Annotation => {
    const [first, ...others] = group.errors;
    const { candidate, place } = describeFailure(first, content.plan);
    const release = candidate === null ? first.subject : `${candidate.name} ${candidate.version}`;
    return others.length === 0
      ? annotation('error', group, release, place)
      : annotation('error', group, `${group.errors.length} files`, place);
  });
  const warnings = content.verified.flatMap(({ candidate, judgement }) =>
    judgement.decision.warnings.map((error) =>
      annotation(
        'warning',
        alone(error),
        `${candidate.name} ${candidate.version}`,
        placeOf(error) ?? placeOfRequest(candidate),
      ),
    ),
  );
  return [...shown(errors), ...shown(warnings)].map(command);
}

function annotation(
  kind: Annotation['kind'],
  { errors, facts }: ErrorGroup,
  about: string | undefined,
  place: Place | null,
): Annotation {
  const [{ code, message, hint }] = errors;
  return {
    kind,
    title: printable(`${code}${about === undefined ? '' : `: ${about}`}`),
    text: [
      printable(message, LONGEST),
      ...(errors.length > 1 ? [printable(errors.map(({ subject }) => subject).join(', '), LONGEST)] : []),
      ...facts.map(({ label, value, origin }) =>
        printable(`${label}: ${value}${origin === undefined ? '' : ` (${origin})`}`),
      ),
      ...(hint === undefined ? [] : [printable(hint, LONGEST)]),
    ].join('\n'),
    place,
  };
}

/** The last one that is shown tells of those that are not. */
function shown(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= MOST_SHOWN) return annotations;
  const rest = annotations.slice(MOST_SHOWN - 1);
  const [first] = rest;
  if (first === undefined) return annotations;
  const text = `${rest.map(({ title }) => title).join('\n')}\nThe summary of the job tells more.`;
  return [
    ...annotations.slice(0, MOST_SHOWN - 1),
    { kind: first.kind, title: `and ${rest.length} more`, text, place: null },
  ];
}

function command({ kind, title, text, place }: Annotation): string {
  const properties = [
    `title=${property(title)}`,
    ...(place === null ? [] : [`file=${property(place.file)}`, `line=${place.line}`]),
    ...(place === null || place.column === null ? [] : [`col=${place.column}`]),
  ];
  return `::${kind} ${properties.join(',')}::${data(text)}`;
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
