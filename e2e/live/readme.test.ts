import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectDone } from '../support/output.ts';
import { makeLiveSandbox } from '../support/sandbox.ts';

const README = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');

/** The words behind `npx safe-install` of the README's set-up commands. */
const COMMANDS = [...README.matchAll(/^ {4}npm ci && npx safe-install (.+)$/gm)].map((match) =>
  (match[1] ?? '').split(' '),
);

describe('the README', () => {
  it('has the command that installs a real package', () => {
    expect(COMMANDS).toEqual([['--python', '.venv', 'requests']]);
  });

  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))(
    'does what it says: %s',
    async (_line, words) => {
      const sandbox = await makeLiveSandbox({ installer: 'pip' });
      expectDone(await sandbox.run(words.map((word) => (word === '.venv' ? sandbox.venv : word))));
      expect((await sandbox.freeze()).map((line) => line.split('==')[0])).toContain('requests');
    },
  );
});
