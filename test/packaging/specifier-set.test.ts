import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { parseSpecifierSet, parseVersion, SpecifierSet } from '../../src/packaging/index.ts';
import { specifierSetText, versionText } from './arbitraries.ts';

/** The message of a refusal, with the excerpt's span between marks. */
function refusal(text: string): string {
  try {
    parseSpecifierSet(text);
  } catch (error) {
    if (!(error instanceof SafeInstallError) || error.excerpt === undefined) throw error;
    const { start, end } = error.excerpt;
    const marked = `${text.slice(0, start)}»${text.slice(start, end)}«${text.slice(end)}`;
    return [marked, error.message, ...(error.hint === undefined ? [] : [error.hint])].join('\n');
  }
  return 'no refusal';
}

describe('parseSpecifierSet', () => {
  it.each([
    ['nothing', '', ''],
    ['white space', ' >= 1.0 , < 2 ', '<2,>=1.0'],
    ['empty clauses', ',>=1,,', '>=1'],
    ['repetitions, spelled differently', '>=1,>=1.0,>=1', '>=1'],
    ['a prefix', '==v1.2.*', '==v1.2.*'],
    ['a local version', '!=1.0+Cpu', '!=1.0+Cpu'],
    ['any text after ===', '===foo/bar', '===foo/bar'],
    ['=== and nothing', '===', '==='],
    ['~= of two spellings, which differ', '~=1.0,~=1.0.0', '~=1.0,~=1.0.0'],
  ])('takes %s', (_reason, text, written) => {
    expect(parseSpecifierSet(text).toString()).toBe(written);
  });

  it('says what is wrong, and where', () => {
    const texts = [
      '1.0',
      '=1.0',
      '>=1,=>2',
      '^1.2',
      '~1.2',
      '>=',
      '>=1.0 <2.0',
      '>=1.x',
      '>=1.*',
      '==1.0a1.*',
      '==1.0 .*',
      '<1.0+cpu',
      '~=1',
      '===a b',
      '>=1.0;',
      `>=1,${' '.repeat(3)}oops , <2`,
    ];
    expect(texts.map(refusal).join('\n\n')).toMatchInlineSnapshot(`
      "»1.0«
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="

      »=«1.0
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="
      Write "==" for exactly this version

      >=1,»=>«2
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="
      Write ">="

      »^«1.2
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="
      PEP 440 has no "^"; write ">=1.2,<2" or "~=1.2"

      »~«1.2
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="
      Write "~=" for a compatible version

      >=»«
      expected a version after ">="

      >=1.0 »<2.0«
      expected "," or the end after the version

      >=»1.x«
      "1.x" is not a version

      >=1».*«
      ".*" goes with "==" and "!=" only, not with ">="

      ==»1.0a1.*«
      expected release numbers only before ".*", such as "1.2.*"

      ==»1.0 .*«
      expected release numbers only before ".*", such as "1.2.*"

      <1.0»+cpu«
      a local version goes with "==" and "!=" only, not with "<"

      ~=»1«
      "~=" needs a version of two numbers or more
      Write "~=1.0"

      ===»a b«
      expected a text without white space, ";" and ")" after "==="

      >=»1.0;«
      "1.0;" is not a version

      >=1,   »oops« , <2
      expected one of "==", "!=", "~=", "<=", ">=", "<", ">" or "===""
    `);
  });

  it('refuses a text that is too long to be one', () => {
    expect(() => parseSpecifierSet(`!=1,${'!=1,'.repeat(4096)}`)).toRefuse('packaging.specifier');
  });

  it('gives its own error, or a set, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), specifierSetText, versionText), (text) => {
        try {
          expect(parseSpecifierSet(text)).toBeInstanceOf(SpecifierSet);
        } catch (error) {
          expect(error).toMatchObject({ code: 'packaging.specifier' });
        }
      }),
    );
  });
});

describe('SpecifierSet.contains', () => {
  it.each([
    ['a version', '>=1,<2', '1.5', true],
    ['not another', '>=1,<2', '2', false],
    ['a pre-release, since nothing else is asked about', '>=1', '2.0a1', true],
    ['not what is no version', '>=1', 'foo', false],
    ['anything, when it is empty', '', 'foo', true],
    ['by === a text, whatever its case', '===Foo', 'fOO', true],
    ['by === no other spelling of the version', '===1.0', '1.0.0', false],
    ['by === a version by its normal form', '===1.0', parseVersion('v1.0'), true],
    ['by === and an order, both', '===1.0,>=2', '1.0', false],
    ['by === and an order, no text that is no version', '===foo,>=2', 'foo', false],
  ])('matches %s', (_reason, text, item, expected) => {
    expect(parseSpecifierSet(text).contains(item)).toBe(expected);
  });

  it('leaves pre-releases out when told to', () => {
    const set = parseSpecifierSet('>=1.0a1');
    expect(set.contains('1.0a2', { prereleases: false })).toBe(false);
    expect(set.withPrereleases(false).contains('1.0a2')).toBe(false);
    expect(set.withPrereleases(false).contains('1.0a2', { prereleases: true })).toBe(true);
  });
});

describe('SpecifierSet.prereleases', () => {
  it.each([
    ['>=1.0', undefined],
    ['', undefined],
    ['>=1.0a1', true],
    ['<2,==1.0.dev1', true],
    ['===1.0rc1', true],
    ['!=1.0a1', undefined],
    ['==1.0.*', undefined],
    ['===foo', undefined],
  ])('of %s is %s', (text, expected) => {
    expect(parseSpecifierSet(text).prereleases).toBe(expected);
  });
});

describe('SpecifierSet.filter', () => {
  it.each([
    ['leaves pre-releases out when there is a final release', '>=1', ['1.0', '2.0a1'], ['1.0']],
    ['takes them when there is none', '>=1.5', ['1.0', '2.0a1'], ['2.0a1']],
    ['takes them when a specifier names one', '>=1.0a1', ['1.0', '2.0a1'], ['1.0', '2.0a1']],
    ['keeps the order of the items', '', ['2', '1', '3'], ['2', '1', '3']],
    ['drops what is no version', '>=1', ['foo', '1.0'], ['1.0']],
    ['keeps it when nothing is specified', '', ['foo', '1.0a1', '1.0'], ['foo', '1.0']],
  ])('%s', (_reason, text, items, expected) => {
    expect(parseSpecifierSet(text).filter(items)).toEqual(expected);
  });

  it('filters what has a version', () => {
    const files = [{ version: parseVersion('1.0') }, { version: parseVersion('3.0') }];
    expect(parseSpecifierSet('<2').filter(files, {}, ({ version }) => version)).toEqual([files[0]]);
  });

  it('obeys what is asked for', () => {
    const items = ['1.0', '2.0a1'];
    expect(parseSpecifierSet('>=1').filter(items, { prereleases: true })).toEqual(items);
    expect(parseSpecifierSet('>=1.0a1').filter(items, { prereleases: false })).toEqual(['1.0']);
  });
});

describe('SpecifierSet.and', () => {
  it('joins the clauses', () => {
    const both = parseSpecifierSet('>=1').and(parseSpecifierSet('<2'));
    expect(both.toString()).toBe('<2,>=1');
    expect(both.toRange().toString()).toBe('>=1,<2');
  });

  it('lets the stricter word on pre-releases stand', () => {
    const open = SpecifierSet.any.withPrereleases(true);
    expect(open.and(SpecifierSet.any).prereleases).toBe(true);
    expect(open.and(SpecifierSet.any.withPrereleases(false)).prereleases).toBe(false);
  });
});

describe('SpecifierSet.toRange', () => {
  it.each([
    ['===1.0', '==1.0'],
    ['===1.0+Cpu', '==1.0+cpu'],
    ['===v1.0', 'none'],
    ['===foo', 'none'],
  ])('of %s, which compares texts, is %s', (text, shown) => {
    expect(parseSpecifierSet(text).toRange().toString()).toBe(shown);
  });
});
