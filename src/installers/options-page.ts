import type { Fate, OptionRow, OptionTable } from './option.ts';
import { OWN_NAMES } from './option-index.ts';
import { GENERAL_OPTIONS } from './options-general.ts';
import { FORMER_OPTIONS, OWN_OPTIONS } from './options-own.ts';
import { REQUIREMENT_OPTIONS } from './options-requirement.ts';
import { DOWNLOAD_OPTIONS, INSTALL_OPTIONS } from './options-target.ts';
import { ownVariable } from './settings.ts';

/** The version of pip that the table was made from. */
const REFERENCE = '26.3';

const SECTIONS: readonly {
  readonly title: string;
  readonly rows: OptionTable;
  readonly variable: 'PIP' | 'own' | 'none';
}[] = [
  { title: 'What is wanted, and which files may be chosen', rows: REQUIREMENT_OPTIONS, variable: 'PIP' },
  { title: 'Where it goes (`install` only)', rows: INSTALL_OPTIONS, variable: 'PIP' },
  { title: 'Where it goes (`download` only)', rows: DOWNLOAD_OPTIONS, variable: 'PIP' },
  { title: 'Where files come from, and general options', rows: GENERAL_OPTIONS, variable: 'PIP' },
  { title: "safe-install's own", rows: OWN_OPTIONS, variable: 'own' },
  { title: 'Options of older versions of pip', rows: FORMER_OPTIONS, variable: 'none' },
];

/** What the page calls each fate. */
export const FATES: Readonly<Record<Fate, string>> = {
  interpret: 'interpreted',
  'pass on': 'passed on',
  both: 'interpreted, passed on',
  refuse: 'refused',
};

/** Text that may stand in a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|');

/** How an option is written, with its value. */
export function optionSpelling(name: string, row: Pick<OptionRow, 'also' | 'short' | 'value'>): string {
  const names = [...(row.short === undefined ? [] : [row.short]), name, ...(row.also ?? [])];
  return `${names.map((each) => `\`${each}\``).join(', ')}${row.value === undefined ? '' : ` ${cell(row.value)}`}`;
}

function variableOf(name: string, kind: 'PIP' | 'own' | 'none'): string {
  const pip = `PIP_${name.slice(2).toUpperCase().replaceAll('-', '_')}`;
  const names = [
    ...(kind === 'PIP' ? [pip] : []),
    ...(kind !== 'none' && OWN_NAMES.has(name) ? [ownVariable(name)] : []),
  ];
  return names.map((each) => `\`${each}\``).join(', ');
}

const line = (name: string, row: OptionRow, kind: 'PIP' | 'own' | 'none'): string => {
  const does = row.fate === 'refuse' ? `Refused: ${row.does}.` : row.does;
  return `| ${optionSpelling(name, row)} | ${FATES[row.fate]} | ${cell(does)} | ${variableOf(name, kind)} |`;
};

/** The text of `docs/pip-options.md`. */
export function optionsPage(): string {
  const sections = SECTIONS.map(({ title, rows, variable }) =>
    [
      `## ${title}`,
      '',
      '| option | | what happens | variable |',
      '| --- | --- | --- | --- |',
      ...Object.entries(rows).map(([name, row]) => line(name, row, variable)),
    ].join('\n'),
  );
  return `${[
    '# What happens to each option of pip',
    `Written from the option table in \`src/installers/\`; a test keeps it true. The reference is pip ${REFERENCE}.
None is dropped: an option is *interpreted* by safe-install, *passed on* to the installer at the hand-over, or *refused*
with the reason. Options are read as pip reads them: anywhere on the line, \`--option=value\` or \`--option value\`,
\`-qU\` for \`-q -U\`, \`-rFILE\`, abbreviated as long as one option fits, repeated. Nothing after \`--\` is an option.`,
    `Settings have the order that pip gives them: the command line, then variables, then configuration files, \`[install]\`
or \`[download]\` before \`[global]\`. With uv as the installer, uv's variables and files are read in place of pip's,
and its words are understood: [docs/uv-options.md](uv-options.md).
A flag that turns something off takes the value of the thing in a file or a variable: \`PIP_NO_COMPILE=false\` means that
nothing is compiled. The installer itself sees neither variables nor files: only what stands here as passed on.`,
    ...sections,
  ].join('\n\n')}\n`;
}
