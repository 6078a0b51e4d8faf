import { describe, expect, it } from 'vitest';
import { optionIndex } from '../../src/installers/option-index.ts';
import { parseWords } from '../../src/installers/parse-words.ts';

const parse = (words: readonly string[], command: 'install' | 'download' = 'install') => {
  const { positionals, occurrences } = parseWords(words, optionIndex(command));
  return { positionals, given: occurrences.map(({ option, value }) => [option.name, value]) };
};

describe('parseWords', () => {
  it.each<[string, string[], string[], [string, string | boolean][]]>([
    ['no words', [], [], []],
    ['words only', ['a', 'b>=1'], ['a', 'b>=1'], []],
    [
      'options between words',
      ['a', '-U', 'b', '--pre', 'c'],
      ['a', 'b', 'c'],
      [
        ['--upgrade', true],
        ['--pre', true],
      ],
    ],
    ['a value after a space', ['--index-url', 'u'], [], [['--index-url', 'u']]],
    ['a value after an equals sign', ['--index-url=u'], [], [['--index-url', 'u']]],
    ['an equals sign in a value', ['--index-url=u?a=b'], [], [['--index-url', 'u?a=b']]],
    ['an empty value', ['--proxy=', 'a'], ['a'], [['--proxy', '']]],
    ['a value that looks like an option', ['-r', '--pre'], [], [['--requirement', '--pre']]],
    ['a short option with its value attached', ['-rreq.txt'], [], [['--requirement', 'req.txt']]],
    [
      'an equals sign after a short option, which belongs to the value',
      ['-r=x'],
      [],
      [['--requirement', '=x']],
    ],
    [
      'two short flags in one word',
      ['-qU'],
      [],
      [
        ['--quiet', true],
        ['--upgrade', true],
      ],
    ],
    [
      'short flags before a short option with a value',
      ['-qUrreq.txt'],
      [],
      [
        ['--quiet', true],
        ['--upgrade', true],
        ['--requirement', 'req.txt'],
      ],
    ],
    [
      'short flags before a short option with the next word',
      ['-qr', 'req.txt'],
      [],
      [
        ['--quiet', true],
        ['--requirement', 'req.txt'],
      ],
    ],
    ['an abbreviation', ['--no-ind'], [], [['--no-index', true]]],
    [
      'an abbreviation with a value',
      ['--extra-index', 'u', '--index=v'],
      [],
      [
        ['--extra-index-url', 'u'],
        ['--index-url', 'v'],
      ],
    ],
    [
      'an option that begins another one',
      ['--python', 'p', '--pre'],
      [],
      [
        ['--python', 'p'],
        ['--pre', true],
      ],
    ],
    [
      'a further long spelling',
      ['--pypi-url=u', '--default-timeout', '3'],
      [],
      [
        ['--index-url', 'u'],
        ['--timeout', '3'],
      ],
    ],
    [
      'a flag that turns something off',
      ['--no-compile', '--no-user'],
      [],
      [
        ['--no-compile', false],
        ['--no-user', false],
      ],
    ],
    [
      'repeated options',
      ['-f', 'a', '-f', 'b'],
      [],
      [
        ['--find-links', 'a'],
        ['--find-links', 'b'],
      ],
    ],
    ['two dashes', ['a', '--', '--pre', '-r'], ['a', '--pre', '-r'], []],
    ['two dashes after two dashes', ['--', '--'], ['--'], []],
    ['one dash', ['-'], ['-'], []],
    ['an option of our own', ['--installer', 'uv'], [], [['--installer', 'uv']]],
  ])('reads %s', (_reason, words, positionals, given) => {
    expect(parse(words)).toEqual({ positionals, given });
  });

  it.each<[string, string[], string]>([
    ['an unknown option', ['--frobnicate'], 'usage.option'],
    ['an unknown letter', ['-Z'], 'usage.option'],
    ['an unknown letter among known ones', ['-qZ'], 'usage.option'],
    ['an ambiguous abbreviation', ['--no'], 'usage.option'],
    ['two spellings of one option, as optparse does', ['--only-dep'], 'usage.option'],
    ['an abbreviation of our own option', ['--instal', 'uv'], 'usage.option'],
    ['a value for a flag', ['--pre=yes'], 'usage.option'],
    ['a missing value', ['--index-url'], 'usage.option'],
    ['a missing value of a short option', ['-r'], 'usage.option'],
    ['a word that is no choice', ['--upgrade-strategy', 'lazy'], 'usage.option'],
    ['a count that is none', ['--retries', 'many'], 'usage.option'],
    ['a negative count', ['--retries=-1'], 'usage.option'],
    ['half a retry', ['--retries=1.5'], 'usage.option'],
    ['an endless time', ['--timeout=Infinity'], 'usage.option'],
    ['an option of another command', ['--dest', 'x'], 'usage.option'],
    ['the old resolver', ['--use-deprecated=legacy-resolver'], 'usage.unsupported'],
    ['what old versions of pip had', ['--global-option=x'], 'usage.unsupported'],
  ])('refuses %s', (_reason, words, code) => {
    expect(() => parse(words)).toRefuse(code);
  });

  it('takes download options in download, and refuses those of install there', () => {
    expect(parse(['-d', 'x'], 'download').given).toEqual([['--dest', 'x']]);
    expect(() => parse(['--upgrade'], 'download')).toRefuse('usage.option');
  });

  it.each([
    ['--indx-url', '"--index-url"'],
    ['--upgarde', '"--upgrade"'],
    ['-upgrade', '"--upgrade"'],
    ['--instaler', '"--installer"'],
  ])('names the option that %s was meant to be', (word, meant) => {
    expect(() => parse([word])).toThrow(expect.objectContaining({ hint: `Did you mean ${meant}?` }));
  });

  it('guesses at nothing for a word that is like no option', () => {
    expect(() => parse(['--zzzzzz'])).toThrow(expect.objectContaining({ hint: undefined }));
  });

  it('says which options an abbreviation may mean', () => {
    expect(() => parse(['--require'])).toThrow(
      '"--require" may mean "--requirement", "--requirements-from-script", "--require-hashes", "--require-virtualenv", "--require-venv"',
    );
  });
});
