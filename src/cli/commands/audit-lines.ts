import type { EnvironmentAudit } from '../../audit/index.ts';
import { amount, printable, type SafeInstallError } from '../../errors/index.ts';
import { bytes, count, type Palette, wrap } from '../../report/index.ts';

/** Findings, and paths of one finding, that a screen has room for; `-v` shows all. */
const MOST_FINDINGS = 10;
const MOST_PATHS = 4;

export interface LineOptions {
  readonly palette: Palette;
  /** Columns. */
  readonly width: number;
  /** `all` with `-v`. */
  readonly extent: 'screen' | 'all';
}

/** An audit as a person reads it: what is wrong, the worst first; what was looked at; what could not be proven. */
export function auditLines(audit: EnvironmentAudit, options: LineOptions): readonly string[] {
  const { findings, notes, places } = audit;
  const most = options.extent === 'all' ? findings.length : MOST_FINDINGS;
  const shown = findings.slice(0, most);
  const several = places.length > 1;
  const told = shown.flatMap((error, at) => [
    ...findingLines('error', error, options, several),
    ...(shown[at + 1]?.code === error.code ? [] : hintLines(error, options)),
  ]);
  const more = findings.length - shown.length;
  return [
    ...told,
    ...(more > 0 ? [options.palette.faint(`and ${count(more, 'more finding')} (-v shows all)`)] : []),
    ...(findings.length > 0 ? [''] : []),
    ...scopeLines(audit, options),
    ...(options.extent === 'all'
      ? notes.flatMap((note) => findingLines('note', note, options, several))
      : notesLine(notes, options)),
    conclusion(findings, options),
  ];
}

function findingLines(
  word: 'error' | 'note',
  error: SafeInstallError,
  { palette, width, extent }: LineOptions,
  several: boolean,
): readonly string[] {
  const label = `${word}[${error.code}]:`;
  const subject = error.subject === undefined ? '' : `${printable(error.subject)}: `;
  const [first = '', ...rest] = wrap(
    `${subject}${printable(error.message, 2_000)}`,
    width,
    label.length + 1,
    2,
  );
  const paths = error.facts.filter(({ label: kind }) => kind === 'file');
  const isSaidAlready = paths.length === 1 && paths[0]?.value === error.subject;
  const shown = isSaidAlready ? [] : paths.slice(0, extent === 'all' ? paths.length : MOST_PATHS);
  const others = error.facts.filter(
    ({ label: kind }) => kind !== 'file' && (kind !== 'in' || (several && word === 'error')),
  );
  const hidden = isSaidAlready ? 0 : paths.length - shown.length;
  return [
    `${word === 'error' ? palette.error(label) : palette.faint(label)} ${palette.strong(first)}`,
    ...rest.map((line) => palette.strong(line)),
    ...shown.flatMap(({ value }) => wrap(printable(value, 2_000), width - 2).map((line) => `  ${line}`)),
    ...(hidden > 0 ? [palette.faint(`  and ${amount(hidden)} more (-v shows all)`)] : []),
    ...others.flatMap(({ label: kind, value }) =>
      wrap(`${kind} ${printable(value, 2_000)}`, width - 2).map((line) => palette.faint(`  ${line}`)),
    ),
  ];
}

function hintLines({ hint }: SafeInstallError, { palette, width }: LineOptions): readonly string[] {
  if (hint === undefined) return [];
  const [first = '', ...rest] = wrap(printable(hint, 2_000), width, 'hint: '.length, 2);
  return [`${palette.good('hint:')} ${first}`, ...rest];
}

function scopeLines({ places, index }: EnvironmentAudit, { width }: LineOptions): readonly string[] {
  const distributions = places.reduce((sum, place) => sum + place.distributions.length, 0);
  const files = places.reduce((sum, place) => sum + place.compared, 0);
  const size = places.reduce((sum, place) => sum + place.bytes, 0);
  const looked = `Compared ${count(files, 'file')} (${bytes(size)}) of ${count(distributions, 'distribution')} with RECORD, in`;
  const folders = places.map(({ place }) => `  ${printable(place.folder, 2_000)}`);
  return [looked, ...folders, ...wrap(printable(index.sentence, 2_000), width, 0, 2)];
}

function notesLine(notes: readonly SafeInstallError[], { width }: LineOptions): readonly string[] {
  if (notes.length === 0) return [];
  return wrap(`${count(notes.length, 'note')} (-v shows them): ${tally(notes)}`, width, 0, 2);
}

const conclusion = (findings: readonly SafeInstallError[], { palette }: LineOptions): string =>
  findings.length === 0
    ? palette.good('0 findings')
    : palette.error(`${count(findings.length, 'finding')}: ${tally(findings)}`);

/** `2 changed, 1 missing`, in the order in which they are met. */
function tally(errors: readonly SafeInstallError[]): string {
  const counts = new Map<string, number>();
  for (const { code } of errors) {
    const word = code.startsWith('audit.') ? code.slice('audit.'.length) : code;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, amount]) => `${amount} ${word}`).join(', ');
}
