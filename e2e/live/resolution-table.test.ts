import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expectDone } from '../support/output.ts';
import { makeLiveSandbox } from '../support/sandbox.ts';

/** Command lines whose answer has to be the one of pip on the same interpreter. */
const COMMAND_LINES: readonly (readonly string[])[] = [
  ['requests'],
  ['flask'],
  ['fastapi'],
  ['jupyterlab'],
  ['pandas'],
  ['black'],
  ['sphinx'],
  ['boto3'],
  ['httpx[http2,cli]'],
  ['apache-superset', '--only-binary', ':all:'],
];

interface Report {
  readonly install: readonly {
    readonly metadata: { readonly name: string; readonly version: string };
    readonly download_info: { readonly url: string };
  }[];
}

/** `name==version file` of each distribution, sorted: the same version from another file is another answer. */
function pinsOf(text: string): string[] {
  const { install } = JSON.parse(text) as Report;
  return install
    .map(({ metadata, download_info: { url } }) => {
      const name = metadata.name.toLowerCase().replaceAll(/[-_.]+/g, '-');
      const file = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
      return `${name}==${metadata.version} ${file}`;
    })
    .sort();
}

describe('the answer of the resolver', () => {
  const rows: string[] = [];

  const row = (what: string, ...counts: readonly (number | string)[]): string =>
    `${what.padEnd(40)}${counts.map((count) => String(count).padStart(6)).join('')}`;

  it.each(COMMAND_LINES.map((words) => [words.join(' '), words] as const))(
    'is the one of pip for %s',
    async (title, words) => {
      const sandbox = await makeLiveSandbox({ installer: 'pip' });
      const args = ['install', '--dry-run', '--quiet', '--ignore-installed', '--report'];
      const pip = await sandbox.program(sandbox.python, ['-m', 'pip', ...args, 'pip.json', ...words]);
      const own = await sandbox.run([...args, 'own.json', ...words]);
      if (pip.exitCode !== 0) {
        // no answer is an answer, too, and for now the one to what only source distributions would complete
        expect(pip.stderr).toMatch(/No matching distribution found|ResolutionImpossible/);
        expect(own.exitCode, own.stderr).toBe(4);
        rows.push(row(title, 'none', 'none', 'none'));
        return;
      }
      expectDone(own);
      const pinsOfFile = async (name: string) => pinsOf(await readFile(join(sandbox.project, name), 'utf8'));
      const [expected, actual] = [await pinsOfFile('pip.json'), await pinsOfFile('own.json')];
      const same = expected.filter((pin) => actual.includes(pin)).length;
      rows.push(row(title, expected.length, actual.length, same));
      expect(actual).toEqual(expected);
    },
  );

  afterAll(() => {
    process.stdout.write(`\n${[row('requirement', 'pip', 'own', 'same'), ...rows].join('\n')}\n`);
  });
});
