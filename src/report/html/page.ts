import { createHash } from 'node:crypto';
import { describeFile } from '../facts/describe-file.ts';
import type { ReportContent } from '../facts/report-content.ts';
import { headline } from '../headline.ts';
import { count } from '../layout.ts';
import { VERDICT_SIGNS, type VerdictWord } from '../verdict-words.ts';
import { conditionsView } from './conditions-view.ts';
import { filesView, filterRules } from './files-view.ts';
import { graphRules, graphView } from './graph/graph-view.ts';
import { html, Markup } from './markup.ts';
import { type PlanFile, planFiles } from './plan-files.ts';
import { failuresView, warningsView } from './problems-view.ts';
import { STYLE } from './style.ts';

/**
 * `--report-format html`: one page that needs nothing else, runs nothing and fetches nothing; its own policy forbids a
 * browser to do more for it than to lay out this style sheet.
 */
export function toHtml(content: ReportContent): string {
  const files = planFiles(content);
  const graph = graphView(files);
  const style = [STYLE, filterRules(files), graph === null ? '' : graphRules(files.length)].join('\n');
  const digest = createHash('sha256').update(style).digest('base64');
  const { title } = headline(content);
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.unsafeOwn(policy)}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<meta name="generator" content="safe-install ${content.version}"><link rel="icon" href="data:,">
<title>safe-install: ${title}</title><style>${Markup.unsafeOwn(style)}</style></head>
<body>${headerView(content, files)}<main>
${failuresView(content)}
${unprovenView(files)}
${warningsView(content.verified.map(describeFile))}
${graph === null ? null : html`<section aria-labelledby="graph"><h2 id="graph">What needs what</h2><p class="note">From left to right; what you asked for is bold. Lines that follow from others are left out.</p><div class="scroll" tabindex="0" role="region" aria-labelledby="graph">${graph}</div></section>`}
${filesView(files)}
${conditionsView(content)}
</main>${footerView(content)}</body></html>
`;
  return page.text;
}

function headerView(content: ReportContent, files: readonly PlanFile[]): Markup {
  const { title } = headline(content);
  const { markers, at } = content;
  return html`<header><p class="brand">safe-install report</p>
<h1>${title.slice(0, 1).toUpperCase()}${title.slice(1)}</h1>
<p class="lead">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC${markers === null ? '' : `, for ${markers.platform_python_implementation} ${markers.python_full_version} on ${markers.platform_system} ${markers.platform_machine}`}</p>
<ul class="tiles">${tilesOf(files).map(
    ({ verdict, amount }) =>
      html`<li class="tile ${verdict}${amount === 0 ? ' none' : ''}"><b>${amount}</b><span><span class="sign">${VERDICT_SIGNS[verdict]}</span> ${verdict}</span></li>`,
  )}</ul>${barView(files)}</header>`;
}

interface Tile {
  readonly verdict: VerdictWord;
  readonly amount: number;
}

/** The four that every run ends with, and the others where there are any. */
const ALWAYS: readonly VerdictWord[] = ['attested', 'unattested', 'waived', 'refused'];

function tilesOf(files: readonly PlanFile[]): readonly Tile[] {
  const all: readonly VerdictWord[] = [...ALWAYS, 'unverifiable', 'unchecked'];
  return all
    .map((verdict) => ({ verdict, amount: files.filter((file) => file.verdict === verdict).length }))
    .filter(({ verdict, amount }) => amount > 0 || ALWAYS.includes(verdict));
}

/** The shares of the verdicts; the tiles above say the same in numbers. */
function barView(files: readonly PlanFile[]): Markup | null {
  if (files.length === 0) return null;
  let x = 0;
  const parts = tilesOf(files).map(({ verdict, amount }) => {
    const width = (amount / files.length) * 100;
    const part = html`<rect class="${verdict}" x="${x}" y="0" width="${width}" height="10"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** Files of a plan whose names say nothing more where all of them are meant. */
const MOST_NAMED = 12;

/** Names of the files of which nothing proves who built them; each leads to its file. */
function unprovenView(files: readonly PlanFile[]): Markup | null {
  const without = files
    .map((file, index) => ({ ...file, index }))
    .filter(({ verdict }) => verdict === 'unattested');
  if (without.length === 0) return null;
  const isAll = without.length === files.length && files.length > MOST_NAMED;
  const subject = isAll
    ? `None of the ${files.length} files is attested`
    : `${without.length} of ${count(files.length, 'file')} ${without.length === 1 ? 'is' : 'are'} not attested`;
  return html`<section aria-labelledby="unproven"><h2 id="unproven">What is not proven</h2>
<p>${subject}: the bytes are those that the index lists, and nothing proves who built them.</p>
${isAll ? null : html`<ul class="chips">${without.map(({ candidate, index }) => html`<li><a href="#file-${index}">${VERDICT_SIGNS.unattested} ${candidate.name}</a></li>`)}</ul>`}</section>`;
}

const footerView = ({ version, at }: ReportContent): Markup =>
  html`<footer><p>Written by safe-install ${version} at ${at.toISOString()}. Nothing in this file is signed.</p></footer>`;
