import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { DIFFERENCES, type DifferenceName } from './differences.ts';
import { PIP_GROUPS, UV_GROUPS } from './groups.ts';
import { differencesPage } from './page.ts';

const cases = [...PIP_GROUPS, ...UV_GROUPS]
  .filter(({ title }) => !title.startsWith('traces'))
  .flatMap((group) => group.cases);

it('docs/differences.md is written from the tables (to write it: vitest -u)', async () => {
  await expect(differencesPage()).toMatchFileSnapshot(
    resolve(import.meta.dirname, '../../docs/differences.md'),
  );
});

it('every difference has a case that is not of the recorded traces', () => {
  const shown = new Set(cases.map(({ differs }) => differs));
  const names = Object.keys(DIFFERENCES) as DifferenceName[];
  expect(names.filter((name) => !shown.has(name))).toEqual([]);
});

it('cases are told apart by their names', () => {
  for (const { cases: own, title } of [...PIP_GROUPS, ...UV_GROUPS]) {
    const names = own.map(({ name }) => name);
    expect([title, names.filter((name, at) => names.indexOf(name) !== at)]).toEqual([title, []]);
  }
});

it('there are enough of them', () => {
  const count = (groups: typeof PIP_GROUPS): number =>
    groups.flatMap((group) => group.cases).flatMap(({ before = [] }) => [1, ...before]).length;
  console.log(`side by side: ${count(PIP_GROUPS)} command lines of pip, ${count(UV_GROUPS)} of uv`);
  expect(count(PIP_GROUPS)).toBeGreaterThan(150);
  expect(count(UV_GROUPS)).toBeGreaterThan(40);
});
