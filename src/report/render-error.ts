import {
  type Excerpt,
  type Fact,
  printable,
  type ReasonCode,
  type SafeInstallError,
} from '../errors/index.ts';
import { wrap } from './layout.ts';
import type { Palette } from './palette.ts';

export interface RenderOptions {
  readonly palette: Palette;
  /** Columns. */
  readonly width: number;
  /** The verb of the command: `install`, `download`, `verify`, `resolve`. */
  readonly action: string;
}

/** Families whose subject is a distribution or a requirement, and so reads as the object of the sentence. */
const ABOUT_A_DISTRIBUTION = new Set([
  'age',
  'archive',
  'hash',
  'identity',
  'installed',
  'metadata',
  'packaging',
  'plan',
  'provenance',
  'record',
  'resolve',
  'sdist',
  'sigstore',
  'statement',
]);

const family = (code: ReasonCode): string => code.slice(0, code.indexOf('.'));

/** Lines of facts that are shown of one kind; a hundred wrong files are not a screen. */
const MOST_FACTS = 12;

/** Characters of an excerpt that are shown around its span. */
const EXCERPT_BEFORE = 40;

/**
 * One error as text: the sentence, its facts, the excerpt with a caret, the hint (style, "Errors").
 *
 * @returns lines without final newlines, each of at most `width` columns.
 */
export function renderError(error: SafeInstallError, options: RenderOptions): string[] {
  const { subject } = error;
  const inSentence = subject !== undefined && ABOUT_A_DISTRIBUTION.has(family(error.code));
  const facts = inSentence ? error.facts : factsOf(error);
  const object = inSentence ? `"${printable(subject)}"` : null;
  const { heading, details } = renderReason(error, object, facts, options);
  return [...heading, ...details];
}

/**
 * An error in two parts, for those who have something to say between them.
 *
 * @param object of the sentence; `null` where it has none.
 */
export function renderReason(
  error: SafeInstallError,
  object: string | null,
  facts: readonly Fact[],
  options: RenderOptions,
): { readonly heading: string[]; readonly details: string[] } {
  const { palette, width } = options;
  const label = `error[${error.code}]:`;
  const sentence = `Cannot ${options.action}${object === null ? '' : ` ${object}`}: ${printable(error.message, 2_000)}`;
  const [first = '', ...rest] = wrap(sentence, width, label.length + 1, 2);
  return {
    heading: [
      `${palette.error(label)} ${palette.strong(first)}`.trimEnd(),
      ...rest.map((line) => palette.strong(line)),
    ],
    details: renderDetails(error, facts, options),
  };
}

/** A subject that stands in no sentence is a fact. */
const factsOf = ({ subject, facts }: SafeInstallError): readonly Fact[] =>
  subject === undefined ? facts : [{ label: 'at', value: subject }, ...facts];

/** Something that was met and refused nothing, in the form of an error. */
export function renderWarning(warning: SafeInstallError, options: Omit<RenderOptions, 'action'>): string[] {
  const { palette, width } = options;
  const label = `warning[${warning.code}]:`;
  const sentence = printable(warning.message, 2_000);
  const [first = '', ...rest] = wrap(sentence, width, label.length + 1, 2);
  return [
    `${palette.warning(label)} ${first}`.trimEnd(),
    ...rest,
    ...renderDetails(warning, factsOf(warning), { ...options, action: '' }),
  ];
}

function renderDetails(error: SafeInstallError, facts: readonly Fact[], options: RenderOptions): string[] {
  return [
    ...renderExcerpt(error.excerpt, options),
    ...renderFacts(facts, options),
    ...(error.hint === undefined ? [] : renderHint(error.hint, options)),
  ];
}

function renderFacts(facts: readonly Fact[], { palette, width }: RenderOptions): string[] {
  const shown = facts.slice(0, MOST_FACTS);
  const labelWidth = Math.max(0, ...shown.map((fact) => fact.label.length));
  const lines = shown.flatMap((fact) => {
    const origin = fact.origin === undefined ? '' : `  (${printable(fact.origin)})`;
    const label = `  ${fact.label.padEnd(labelWidth)}  `;
    const value = printable(fact.value, 2_000);
    if (label.length + value.length + origin.length <= width)
      return [`${palette.faint(label)}${value}${palette.faint(origin)}`];
    if (!value.includes(' ')) {
      const head = `${palette.faint(label.trimEnd())}${palette.faint(origin)}`;
      return [head, ...wrap(value, width - 4).map((line) => `    ${line}`)];
    }
    const [first = '', ...rest] = wrap(`${value}${origin}`, width, label.length, label.length);
    return [`${palette.faint(label)}${first}`, ...rest];
  });
  const more = facts.length - shown.length;
  return more > 0 ? [...lines, palette.faint(`  and ${more} more (-v shows all)`)] : lines;
}

function renderHint(hint: string, { palette, width }: RenderOptions): string[] {
  const [first = '', ...rest] = wrap(printable(hint, 2_000), width, 'hint: '.length, 2);
  return [`${palette.good('hint:')} ${first}`, ...rest];
}

function renderExcerpt(excerpt: Excerpt | undefined, { palette, width }: RenderOptions): string[] {
  if (excerpt === undefined) return [];
  const from = excerpt.start > EXCERPT_BEFORE ? excerpt.start - EXCERPT_BEFORE : 0;
  const room = width - 8;
  const clean = (text: string): string => printable(text, room);
  const before = clean((from > 0 ? '…' : '') + excerpt.text.slice(from, excerpt.start));
  const span = clean(excerpt.text.slice(excerpt.start, Math.max(excerpt.end, excerpt.start)));
  const after = excerpt.text.slice(Math.max(excerpt.end, excerpt.start));
  const line = clean(before + span + clean(after)).slice(0, room);
  const carets = '^'.repeat(Math.max(1, Math.min(span.length, room - before.length)));
  return [`    ${line}`, `    ${' '.repeat(before.length)}${palette.error(carets)}`];
}
