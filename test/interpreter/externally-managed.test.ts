import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseExternallyManaged, readExternallyManaged } from '../../src/interpreter/externally-managed.ts';

const MANAGED = `[externally-managed]
# a comment
Error=Use the system's packages,
 as in:

   system-install python-acme

 Thank you.
Error-de=Nimm die Pakete des Systems
Error-pt_BR : Use os pacotes

[other]
Error=no
`;

const WITHOUT_WORDS = expect.stringContaining('manages its packages itself');

describe('parseExternallyManaged', () => {
  it.each<[string, string, Record<string, string>, unknown]>([
    [
      'the words for everybody',
      MANAGED,
      {},
      "Use the system's packages,\nas in:\n\nsystem-install python-acme\n\nThank you.",
    ],
    ['a language', MANAGED, { LANG: 'de_DE.UTF-8' }, 'Nimm die Pakete des Systems'],
    ['a language without a country', MANAGED, { LC_ALL: 'de' }, 'Nimm die Pakete des Systems'],
    ['a language with its country', MANAGED, { LC_MESSAGES: 'pt_BR@x' }, 'Use os pacotes'],
    ['another country', MANAGED, { LANG: 'pt_PT' }, expect.stringContaining('system-install')],
    [
      'what stands first among the variables',
      MANAGED,
      { LANG: 'de', LC_ALL: 'C' },
      expect.stringContaining('system-install'),
    ],
    ['CRLF', '[externally-managed]\r\nError=No\r\n way\r\n', {}, 'No\nway'],
    ['no words', '[externally-managed]\n', {}, WITHOUT_WORDS],
    ['empty words', '[externally-managed]\nError=\n', {}, WITHOUT_WORDS],
    ['another section', '[x]\nError=no\n', {}, WITHOUT_WORDS],
    ['nothing', '', {}, WITHOUT_WORDS],
    ['no INI file', '\u0000\u0001=\n==\n[', {}, WITHOUT_WORDS],
  ])('reads %s', (_what, text, environment, expected) => {
    expect(parseExternallyManaged(text, environment)).toEqual(expected);
  });
});

describe('readExternallyManaged', () => {
  it('asks the folder of the standard library, but for a virtual environment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'managed-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    expect(await readExternallyManaged(folder, false, {})).toBeNull();
    await writeFile(join(folder, 'EXTERNALLY-MANAGED'), '[externally-managed]\nError=No\n');
    expect(await readExternallyManaged(folder, false, {})).toBe('No');
    expect(await readExternallyManaged(folder, true, {})).toBeNull();
  });
});
