import type { SafeInstallError } from '../../errors/index.ts';
import type { FailureDescription } from '../facts/describe-failure.ts';
import type { FileDescription } from '../facts/describe-file.ts';
import { VERDICT_SIGNS } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';

/** Facts that are shown of one error. */
const MOST_FACTS = 40;

/** What stopped the run: one card a failure. */
export function failuresView(failures: readonly FailureDescription[]): Markup | null {
  if (failures.length === 0) return null;
  return html`<section aria-labelledby="stopped"><h2 id="stopped">What stands in the way</h2>
${failures.map(({ error, kind, candidate }) => {
  const sign = VERDICT_SIGNS[kind === 'refused' ? 'refused' : 'unverifiable'];
  const release = candidate === null ? null : `${candidate.name} ${candidate.version}`;
  return card(error, kind, sign, release);
})}</section>`;
}

/** What was met and stopped nothing. */
export function warningsView(files: readonly FileDescription[]): Markup | null {
  const warnings = files.flatMap((file) => file.warnings.map((error) => ({ file, error })));
  if (warnings.length === 0) return null;
  return html`<section aria-labelledby="warnings"><h2 id="warnings">Warnings</h2>
${warnings.map(({ file, error }) => card(error, 'warning', '!', `${file.name} ${file.version}`))}</section>`;
}

const card = (error: SafeInstallError, kind: string, sign: string, release: string | null): Markup =>
  html`<article class="card problem ${kind}"><h3><span class="sign">${sign}</span> ${release ?? error.subject ?? 'The run'}</h3>
<p class="why">${sentence(error.message)} <code>${error.code}</code></p>
${factList(error)}${error.hint === undefined ? null : html`<p class="hint">${sentence(error.hint)}</p>`}</article>`;

function factList({ facts }: SafeInstallError): Markup | null {
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
