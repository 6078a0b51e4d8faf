import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/errors/index.ts';

const KEYS = ['repository', 'workflow', 'environment', 'ref'];

describe('nearestWord', () => {
  it.each([
    ['a letter that is missing', 'repostory', 'repository'],
    ['a letter too many', 'workfloww', 'workflow'],
    ['another letter', 'workflaw', 'workflow'],
    ['two letters that have changed places', 'environemnt', 'environment'],
    ['the word itself', 'ref', 'ref'],
    ['more than a third of the letters', 'rxx', undefined],
    ['a word like none', 'publisher', undefined],
    ['nothing', '', undefined],
    ['65 letters', 'r'.repeat(65), undefined],
  ])('%s', (_reason, word, expected) => {
    expect(nearestWord(word, KEYS)).toBe(expected);
  });

  it('is not found where more letters are wrong than are told to be', () => {
    expect(nearestWord('repostoryy', KEYS, 1)).toBeUndefined();
    expect(nearestWord('repostory', KEYS, 1)).toBe('repository');
    expect(nearestWord('rxx', KEYS, 2)).toBeUndefined();
  });

  it('takes the first of two that are equally near', () => {
    expect(nearestWord('abx', ['aby', 'abz'])).toBe('aby');
  });
});
