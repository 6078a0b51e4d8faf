import { type Case, wordsOf } from './case.ts';
import { DIFFERENCES, type Difference, type DifferenceName } from './differences.ts';
import { type Group, PIP_GROUPS, UV_GROUPS } from './groups.ts';

/** A case as one would type it. */
const typed = (program: string, { words }: Case): string => {
  const all = wordsOf(words).map((word) => (word.includes(' ') ? `'${word}'` : word));
  const command = all.some((word) => word === 'install' || word === 'download') ? [] : ['install'];
  return `${program} ${[...command, ...all].join(' ')}`;
};

const casesOf = (groups: readonly Group[], name: DifferenceName): readonly Case[] =>
  groups
    .filter(({ title }) => !title.startsWith('traces'))
    .flatMap(({ cases }) => cases)
    .filter(({ differs }) => differs === name);

function section(program: string, groups: readonly Group[], name: DifferenceName): string {
  const { title, theirs, ours, because }: Difference = DIFFERENCES[name];
  return [
    `### ${title}`,
    '',
    `${program.split(' ')[0]} ${theirs}. safe-install ${ours}: ${because}.`,
    '',
    ...casesOf(groups, name).map((each) => `    ${typed(program, each)}    # ${each.name}`),
  ].join('\n');
}

function sections(program: string, groups: readonly Group[]): readonly string[] {
  const names = new Set(groups.flatMap(({ cases }) => cases.flatMap(({ differs }) => differs ?? [])));
  return (Object.keys(DIFFERENCES) as DifferenceName[])
    .filter((name) => names.has(name))
    .map((name) => section(program, groups, name));
}

/** The text of `docs/differences.md`, but for how many command lines were compared: that depends on what data there is. */
export function differencesPage(): string {
  return `${[
    '# Where safe-install differs from pip and uv',
    `Both are run side by side in \`e2e/differential/\`: the same command line, the same index, the same environment, the
same paths. Exit codes, \`pip freeze\`, entry points and every file of the environment, byte for byte (bytecode by its
name), have to be equal. What is not equal stands here, and nowhere else: a case that shows another difference fails,
and so does one whose difference is gone. This page is written from the tables of the test.`,
    '## pip',
    ...sections('pip', PIP_GROUPS),
    '## uv',
    ...sections('uv pip', UV_GROUPS),
  ].join('\n\n')}\n`;
}
