import type { Check } from '../../artifact/index.ts';
import { describePublisher } from '../../attestation/index.ts';
import { printable } from '../../errors/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { describeFile, type FileDescription } from '../facts/describe-file.ts';
import type { SignerDescription } from '../facts/describe-signer.ts';
import { bytes, wrap } from '../layout.ts';
import type { Palette } from '../palette.ts';
import { evidenceWords, vouching } from '../verdict-words.ts';
import type { TerminalOptions } from './evidence-lines.ts';
import { unprovenPoints } from './unproven-points.ts';

/** Lines of a screen, less one for the prompt below it. */
const SCREEN = 23;

/** Lines that warnings may take of it. */
const MOST_WARNING_LINES = 3;

/** Columns of the labels. */
const LABEL = 12;

/** As people know them. */
const CHECK_WORDS: Readonly<Partial<Record<Check, string>>> = {
  hash: 'sha256',
  record: 'RECORD',
  metadata: 'METADATA',
};

/**
 * One file for a person: who built it, from which commit, when, where that is logged, which rule applied, which checks it
 * passed, and what all that does not prove.
 *
 * @returns lines of at most `width` columns, one screen of them.
 */
export function explainFile(
  verified: VerifiedArtifact,
  { palette, width }: TerminalOptions,
): readonly string[] {
  const file = describeFile(verified);
  const row = (label: string, value: string): string => labelled(label, value, palette, width);
  const lines = [
    `${palette.strong(cut(`${file.name} ${file.version}`, width))}`,
    row('file', `${file.filename} (${bytes(file.size)})`),
    row('sha256', file.sha256),
    row('from', `${file.source}${file.uploadTime === null ? '' : `, uploaded ${day(file.uploadTime)}`}`),
    ...askedRows(file, row),
    ...(file.builtFrom === null ? [] : [row('built here', `from ${file.builtFrom}`)]),
    row('verdict', verdictText(file)),
    ...(file.signer === null ? [] : signerRows(file.signer, row)),
    row('rule', ruleText(file)),
    ...wrapped('checks', file.checks.map((check) => CHECK_WORDS[check] ?? check).join(', '), palette, width),
  ];
  const warnings = file.warnings.flatMap(({ message }) => wrapped('warning', message, palette, width));
  lines.push(...warnings.slice(0, MOST_WARNING_LINES));
  return [...lines, ...unprovenRows(file, { palette, width }, SCREEN - lines.length)];
}

/** Nothing for a file that is looked at for its own sake. */
function askedRows({ requestedBy, requiredBy }: FileDescription, row: Row): readonly string[] {
  const you = requestedBy.length === 0 ? [] : [`you (${requestedBy.join(', ')})`];
  const all = [...you, ...requiredBy];
  return all.length === 0 ? [] : [row('asked for by', all.join(', '))];
}

const verdictText = (file: FileDescription): string =>
  `${evidenceWords(file)}${file.evidence.kind === 'unattested' ? ', so nothing proves who built it' : ''}`;

type Row = (label: string, value: string) => string;

function signerRows(signer: SignerDescription, row: Row): readonly string[] {
  const { publisher, commit, ref, run, logs, signedAt, trustRoot } = signer;
  const [log] = logs;
  const more = logs.length > 1 ? `, and ${logs.length - 1} more` : '';
  return [
    row('built by', describePublisher(publisher)),
    ...(commit === null ? [] : [row('from commit', `${commit}${ref === null ? '' : ` (${ref})`}`)]),
    ...(run === null ? [] : [row('in run', run)]),
    row('signed', `${moment(signedAt)}, under the trust root ${trustRoot.name}`),
    ...(log === undefined ? [] : [row('logged', `${log.origin}, entry ${log.logIndex}${more}`)]),
  ];
}

/** Which rule has decided, with its origin. */
function ruleText(file: FileDescription): string {
  const { evidence, namedBy } = file;
  if (evidence.kind === 'unattested') return evidence.allowedBy;
  if (evidence.kind === 'waived')
    return `${vouching(file)}${file.waivers.map(({ origin }) => ` (${origin})`).join('')}`;
  return evidence.firstSeen
    ? `none; named by ${namedBy ?? 'nobody'}, and seen for the first time`
    : `${namedBy ?? 'none'}: ${evidence.publisher}`;
}

function unprovenRows(
  file: FileDescription,
  { palette, width }: TerminalOptions,
  room: number,
): readonly string[] {
  const lines: string[] = [];
  const points = unprovenPoints(file);
  for (const [index, point] of points.entries()) {
    const next = wrapped(index === 0 ? 'not proven' : '', point, palette, width);
    const isLast = index === points.length - 1;
    if (lines.length + next.length > room - (isLast ? 0 : 1)) {
      lines.push(labelled('', `and ${points.length - index} more`, palette, width));
      break;
    }
    lines.push(...next);
  }
  return lines;
}

/** One line, whatever its length: what is cut off here stands in the JSON report. */
const labelled = (label: string, value: string, palette: Palette, width: number): string =>
  `  ${palette.faint(label.padEnd(LABEL))}  ${cut(value, width - LABEL - 4)}`;

function wrapped(label: string, value: string, palette: Palette, width: number): readonly string[] {
  const [first = '', ...rest] = wrap(printable(value), width, LABEL + 4, LABEL + 4);
  return [`  ${palette.faint(label.padEnd(LABEL))}  ${first}`, ...rest];
}

function cut(text: string, room: number): string {
  const safe = printable(text);
  return safe.length > room ? `${safe.slice(0, room - 1)}…` : safe;
}

const day = (time: Date): string => time.toISOString().slice(0, 10);

const moment = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
