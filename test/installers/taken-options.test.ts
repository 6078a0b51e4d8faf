import { describe, expect, it } from 'vitest';
import { checkTaken, withoutFirstWord } from '../../src/installers/taken-options.ts';

describe('options of a command that installs nothing', () => {
  it.each([
    [['-qv', '--python', 'python3', '--no-color', '--isolated']],
    [['--policy', 'p.toml', '--ci', '--require-provenance', '--min-age=P3D']],
    [['--proxy', 'http://127.0.0.1:1', '--offline', '--timeout=3']],
    [['--', '--target']],
  ])('are taken: %j', (words) => {
    expect(() => checkTaken(['show', ...words], {}, 'trust show', ['policy', 'network'])).not.toThrow();
  });

  it.each([
    ['one about the environment', ['--target', 'lib']],
    ['one about what is chosen', ['-U']],
    ['one that names requirements', ['-rrequirements.txt']],
    ['one of another kind', ['--proxy', 'http://127.0.0.1:1']],
    ['one that does not exist', ['--frobnicate']],
    ['one of uv', ['--installer=uv', '--overrides', 'o.txt']],
  ])('are refused: %s', (_, words) => {
    expect(() => checkTaken(['show', ...words], {}, 'policy show', ['policy'])).toRefuse('usage.option');
  });

  it('are told with the nearest that is taken, or where to look', () => {
    const hintOf = (word: string): unknown => {
      try {
        return checkTaken([word], {}, 'trust show', ['policy', 'network']);
      } catch (error) {
        return (error as { hint?: string }).hint;
      }
    };
    expect(hintOf('--pre')).toBe('Leave it out; "safe-install trust --help" lists what it takes');
    expect(hintOf('--no-compile')).toMatch(/^(?:Did you mean "--|Leave it out)/);
  });
});

describe('the word that says what to do', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['init'], []],
    [
      ['--policy', 'init', 'init'],
      ['--policy', 'init'],
    ],
    [
      ['-q', 'pin', 'pin'],
      ['-q', 'pin'],
    ],
    [['--', 'init'], ['--']],
    [
      [' ', 'init', 'a'],
      [' ', 'a'],
    ],
    [['-q'], ['-q']],
  ])('is taken out of %j', (words, rest) => {
    expect(withoutFirstWord(words, {})).toEqual(rest);
  });
});
