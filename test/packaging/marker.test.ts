import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { type MarkerEnvironment, parseMarker } from '../../src/packaging/index.ts';

const LINUX: MarkerEnvironment = {
  implementation_name: 'cpython',
  implementation_version: '3.11.7',
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1.0-18-amd64',
  platform_system: 'Linux',
  platform_version: '#1 SMP Debian',
  python_full_version: '3.11.7',
  python_version: '3.11',
  sys_platform: 'linux',
};

/** The message of a refusal, with the excerpt's span between marks. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof SafeInstallError) || error.excerpt === undefined) throw error;
    const { text, start, end } = error.excerpt;
    return `${text.slice(0, start)}»${text.slice(start, end)}«${text.slice(end)}\n${error.message}`;
  }
  return 'no refusal';
}

describe('parseMarker', () => {
  it.each([
    ['blanks and quotes', ` python_version<'3.12' `, 'python_version < "3.12"'],
    [
      'old names',
      'os.name=="nt" and python_implementation=="CPython"',
      'os_name == "nt" and platform_python_implementation == "CPython"',
    ],
    ['needless parentheses', '((os_name == "nt"))', 'os_name == "nt"'],
    [
      'needed parentheses',
      '(os_name=="a" or os_name=="b") and extra=="c"',
      '(os_name == "a" or os_name == "b") and extra == "c"',
    ],
    ['names of extras', 'extra == "Foo_Bar" or "A.b" in extras', 'extra == "foo-bar" or "a-b" in extras'],
    ['a double quote in a value', `os_name == 'a"b'`, `os_name == 'a"b'`],
    ['both quotes in a value', String.raw`os_name == "a\x22b'"`, String.raw`os_name == "a\x22b'"`],
    ['blanks within not in', '"x" not \t in os_name', '"x" not in os_name'],
  ])('takes %s', (_reason, text, written) => {
    expect(parseMarker(text).toString()).toBe(written);
    expect(parseMarker(written).toString()).toBe(written);
  });

  it('says what is wrong, and where', () => {
    const texts = [
      '',
      'python_version',
      'python_version >= 3.8',
      'python_version => "3.8"',
      'pyversion >= "3.8"',
      'python_version >= "3.8" and',
      'python_version >= "3.8" xor os_name == "nt"',
      '(python_version >= "3.8"',
      'python_version >= "3.8")',
      '()',
      'python_version >= "3.8',
      String.raw`os_name == "\x"`,
      '"3" not python_version',
      'python_versions > "3"',
      'python_version >= "3.8"\n',
    ];
    expect(texts.map((text) => refusal(() => parseMarker(text))).join('\n\n')).toMatchInlineSnapshot(`
      "»«
      expected a marker variable or a value in quotes

      python_version»«
      expected one of "==", "!=", "<=", ">=", "<", ">", "~=", "===", "in" or "not in"

      python_version >= »3.8«
      expected a marker variable or a value in quotes

      python_version »=>« "3.8"
      expected one of "==", "!=", "<=", ">=", "<", ">", "~=", "===", "in" or "not in"

      »pyversion« >= "3.8"
      expected a marker variable or a value in quotes

      python_version >= "3.8" and»«
      expected a marker variable or a value in quotes

      python_version >= "3.8" »xor« os_name == "nt"
      expected "and", "or" or the end of the marker

      »(python_version >= "3.8"«
      expected the matching ")"

      python_version >= "3.8"»)«
      expected "and", "or" or the end of the marker

      (»)«
      expected a marker variable or a value in quotes

      python_version >= »"3.8«
      expected the closing quote

      os_name == »"\\x"«
      the value is not a string as Python writes them

      "3" not »python_version«
      expected "in" after "not"

      »python_versions« > "3"
      expected a marker variable or a value in quotes

      python_version >= "3.8"»«

      expected "and", "or" or the end of the marker"
    `);
  });

  it('refuses parentheses that are too deep, instead of running out of stack', () => {
    const deep = (depth: number): string => `${'('.repeat(depth)}os_name == "x"${')'.repeat(depth)}`;
    expect(parseMarker(deep(64)).toString()).toBe('os_name == "x"');
    expect(() => parseMarker(deep(65))).toRefuse('packaging.marker');
    expect(() => parseMarker('('.repeat(16_000))).toRefuse('packaging.marker');
  });

  it('refuses a text that is too long to be one', () => {
    expect(() => parseMarker(`os_name == "${'x'.repeat(16_384)}"`)).toRefuse('packaging.marker');
  });

  it('gives its own error, or a marker, for any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'os_name',
        'extra',
        '"x"',
        "'3'",
        '==',
        'in',
        'not in',
        ' ',
        'and',
        'or',
        '(',
        ')',
        '\\',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        try {
          parseMarker(pieces.join(''));
        } catch (error) {
          expect(error).toMatchObject({ code: 'packaging.marker' });
        }
      }),
    );
  });
});

describe('Marker.evaluate', () => {
  it.each([
    ['versions as versions', 'python_version >= "3.9"', true],
    ['versions, not texts', 'python_version < "3.9"', false],
    ['a prefix', 'python_version == "3.*"', true],
    ['a compatible version', 'python_full_version ~= "3.11.2"', true],
    ['a value before the variable', '"3.9" <= python_version', true],
    ['a version against what is none as text', 'python_version == "abc"', false],
    ['what is no version against a version', 'platform_release >= "6"', false],
    ['texts for equality', 'sys_platform == "linux" and os_name != "nt"', true],
    ['texts by order: never less', 'sys_platform < "z"', false],
    ['texts by order: or equal is equal', 'sys_platform >= "linux"', true],
    ['a part of a text', '"Debian" in platform_version', true],
    ['a part of a version, as text', '"3.1" in python_version', true],
    ['not a part of a text', 'sys_platform not in "win32,cygwin"', true],
    ['and before or', 'os_name == "nt" and os_name == "nt" or sys_platform == "linux"', true],
    ['parentheses before and', 'os_name == "nt" and (os_name == "nt" or sys_platform == "linux")', false],
    ['extra, which is empty', 'extra == ""', true],
  ])('compares %s', (_reason, text, expected) => {
    expect(parseMarker(text).evaluate(LINUX)).toBe(expected);
  });

  it.each([
    ['no extra', [], false],
    ['another extra', ['dev'], false],
    ['the extra', ['test'], true],
    ['the extra among others', ['dev', 'test'], true],
    ['the extra in another spelling', ['TEST'], true],
    ['the extra as a text', 'test', true],
  ])('with %s', (_reason, extras, expected) => {
    expect(parseMarker('extra == "Test"').evaluate(LINUX, extras)).toBe(expected);
  });

  it('needs one extra for which all holds', () => {
    const both = parseMarker('extra == "a" and extra == "b"');
    expect(both.evaluate(LINUX, ['a', 'b'])).toBe(false);
    expect(parseMarker('extra != "a"').evaluate(LINUX, ['a', 'b'])).toBe(true);
  });

  it('repairs the version of an untagged Python', () => {
    const untagged = { ...LINUX, python_full_version: '3.14.0+' };
    expect(parseMarker('python_full_version >= "3.14.0"').evaluate(untagged)).toBe(true);
  });

  it.each([
    ['an order of texts that has no meaning', 'sys_platform ~= "1.0"'],
    ['identity of texts', 'sys_platform === "linux"'],
    ['though the rest decides', 'os_name == "posix" or sys_platform ~= "1.0"'],
    ['two values', '"1.0" == "1"'],
    ['what only a lock file has', '"x" in extras'],
  ])('refuses to compare %s', (_reason, text) => {
    expect(() => parseMarker(text).evaluate(LINUX)).toRefuse('packaging.marker');
  });

  it('points at the comparison that cannot be made', () => {
    const marker = parseMarker('os_name == "nt" or (sys_platform ~= "1.0")');
    expect(refusal(() => marker.evaluate(LINUX))).toBe(
      'os_name == "nt" or (»sys_platform ~= "1.0"«)\n"~=" does not compare texts',
    );
  });
});

describe('Marker.requiredExtra', () => {
  it.each<[string, string | null]>([
    ['extra == "Cards"', 'cards'],
    ['"cards" == extra', 'cards'],
    ['extra == "cards" and python_version < "3"', 'cards'],
    ['python_version < "3" and (os_name == "nt" and extra == "cards")', 'cards'],
    ['(extra == "cards" and os_name == "nt") or (python_version < "3" and extra == "cards")', 'cards'],
    ['extra == "cards" or os_name == "nt"', null],
    ['os_name == "nt" or extra == "cards"', null],
    ['extra == "cards" or extra == "coins"', null],
    ['extra != "cards"', null],
    ['extra in "cards"', null],
    ['os_name == "extra"', null],
    ['"extra" == "cards"', null],
  ])('%s', (text, expected) => {
    expect(parseMarker(text).requiredExtra).toBe(expected);
  });
});

describe('Marker.evaluateInLock', () => {
  const selection = { extras: ['Foo_Bar'], dependencyGroups: ['dev'] };

  it.each([
    ['"foo-bar" in extras', true],
    ['"FOO.bar" in extras', true],
    ['"other" not in extras', true],
    ['"dev" in dependency_groups and python_version >= "3.9"', true],
    ['"foo" in extras', false],
    ['"foo-bar" == extras', false],
  ])('%s is %s', (text, expected) => {
    expect(parseMarker(text).evaluateInLock(LINUX, selection)).toBe(expected);
  });

  it('has no extra, and takes a set on the right of "in" only', () => {
    expect(() => parseMarker('extra == "x"').evaluateInLock(LINUX, selection)).toRefuse('packaging.marker');
    expect(() => parseMarker('extras == "x"').evaluateInLock(LINUX, selection)).toRefuse('packaging.marker');
  });
});
