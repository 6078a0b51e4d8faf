import { describePublisher } from '../../attestation/index.ts';
import type { FileDescription } from '../facts/describe-file.ts';
import type { SignerDescription } from '../facts/describe-signer.ts';
import { bytes } from '../layout.ts';
import { unprovenPoints } from '../terminal/unproven-points.ts';
import { VERDICT_SIGNS, type VerdictWord, vouching, wordBeside } from '../verdict-words.ts';
import { html, type Markup, outwardLink } from './markup.ts';
import type { PlanFile } from './plan-files.ts';

/** Files of a plan that is so small that nothing of it is behind a click. */
const FEW = 3;

/** Every file of the plan, each with what is known of it behind a click. */
export function filesView(files: readonly PlanFile[]): Markup | null {
  if (files.length === 0) return null;
  return html`<section aria-labelledby="files"><h2 id="files">Files</h2>
<div class="files">${filterView(files)}
<div class="list"><div class="head" aria-hidden="true"><span>Verdict</span><span>File</span><span>Who vouches for it</span></div>
${files.map((file, index) => fileView(file, index, files.length <= FEW))}</div></div></section>`;
}

/** Rules that leave the files of one verdict. */
export const filterRules = (files: readonly PlanFile[]): string =>
  verdictsOf(files)
    .map((verdict) => `.files:has(#show-${verdict}:checked) .file:not(.${verdict}){display:none}`)
    .join('\n');

const verdictsOf = (files: readonly PlanFile[]): readonly VerdictWord[] => [
  ...new Set(files.map(({ verdict }) => verdict)),
];

/** A choice of verdicts; none where there is nothing to choose. */
function filterView(files: readonly PlanFile[]): Markup | null {
  const verdicts = verdictsOf(files);
  if (verdicts.length < 2) return null;
  const choices = verdicts.map((verdict) => {
    const amount = files.filter((file) => file.verdict === verdict).length;
    return html`<label><input type="radio" name="show" id="show-${verdict}">${VERDICT_SIGNS[verdict]} ${verdict} ${amount}</label>`;
  });
  return html`<fieldset class="filter"><legend>Files to show</legend><label><input type="radio" name="show" id="show-all" checked>all ${files.length}</label>${choices}</fieldset>`;
}

function fileView({ candidate, verdict, file, failures }: PlanFile, index: number, isOpen: boolean): Markup {
  const beside = file === null ? null : wordBeside(file.evidence);
  const reason =
    file === null ? (failures[0]?.error.message ?? 'the run ended before it was looked at') : vouching(file);
  return html`<details class="file ${verdict}"${isOpen ? html` open` : null}><summary><span class="verdict">${VERDICT_SIGNS[verdict]} ${verdict}</span>
<span class="name">${candidate.name} <span class="version">${candidate.version.toString()}</span></span>
<span>${reason}${beside === null ? null : html` <span class="origin">${beside}</span>`}</span></summary>
<div class="body" id="file-${index}">${file === null ? listedDetails(candidate) : details(file)}</div></details>`;
}

const listedDetails = ({ file, requiredBy }: PlanFile['candidate']): Markup =>
  html`<dl>${row('File', file.filename)}${row('Needed by', requiredBy.join(', '))}</dl>`;

const details = (file: FileDescription): Markup => html`<dl>
${row('File', `${file.filename} (${bytes(file.size)})`)}${monoRow('sha256', file.sha256)}${row('From', file.source)}
${row('Uploaded', file.uploadTime === null ? '' : moment(file.uploadTime))}
${row('Built here from', file.builtFrom ?? '')}
${row('Asked for by', file.requestedBy.map((text) => `you (${text})`).join(', '))}${row('Needed by', file.requiredBy.join(', '))}
${file.signer === null ? null : signerRows(file.signer)}
${row('Publisher named by', file.namedBy ?? '')}${row('Evidence', file.document?.location ?? '')}
${row('Checks passed', file.checks.join(', '))}
${file.waivers.map(({ check, reason, origin }) => row('Waived', `${check}: ${reason} (${origin})`))}
${row('Not proven', unprovenPoints(file).join('; '))}</dl>`;

function signerRows(signer: SignerDescription): Markup {
  const { repository, commit, ref, run, logs, signedAt, trustRoot } = signer;
  const source = repository === null ? null : outwardLink(repository, repository);
  const build = run === null ? null : outwardLink(run, run);
  return html`${row('Built by', describePublisher(signer.publisher))}${markupRow('Source', source)}
${monoRow('Commit', commit ?? '')}${row('Ref', ref ?? '')}${markupRow('Run', build)}
${row('Started by', [signer.trigger, signer.runner].filter((each) => each !== null).join(', on '))}
${row('Certified as', `${signer.subject}, by ${signer.issuer}`)}
${row('Signed', `${moment(signedAt)}, under the trust root ${trustRoot.name}`)}
${row('Logged', logs.map(({ origin, logIndex }) => `${origin}, entry ${logIndex}`).join('; '))}`;
}

const markupRow = (label: string, value: Markup | null): Markup | null =>
  value === null ? null : html`<dt>${label}</dt><dd>${value}</dd>`;

/** Nothing where there is nothing to tell. */
const row = (label: string, value: string): Markup =>
  value === '' ? html`` : html`<dt>${label}</dt><dd>${value}</dd>`;

const monoRow = (label: string, value: string): Markup =>
  value === '' ? html`` : html`<dt>${label}</dt><dd class="mono">${value}</dd>`;

const moment = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
