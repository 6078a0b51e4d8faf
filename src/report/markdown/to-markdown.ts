import { describeFailure } from '../facts/describe-failure.ts';
import { describeFile, type FileDescription } from '../facts/describe-file.ts';
import { describeEffectivePolicy, type PolicyLineDescription } from '../facts/describe-policy.ts';
import { ageOf, describeTrust } from '../facts/describe-trust.ts';
import { alone, type ErrorGroup, groupErrors } from '../facts/group-errors.ts';
import type { ReportContent } from '../facts/report-content.ts';
import { headline } from '../headline.ts';
import { count } from '../layout.ts';
import { evidenceWords, VERDICT_SIGNS, vouching } from '../verdict-words.ts';
import { codeText, proseText } from './escape.ts';

/** More than anybody reads here; the other formats have them all. */
const MOST_FILES = 500;
const MOST_PROBLEMS = 50;
const MOST_FACTS = 12;
const MOST_SUBJECTS = 200;
const MOST_POLICY_LINES = 100;

/** UTF-16 code units of each of the four lists: GitHub takes 1 MiB of summary from a step, or nothing at all. */
const LARGEST_LIST = 80_000;

/** Characters of one foreign sentence. */
const LONGEST_SENTENCE = 1_000;

/** Rows that are shown without a click. */
const MOST_OPEN = 25;

/**
 * `--report-format markdown`, and the summary of a job on GitHub: what was refused first, then what was not proven, then
 * every file.
 *
 * @returns text that ends with a newline; what came from outside can make no markup in it.
 */
export function toMarkdown(content: ReportContent): string {
  const files = content.verified.map(describeFile);
  const warnings = files.flatMap((file) => file.warnings.map((error) => ({ file, error })));
  const { title, counts } = headline(content);
  const blocks = [
    `### safe-install: ${title}`,
    counts,
    itemsOf(groupErrors(content.failures), (group) => failureItem(group, content.plan), MOST_PROBLEMS),
    warnings.length === 0 ? '' : `#### ${count(warnings.length, 'warning')}`,
    itemsOf(
      warnings,
      ({ file, error }) => problem('!', alone(error), `${file.name} ${file.version}`),
      MOST_PROBLEMS,
    ),
    files.length === 0 ? '' : folded(fileTable(files), files.length > MOST_OPEN ? 'All files' : null),
    conditions(content),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** As many items as there is room for, and how many there are beside them. */
function itemsOf<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  most: number,
  rest: (amount: number) => string = (amount) => `- and ${amount} more`,
): string {
  const lines: string[] = [];
  let room = LARGEST_LIST;
  for (const item of items.slice(0, most)) {
    const text = textOf(item);
    room -= text.length;
    if (room < 0) break;
    lines.push(text);
  }
  const left = items.length - lines.length;
  return [...lines, ...(left > 0 ? [rest(left)] : [])].join('\n');
}

function failureItem(group: ErrorGroup, plan: ReportContent['plan']): string {
  const [first, ...others] = group.errors;
  const { kind, candidate } = describeFailure(first, plan);
  const sign = VERDICT_SIGNS[kind === 'refused' ? 'refused' : 'unverifiable'];
  const release = candidate === null ? first.subject : `${candidate.name} ${candidate.version}`;
  if (others.length === 0) return problem(sign, group, release);
  const subjects = group.errors.map(({ subject }) => codeText(subject ?? ''));
  const more = subjects.length - MOST_SUBJECTS;
  const named = [...subjects.slice(0, MOST_SUBJECTS), ...(more > 0 ? [`and ${more} more`] : [])];
  return problem(sign, group, `${subjects.length} files`, [`  - ${named.join(', ')}`]);
}

/** One failure or warning as an item of a list, with its facts below it. */
function problem(
  sign: string,
  { errors: [error], facts }: ErrorGroup,
  about: string | undefined,
  names: readonly string[] = [],
): string {
  const shown = facts
    .slice(0, MOST_FACTS)
    .map(
      ({ label, value, origin }) =>
        `  - ${proseText(label)}: ${codeText(value)}${origin === undefined ? '' : ` (${codeText(origin)})`}`,
    );
  return [
    `- ${sign} ${about === undefined ? '' : `**${proseText(about)}**: `}${proseText(error.message, LONGEST_SENTENCE)} (${codeText(error.code)})`,
    ...names,
    ...shown,
    ...(facts.length > MOST_FACTS ? [`  - and ${facts.length - MOST_FACTS} more`] : []),
    ...(error.hint === undefined ? [] : [`  - *${proseText(error.hint, LONGEST_SENTENCE)}*`]),
  ].join('\n');
}

const fileTable = (files: readonly FileDescription[]): string =>
  [
    '| | file | evidence | publisher | named by |',
    '| - | - | - | - | - |',
    itemsOf(files, row, MOST_FILES, (amount) => `| | and ${amount} more | | | |`),
  ].join('\n');

const row = (file: FileDescription): string =>
  `| ${[
    VERDICT_SIGNS[file.evidence.kind],
    codeText(file.filename),
    evidenceWords(file),
    codeText(vouching(file)),
    file.namedBy === null ? '' : codeText(file.namedBy),
  ].join(' | ')} |`;

/** Under which policy and which trust roots it was decided. */
function conditions({ policy, trust, at, ci }: ReportContent): string {
  if (policy === null) return '';
  const { sha256, lines } = describeEffectivePolicy(policy);
  const policyLine = ({ section, text, origin }: PolicyLineDescription): string =>
    `- ${section === '' ? '' : `${codeText(section)} `}${codeText(text)} (${codeText(origin)})`;
  const roots = trust
    .map(describeTrust)
    .map(
      (root) =>
        `- trust root ${codeText(root.name)}, ${ageOf(root, at)}, ${codeText(`sha256:${root.sha256}`)}`,
    );
  const mode = ci === 'off' ? '' : ', with what holds for continuous integration';
  return folded(
    [
      itemsOf(lines, policyLine, MOST_POLICY_LINES, (amount) => `- and ${amount} more lines`),
      ...roots,
      `- policy ${codeText(`sha256:${sha256}`)}${mode}`,
    ].join('\n'),
    'Policy and trust roots',
  );
}

/** Behind a click, where there is a title. */
const folded = (text: string, title: string | null): string =>
  title === null ? text : `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
