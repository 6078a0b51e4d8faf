import { expect, it } from 'vitest';
import { ShellWordsFault, splitShellWords } from '../../src/packaging/shell-words.ts';

it.each<[string, string, readonly string[]]>([
  ['nothing', '', []],
  ['blanks', ' \t\r\n', []],
  ['words', 'a  b\tc', ['a', 'b', 'c']],
  ['double quotes', '"a b" c', ['a b', 'c']],
  ['single quotes', "'a \"b' c", ['a "b', 'c']],
  ['quotes inside a word', 'a"b c"d', ['ab cd']],
  ['an empty word', "'' a", ['', 'a']],
  ['a backslash before a blank', 'a\\ b', ['a b']],
  ['a backslash before a quote', 'a\\"b', ['a"b']],
  ['a backslash in single quotes', "'a\\b'", ['a\\b']],
  ['an escaped quote in double quotes', '"a\\"b"', ['a"b']],
  ['an escaped backslash in double quotes', '"a\\\\b"', ['a\\b']],
  ['another backslash in double quotes', '"a\\nb"', ['a\\nb']],
  ['a hash, which is no comment here', 'a #b', ['a', '#b']],
  ['characters that a shell would act on', '$A `b` * ; |', ['$A', '`b`', '*', ';', '|']],
])('splitShellWords takes %s', (_what, text, expected) => {
  expect(splitShellWords(text)).toEqual(expected);
});

it.each([
  ['an open double quote', '"a'],
  ['an open single quote', "a 'b"],
  ['a backslash at the end', 'a\\'],
  ['a backslash at the end of an open quote', '"a\\'],
])('splitShellWords refuses %s', (_what, text) => {
  expect(() => splitShellWords(text)).toThrow(ShellWordsFault);
});
