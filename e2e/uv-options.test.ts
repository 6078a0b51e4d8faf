import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { UV_TABLES } from '../src/installers/option-index.ts';
import { SYSTEM_PATH, TOOLS, uvFolder } from './support/tools.ts';

/** `-r, --requirements <REQUIREMENTS>` of a help page: the spellings, and whether there is a value. */
const HELP_LINE = /^ +(?:(-[a-zA-Z]), )?(--[a-z][a-z-]+)(?: <([A-Z_]+)>)?(?:\.\.\.)?(?: {2,}|$)/;

let help = '';
let folder = '';
beforeAll(async () => {
  folder = await uvFolder('uv');
  const { stdout } = await execa('uv', ['pip', 'install', '--help', '--no-config', '--color', 'never'], {
    env: { PATH: [folder, SYSTEM_PATH].join(delimiter), COLUMNS: '200' },
    extendEnv: false,
  });
  help = stdout;
});

const rows = UV_TABLES.flatMap((table) => Object.entries(table));

describe(`the option table of uv pip install and uv ${TOOLS.uv.version}`, () => {
  it('have the same options, with the same letters, with values and without', () => {
    const theirs = help
      .split('\n')
      .map((line) => HELP_LINE.exec(line))
      .filter((match) => match !== null)
      .map(([, short, long, value]) => ({ long, short, takes: value !== undefined }));
    expect(theirs.length).toBeGreaterThan(70);
    const ours = rows.map(([long, row]) => ({ long, short: row.short, takes: row.value !== undefined }));
    expect(theirs.filter(({ long }) => !ours.some((each) => each.long === long))).toEqual([]);
    for (const each of theirs) expect(ours).toContainEqual(each);
  });

  it('agree on what uv takes without showing it', async () => {
    const shown = new Set(help.match(/--[a-z-]+/g));
    const hidden = rows
      .flatMap(([name, { also = [], value }]) => [name, ...also].map((spelling) => ({ spelling, value })))
      .filter(({ spelling }) => !shown.has(spelling));
    expect(hidden.length).toBeGreaterThan(5);
    for (const { spelling, value } of hidden) {
      const words = ['pip', 'install', '--no-config', spelling, ...(value === undefined ? [] : ['x'])];
      const { stderr } = await execa(join(folder, 'uv'), words, { reject: false, env: {}, extendEnv: false });
      expect(stderr, spelling).not.toMatch(/unexpected argument|value is required/);
    }
  });
});
