import { describe, expect, it } from 'vitest';
import { chooseAction, takeOwnWords } from '../../src/cli/own-words.ts';

const FORM = {
  flags: ['--force'],
  values: { '--format': ['text', 'json'], '--output': null },
  lists: ['--path'],
};

describe('takeOwnWords', () => {
  it.each([
    ['a flag', ['show', '--force', '-q'], ['show', '-q'], ['--force'], []],
    ['a value in the next word', ['--format', 'json', 'x'], ['x'], [], [['--format', 'json']]],
    ['a value behind an equals sign', ['x', '--format=text'], ['x'], [], [['--format', 'text']]],
    ['the last of two values', ['--format=text', '--format', 'json'], [], [], [['--format', 'json']]],
    ['a value that may be anything', ['--output', '--force'], [], [], [['--output', '--force']]],
    ['a longer option', ['--force-reinstall', '--formats'], ['--force-reinstall', '--formats'], [], []],
    ['a flag with a value, which is none of ours', ['--force=yes'], ['--force=yes'], [], []],
    ['what every object has', ['--constructor', 'toString'], ['--constructor', 'toString'], [], []],
    ['nothing behind two dashes', ['a', '--', '--force'], ['a', '--', '--force'], [], []],
  ])('takes %s', (_reason, words, rest, flags, values) => {
    const taken = takeOwnWords(words, FORM);
    expect({ rest: taken.rest, flags: [...taken.flags], values: [...taken.values] }).toEqual({
      rest,
      flags,
      values,
    });
  });

  it('takes each value of what may be given several times', () => {
    const { rest, lists } = takeOwnWords(['--path', 'a', 'x', '--path=b', '--', '--path=c'], FORM);
    expect(lists.get('--path')).toEqual(['a', 'b']);
    expect(rest).toEqual(['x', '--', '--path=c']);
  });

  it.each([
    ['no value of a list', ['--path']],
    ['no value', ['--format']],
    ['an empty value', ['--format=']],
    ['a value that is not among its own', ['--format', 'xml']],
  ])('refuses %s', (_reason, words) => {
    expect(() => takeOwnWords(words, FORM)).toRefuse('usage.option');
  });
});

describe('chooseAction', () => {
  const choose = (word: string | undefined) => chooseAction('trust', word, ['show', 'update']);

  it('knows its own', () => {
    expect(choose('update')).toBe('update');
  });

  it.each([
    ['nothing', undefined, 'Say show or update'],
    ['a misspelt one', 'updat', 'Did you mean "trust update"?'],
    ['any other', 'requests', 'Say show or update'],
  ])('refuses %s', (_reason, word, hint) => {
    expect(() => choose(word)).toRefuse('usage.command');
    expect(() => choose(word)).toThrow(expect.objectContaining({ hint }));
  });
});
