import { projectFiles } from '../buildable.ts';
import type { Case } from '../case.ts';

const MINE = projectFiles('mine', 'mine', '1.0');

const BOXED = 'git+file://{repository}@v1.0#subdirectory=python';
const EGG = 'git+file://{repository}@v1.0#egg=boxed&subdirectory=python';

/** Projects that are no files: in folders, and in repositories. */
export const PROJECT_CASES: readonly Case[] = [
  { name: 'a project in a folder with an extra', words: './mine[cards]', files: MINE },
  { name: 'an editable project', words: '-e ./mine', files: MINE },
  { name: 'an editable project with an extra', words: '-e ./mine[cards]', files: MINE },
  { name: 'an editable project by its bare name', words: '-e mine', files: MINE },
  { name: 'an editable project by a file address', words: '-e file://{project}/mine', files: MINE },
  { name: 'a project by a name and a file address', words: ['mine @ file://{project}/mine'], files: MINE },
  {
    name: 'projects in a requirements file',
    words: '-r r.txt',
    files: { ...MINE, ...projectFiles('other', 'other', '3.0'), 'r.txt': '-e ./mine\n./other[cards]\n' },
  },
  {
    name: 'a project in place of the same that was editable',
    words: './mine',
    files: MINE,
    before: [{ words: '-e ./mine', files: MINE }],
  },
  {
    name: 'an editable project in place of the same that was not',
    words: '-e ./mine',
    files: MINE,
    before: [{ words: './mine', files: MINE }],
  },
  { name: 'a project under another name', words: ['shop @ file://{project}/mine'], files: MINE },
  { name: 'an editable project that is not there', words: '-e ./none' },
  { name: 'a project where hashes are demanded', words: '--require-hashes ./mine', files: MINE },
  { name: 'a repository at a tag', words: BOXED },
  { name: 'a repository at a tag, with a name and an extra', words: [`boxed[cards] @ ${BOXED}`] },
  {
    name: 'a repository at a branch',
    words: ['boxed @ git+file://{repository}@main#subdirectory=python'],
  },
  {
    name: 'a repository at a commit',
    words: 'git+file://{repository}@{commit}#subdirectory=python',
  },
  { name: 'a repository as it is', words: 'git+file://{repository}#subdirectory=python' },
  { name: 'a repository at no such revision', words: 'git+file://{repository}@v7#subdirectory=python' },
  { name: 'a repository without the subdirectory', words: 'git+file://{repository}@v1.0' },
  { name: 'no repository', words: 'git+file://{project}/none' },
  { name: 'a repository under another name', words: 'git+file://{repository}#egg=shop&subdirectory=python' },
  {
    name: 'a repository in a requirements file',
    words: '-r r.txt',
    files: { 'r.txt': `boxed @ ${BOXED}\n` },
  },
  { name: 'a repository where hashes are demanded', words: `--require-hashes ${BOXED}` },
  { name: 'an editable repository', words: ['-e', EGG] },
  { name: 'an editable repository by a name', words: ['-e', `boxed @ ${BOXED}`] },
  { name: 'an editable repository in a folder of its own', words: ['--src', 'sources', '-e', EGG] },
  { name: 'an editable repository without a name', words: ['-e', BOXED] },
  {
    name: 'editable repositories in a requirements file',
    words: '-r r.txt',
    files: { 'r.txt': `-e ${EGG}\n` },
  },
  {
    name: 'an editable repository at another revision than before',
    words: ['-e', 'git+file://{repository}@main#egg=boxed&subdirectory=python'],
    before: [{ words: ['-e', EGG] }],
  },
];

/** The same with uv, where it reads them in another way. */
export const UV_PROJECT_CASES: readonly Case[] = [
  { name: 'a project in a folder with an extra', words: './mine[cards]', files: MINE, differs: 'uv-notes' },
  { name: 'an editable project', words: '-e ./mine', files: MINE, differs: 'uv-notes' },
  {
    name: 'projects in a requirements file',
    words: '-r r.txt',
    files: { ...MINE, 'r.txt': '-e ./mine\n' },
    differs: 'uv-notes',
  },
  { name: 'a repository at a tag', words: [`boxed @ ${BOXED}`], differs: 'uv-notes' },
  {
    name: 'a repository at a commit',
    words: 'git+file://{repository}@{commit}#subdirectory=python',
    differs: 'uv-notes',
  },
  { name: 'a repository at no such revision', words: ['boxed @ git+file://{repository}@v7'] },
  { name: 'an editable repository', words: ['-e', EGG] },
];
