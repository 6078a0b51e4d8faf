import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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

  it.each(COMMAND_LINES)('is the one of pip for %s %s %s', async (...words) => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    const args = ['install', '--dry-run', '--quiet', '--ignore-installed', '--report'];
    const pip = await sandbox.program(sandbox.python, ['-m', 'pip', ...args, 'pip.json', ...words]);
    const own = await sandbox.run([...args, 'own.json', ...words]);
    expect({ pip: pip.exitCode, own: own.exitCode }, own.stderr + pip.stderr).toEqual({ pip: 0, own: 0 });
    const pinsOfFile = async (name: string) => pinsOf(await readFile(join(sandbox.project, name), 'utf8'));
    const [expected, actual] = [await pinsOfFile('pip.json'), await pinsOfFile('own.json')];
    const same = expected.filter((pin) => actual.includes(pin)).length;
    rows.push(
      `${words.join(' ').padEnd(40)} ${String(expected.length).padStart(4)} ${String(actual.length).padStart(4)} ${String(same).padStart(4)}`,
    );
    expect(actual).toEqual(expected);
  });

  afterAll(() => {
    const head = `${'requirement'.padEnd(40)}  pip  own same`;
    process.stdout.write(`\n${[head, ...rows].join('\n')}\n`);
  });
});
