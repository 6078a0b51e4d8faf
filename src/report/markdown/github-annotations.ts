import { printable, type SafeInstallError } from '../../errors/index.ts';
import { describeFailure } from '../facts/describe-failure.ts';
import { type Place, placeOf } from '../facts/place.ts';
import type { ReportContent } from '../facts/report-content.ts';

/** GitHub shows ten annotations of each kind from a step, and drops the others without a word. */
const MOST_SHOWN = 10;

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
  const errors = content.failures.map((error): Annotation => {
    const { candidate, place } = describeFailure(error, content.plan);
    const release = candidate === null ? undefined : `${candidate.name} ${candidate.version}`;
    return annotation('error', error, release, place);
  });
  const warnings = content.verified.flatMap(({ candidate, judgement }) =>
    judgement.decision.warnings.map((error) =>
      annotation('warning', error, `${candidate.name} ${candidate.version}`, placeOf(error)),
    ),
  );
  return [...shown(errors), ...shown(warnings)].map(command);
}

function annotation(
  kind: Annotation['kind'],
  error: SafeInstallError,
  release: string | undefined,
  place: Place | null,
): Annotation {
  const about = release ?? error.subject;
  const facts = error.facts.map(({ label, value, origin }) =>
    printable(`${label}: ${value}${origin === undefined ? '' : ` (${origin})`}`),
  );
  return {
    kind,
    title: printable(`${error.code}${about === undefined ? '' : `: ${about}`}`),
    text: [
      printable(error.message, 2_000),
      ...facts,
      ...(error.hint === undefined ? [] : [printable(error.hint, 2_000)]),
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
