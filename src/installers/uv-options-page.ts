import { UV_TABLES } from './option-index.ts';
import { cell, FATES, optionSpelling } from './options-page.ts';
import type { UvRow } from './uv-option.ts';

/** The version of uv that the table was made from. */
const REFERENCE = '0.13';

const TITLES = [
  'What is wanted, and which files may be chosen',
  'Where files come from',
  'Where they go, and how',
  'General options',
];

/** Values that are not taken, each with its reason. */
const refusedValues = ({ values = {} }: UvRow): string =>
  Object.entries(values)
    .flatMap(([value, meant]) =>
      'refused' in meant ? [` Refused: \`${value}\`, since ${meant.refused}.`] : [],
    )
    .join('');

const line = (name: string, row: UvRow): string => {
  const does = row.fate === 'refuse' ? `Refused: ${row.does}.` : `${row.does}${refusedValues(row)}`;
  return `| ${optionSpelling(name, row)} | ${FATES[row.fate]} | ${cell(does)} |`;
};

/** The text of `docs/uv-options.md`. */
export function uvOptionsPage(): string {
  const sections = UV_TABLES.map((rows, at) =>
    [
      `## ${TITLES[at]}`,
      '',
      '| option | | what happens |',
      '| --- | --- | --- |',
      ...Object.entries(rows).map(([name, row]) => line(name, row)),
    ].join('\n'),
  );
  return `${[
    '# What happens to each option of `uv pip install`',
    `Written from the option table in \`src/installers/\`; a test keeps it true. The reference is uv ${REFERENCE}.
These words are read where uv is the installer: with \`--installer uv\` (or \`SAFE_INSTALL_INSTALLER=uv\`) on the line,
in \`safe-install uv pip install …\`, and through the shims. None is dropped: an option is *interpreted* by safe-install,
*passed on* to uv at the hand-over, or *refused* with the reason.`,
    `The options of pip are read beside them, as [docs/pip-options.md](pip-options.md) has them; where both have a
spelling, it means what it means to uv. Options are written as for pip: they may be abbreviated where one of pip's fits.
uv's variables and files are read in place of pip's: those of its files and variables that say where files come from,
which may be chosen, and what is demanded of them. \`--no-config\` and \`--config-file\` decide about the files as they do
for uv; with \`--isolated\` neither files nor variables are read.`,
    ...sections,
  ].join('\n\n')}\n`;
}
