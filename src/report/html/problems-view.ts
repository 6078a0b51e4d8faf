import type { Fact } from '../../errors/index.ts';
import { describeFailure } from '../facts/describe-failure.ts';
import type { FileDescription } from '../facts/describe-file.ts';
import { alone, type ErrorGroup, groupErrors } from '../facts/group-errors.ts';
import type { ReportContent } from '../facts/report-content.ts';
import { VERDICT_SIGNS } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';

/** Facts that are shown of one error. */
const MOST_FACTS = 40;

/** What stopped the run: one card a reason. */
export function failuresView({ failures, plan }: Pick<ReportContent, 'failures' | 'plan'>): Markup | null {
  if (failures.length === 0) return null;
  return html`<section aria-labelledby="stopped"><h2 id="stopped">What stands in the way</h2>
${groupErrors(failures).map((group) => {
  const [first, ...others] = group.errors;
  const { kind, candidate } = describeFailure(first, plan);
  const sign = VERDICT_SIGNS[kind === 'refused' ? 'refused' : 'unverifiable'];
  const release = candidate === null ? first.subject : `${candidate.name} ${candidate.version}`;
  return others.length === 0
    ? card(group, kind, sign, release ?? 'The run')
    : card(
        group,
        kind,
        sign,
        `${group.errors.length} files`,
        group.errors.map(({ subject = '' }) => subject),
      );
})}</section>`;
}

/** What was met and stopped nothing. */
export function warningsView(files: readonly FileDescription[]): Markup | null {
  const warnings = files.flatMap((file) => file.warnings.map((error) => ({ file, error })));
  if (warnings.length === 0) return null;
  return html`<section aria-labelledby="warnings"><h2 id="warnings">Warnings</h2>
${warnings.map(({ file, error }) => card(alone(error), 'warning', '!', `${file.name} ${file.version}`))}</section>`;
}

function card(
  { errors: [error], facts }: ErrorGroup,
  kind: string,
  sign: string,
  title: string,
  subjects: readonly string[] = [],
): Markup {
  const names =
    subjects.length === 0
      ? null
      : html`<ul class="names">${subjects.map((each) => html`<li>${each}</li>`)}</ul>`;
  return html`<article class="card problem ${kind}"><h3><span class="sign">${sign}</span> ${title}</h3>
<p class="why">${sentence(error.message)} <code>${error.code}</code></p>
${names}${factList(facts)}${error.hint === undefined ? null : html`<p class="hint">${sentence(error.hint)}</p>`}</article>`;
}

function factList(facts: readonly Fact[]): Markup | null {
  if (facts.length === 0) return null;
  const more = facts.length - MOST_FACTS;
  return html`<dl>${facts
    .slice(0, MOST_FACTS)
    .map(
      ({ label, value, origin }) =>
        html`<dt>${label}</dt><dd><span class="mono">${value}</span>${origin === undefined ? null : html` <span class="origin">(${origin})</span>`}</dd>`,
    )}${more > 0 ? html`<dt>and</dt><dd>${more} more</dd>` : null}</dl>`;
}

/** A clause as a sentence of its own. */
const sentence = (clause: string): string => {
  const text = `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}`;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
};
