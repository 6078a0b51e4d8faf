import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { type TomlPath, TomlPositions } from '../../../src/packaging/toml/toml-positions.ts';

/** What stands at a path: the marked text of its key, and of its value. */
function marked(text: string, path: TomlPath): readonly [string, string] {
  const positions = new TomlPositions(text);
  const of = (wanted: 'key' | 'value') => {
    const { start, end } = positions.find(path, wanted);
    return text.slice(start, end);
  };
  return [of('key'), of('value')];
}

describe('TomlPositions', () => {
  it.each<readonly [string, string, TomlPath, string, string]>([
    ['a number', 'a = 1', ['a'], 'a', '1'],
    ['a comment behind it', 'a = 1 # b = 2', ['a'], 'a', '1'],
    ['a key after comments and blank lines', '# a = 0\n\n \t# x\na = 1', ['a'], 'a', '1'],
    ['Windows line ends', 'a = 1\r\nb = 2\r\n', ['b'], 'b', '2'],
    ['a byte order mark', '\ufeffa = 1', ['a'], 'a', '1'],
    ['a string with what looks like a comment', 'a = "# x" # y', ['a'], 'a', '"# x"'],
    ['an escaped quote', String.raw`a = "x\"y" # z`, ['a'], 'a', String.raw`"x\"y"`],
    ['an escaped backslash at the end', String.raw`a = "x\\" # "`, ['a'], 'a', String.raw`"x\\"`],
    ['a literal string, where a backslash is none', String.raw`a = 'x\' # '`, ['a'], 'a', String.raw`'x\'`],
    ['an empty string', 'a = ""\nb = 1', ['b'], 'b', '1'],
    ['a text of several lines', 'a = """\nb = 1\n"""\nc = 2', ['c'], 'c', '2'],
    ['a literal text of several lines', "a = '''\nb = 1\n'''\nc = 2", ['c'], 'c', '2'],
    ['quotes before the closing ones', 'a = """x"""""\nc = 2', ['a'], 'a', '"""x"""""'],
    ['an escaped quote in a text of several lines', 'a = """x\\""""\nc = 2', ['c'], 'c', '2'],
    ['a day', 'a = 2027-01-31\nb = 1', ['a'], 'a', '2027-01-31'],
    ['a moment with a space in it', 'a = 2027-01-31 10:00:00 # x', ['a'], 'a', '2027-01-31 10:00:00'],
    ['an array', 'a = [1, "x]", [2]] # y', ['a'], 'a', '[1, "x]", [2]]'],
    ['a member of an array', 'a = [1, "x]", [2]]', ['a', 1], '"x]"', '"x]"'],
    ['a member of an array in an array', 'a = [[1, 2], [3]]', ['a', 1, 0], '3', '3'],
    [
      'an array over lines, with comments and a comma at the end',
      'a = [ # one]\n  1,\n  2, # two\n]\nb = 3',
      ['a', 1],
      '2',
      '2',
    ],
    ['what comes after such an array', 'a = [ # one]\n  1,\n  2, # two\n]\nb = 3', ['b'], 'b', '3'],
    ['an inline table', 'a = { b = 1, c = "}" } # x', ['a', 'c'], 'c', '"}"'],
    ['an inline table over lines', 'a = {\n b = 1, # x\n c = 2,\n}', ['a', 'c'], 'c', '2'],
    ['a table in an array', 'a = [{ b = 1 }, { b = 2 }]', ['a', 1, 'b'], 'b', '2'],
    ['a dotted key', 'a.b.c = 1', ['a', 'b', 'c'], 'c', '1'],
    ['a dotted key with blanks', 'a . "b c" . d = 1', ['a', 'b c', 'd'], 'd', '1'],
    ['a quoted key with an escape', '"a\\u00e9" = 1', ['a\u00e9'], '"a\\u00e9"', '1'],
    ['a quoted key with a quote in it', '"a\\"b" = 1', ['a"b'], '"a\\"b"', '1'],
    ['a quoted key with a tab in it', '"a\\tb" = 1', ['a\tb'], '"a\\tb"', '1'],
    ['a quoted key with a long escape', '"\\U0001F600" = 1', ['\u{1f600}'], '"\\U0001F600"', '1'],
    ['a quoted key with a short escape', '"\\x41" = 1', ['A'], '"\\x41"', '1'],
    ['a literal key', "'a.b' = 1", ['a.b'], "'a.b'", '1'],
    ['a key of a table', '[t]\na = 1\n[u]\na = 2', ['u', 'a'], 'a', '2'],
    ['a table itself', '[t.u]\na = 1', ['t', 'u'], '[t.u]', '[t.u]'],
    ['a table of tables', '[[t]]\na = 1\n[[t]]\na = 2', ['t', 1, 'a'], 'a', '2'],
    ['a member of a table of tables itself', '[[t]]\na = 1\n[[ t ]]\n', ['t', 1], '[[ t ]]', '[[ t ]]'],
    [
      'a table of tables below another',
      '[[t]]\n[[t.u]]\na = 1\n[[t]]\n[[t.u]]\na = 2\n[[t.u]]\na = 3',
      ['t', 1, 'u', 1, 'a'],
      'a',
      '3',
    ],
    [
      'a table below a member of a table of tables',
      '[[t]]\n[t.u]\na = 1\n[[t]]\n[t.u]\na = 2',
      ['t', 1, 'u', 'a'],
      'a',
      '2',
    ],
  ])('finds %s', (_reason, text, path, key, value) => {
    expect(parse(text)).toBeDefined();
    expect(marked(text, path)).toEqual([key, value]);
  });

  it.each<readonly [string, string, TomlPath, string]>([
    ['a key that a table lacks', '[t]\na = 1', ['t', 'b'], '[t]'],
    ['a member that an array lacks', 'a = [1]', ['a', 7], 'a'],
    ['a key below one that is not there', '[[t]]\na = 1', ['t', 0, 'u', 'v'], '[[t]]'],
    ['a table that no header and no key names by itself', '[t.u]\na = 1', ['t', 'x'], ''],
    ['a table that is not there', 'a = 1', ['t'], ''],
    ['the whole text', 'a = 1', [], ''],
  ])('gives the nearest place around %s', (_reason, text, path, key) => {
    expect(marked(text, path)).toEqual([key, key]);
  });

  it.each([
    ['an unclosed string', 'a = "x'],
    ['an unclosed array', 'a = [1, '],
    ['an unclosed inline table', 'a = { b = '],
    ['an unclosed header', '[[a'],
    ['a key alone', 'a'],
    ['a bracket alone', ']'],
    ['an unclosed text of several lines', 'a = """x'],
    ['an equals sign alone', '='],
    ['an escape at the end', 'a = "\\'],
  ])('comes to an end with %s, which is no TOML', (_reason, text) => {
    expect(new TomlPositions(text).find(['z'], 'key')).toEqual({ start: 0, end: 0 });
  });
});
