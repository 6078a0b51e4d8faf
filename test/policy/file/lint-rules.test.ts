import { describe, expect, it } from 'vitest';
import { errorsIn, faultsOf, layer, warningsOf } from '../support.ts';

const PUBLISHER = 'publisher = [{ kind = "Google", email = "a@b.example" }]';

/** A policy with one rule on each of these lines: packages, and what the rule says. */
const rules = (...each: readonly (readonly [string, string])[]): string =>
  each.map(([packages, says]) => `[[rule]]\npackages = [${packages}]\n${says}`).join('\n');

describe('two rules of one file', () => {
  it.each([
    ['one name', rules(['"a"', PUBLISHER], ['"A"', PUBLISHER]), ['policy.rule-conflict 6:13']],
    [
      'one name, versions spelled in two ways',
      rules(['"a>=2"', PUBLISHER], ['"a >= 2.0"', PUBLISHER]),
      ['policy.rule-conflict 6:13'],
    ],
    [
      'versions that overlap',
      rules(['"a>=2"', PUBLISHER], ['"a<3"', PUBLISHER]),
      ['policy.rule-conflict 6:13'],
    ],
    ['versions apart', rules(['"a>=2"', PUBLISHER], ['"a<2"', PUBLISHER]), []],
    ['versions within', rules(['"a>=2"', PUBLISHER], ['"a>=2,<3"', PUBLISHER]), []],
    ['a name and all versions', rules(['"a"', PUBLISHER], ['"a>=2"', PUBLISHER]), []],
    ['a name and a wildcard', rules(['"a"', PUBLISHER], ['"a*"', PUBLISHER]), []],
    ['one wildcard', rules(['"a-*"', PUBLISHER], ['"A_*"', PUBLISHER]), ['policy.rule-conflict 6:13']],
    ['wildcards that meet', rules(['"a-*"', PUBLISHER], ['"*-b"', PUBLISHER]), ['policy.rule-conflict 6:13']],
    ['wildcards that do not meet', rules(['"a-*"', PUBLISHER], ['"b-*"', PUBLISHER]), []],
    ['wildcards that meet in no version', rules(['"a-*>=2"', PUBLISHER], ['"*-b<2"', PUBLISHER]), []],
    ['wildcards of which one is narrower', rules(['"a-*"', PUBLISHER], ['"a-b*"', PUBLISHER]), []],
    [
      'a setting and a publisher',
      rules(['"a"', PUBLISHER], ['"a"', 'min-age = "P1D"']),
      ['policy.rule-conflict 6:13'],
    ],
    [
      'a third one',
      rules(['"b"', PUBLISHER], ['"a"', PUBLISHER], ['"x", "a"', PUBLISHER]),
      ['policy.rule-conflict 9:18'],
    ],
    ['one that forbids and one that does not', rules(['"a"', PUBLISHER], ['"a"', 'deny = true']), []],
    ['two that forbid', rules(['"a"', 'deny = true'], ['"a"', 'deny = true']), []],
  ])('%s', (_reason, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it('names both places', () => {
    const [error] = errorsIn(rules(['"a"', PUBLISHER], ['"A"', PUBLISHER]));
    expect(error?.message).toBe(
      '"A" and "a" (project.toml:3) are equally specific, and speak of the same packages',
    );
  });
});

describe('a rule that is never reached', () => {
  it.each([
    [
      'what others forbid',
      rules(['"a"', PUBLISHER], ['"a"', 'deny = true']),
      ['policy.rule-unreachable 3:13'],
    ],
    [
      'what a wildcard forbids',
      rules(['"a-*"', 'deny = true'], ['"a-b"', PUBLISHER]),
      ['policy.rule-unreachable 6:13'],
    ],
    ['what is forbidden in some versions only', rules(['"a-*<2"', 'deny = true'], ['"a-b"', PUBLISHER]), []],
    ['a wildcard of which one name is forbidden', rules(['"a-b"', 'deny = true'], ['"a-*"', PUBLISHER]), []],
    [
      'versions that others share among them',
      rules(['"a<2.dev0"', PUBLISHER], ['"a>=2.dev0"', PUBLISHER], ['"a"', PUBLISHER]),
      ['policy.rule-unreachable 9:13'],
    ],
    [
      'versions that leave the pre-releases of one over',
      rules(['"a<2"', PUBLISHER], ['"a>=2"', PUBLISHER], ['"a"', PUBLISHER]),
      [],
    ],
    [
      'versions of which some are left',
      rules(['"a<2"', PUBLISHER], ['"a>2"', PUBLISHER], ['"a"', PUBLISHER]),
      [],
    ],
    [
      'versions that wildcards share among them',
      rules(['"a-*==2"', PUBLISHER], ['"a-*!=2"', PUBLISHER], ['"a-*"', PUBLISHER]),
      ['policy.rule-unreachable 9:13'],
    ],
    ['a name twice in one rule', rules(['"a", "A"', PUBLISHER]), ['policy.rule-unreachable 3:18']],
    ['a name in two versions in one rule', rules(['"a<3", "a>2"', PUBLISHER]), []],
    ['a wildcard within another, in one rule', rules(['"a-*", "a-b*"', PUBLISHER]), []],
    ['what two forbid', rules(['"a"', 'deny = true'], ['"a"', 'deny = true']), []],
  ])('%s', (_reason, text, expected) => {
    expect(warningsOf(text)).toEqual(expected);
  });

  it('names what comes before it', () => {
    const [warning] = layer(
      rules(['"a<2.dev0"', PUBLISHER], ['"a>=2.dev0"', PUBLISHER], ['"a"', PUBLISHER]),
    ).warnings;
    expect(warning?.message).toBe(
      '"a" is never reached, because of "a<2.dev0" (project.toml:3), "a>=2.dev0" (project.toml:6)',
    );
  });

  it('names no more than three', () => {
    const parts = ['==1', '==2', '==3', '==4', '!=1,!=2,!=3,!=4'].map(
      (range) => [`"a${range}"`, PUBLISHER] as const,
    );
    const [warning] = layer(rules(...parts, ['"a"', PUBLISHER])).warnings;
    expect(warning?.message).toBe(
      '"a" is never reached, because of "a==1" (project.toml:3), "a==2" (project.toml:6), "a==3" (project.toml:9)',
    );
  });

  it('is told once where no version fits it', () => {
    expect(faultsOf(rules(['"a<1,>2"', PUBLISHER], ['"a"', 'deny = true']))).toEqual([
      'policy.rule-unreachable 3:13',
    ]);
  });
});
