import { describeEffectivePolicy } from '../facts/describe-policy.ts';
import { ageOf, describeTrust } from '../facts/describe-trust.ts';
import type { ReportContent } from '../facts/report-content.ts';
import { html, type Markup } from './markup.ts';

/** Lines of a policy that are shown. */
const MOST_LINES = 500;

/** What the verdicts were reached by: the policy, line by line with its origin, and the trust roots. */
export const conditionsView = (content: ReportContent): Markup =>
  html`${policyView(content)}${trustView(content)}`;

function policyView({ policy, ci }: ReportContent): Markup | null {
  if (policy === null) return null;
  const { sha256, lines } = describeEffectivePolicy(policy);
  const more = lines.length - MOST_LINES;
  return html`<section aria-labelledby="policy"><h2 id="policy">Policy in force</h2>
<div class="card policy"><table><thead><tr><th scope="col">Demand</th><th scope="col">Stated in</th></tr></thead>
<tbody>${lines
    .slice(0, MOST_LINES)
    .map(
      ({ section, text, origin }) =>
        html`<tr><td>${section === '' ? null : html`<span class="origin">${section}</span> `}<code>${text}</code></td><td class="origin">${origin}</td></tr>`,
    )}${more > 0 ? html`<tr><td>and ${more} more lines</td><td></td></tr>` : null}</tbody></table>
<p class="note">${ci === 'off' ? '' : 'With what holds for continuous integration. '}Digest of these demands: <span class="mono">sha256:${sha256}</span></p></div></section>`;
}

function trustView({ trust, at }: ReportContent): Markup | null {
  if (trust.length === 0) return null;
  return html`<section aria-labelledby="trust"><h2 id="trust">Trust roots</h2><div class="card"><dl>
${trust
  .map(describeTrust)
  .map(
    (root) =>
      html`<dt>${root.name}</dt><dd>${ageOf(root, at)}${root.expires === null ? null : html`, counts until ${root.expires.toISOString().slice(0, 10)}`}${root.problem === null ? null : html`; could not be refreshed: ${root.problem}`}<br><span class="mono">sha256:${root.sha256}</span></dd>`,
  )}</dl></div></section>`;
}
