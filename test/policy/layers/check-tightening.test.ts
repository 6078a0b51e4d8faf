import { describe, expect, it } from 'vitest';
import { SafeInstallErrors } from '../../../src/errors/index.ts';
import type { PolicyLayer } from '../../../src/policy/layer.ts';
import { combineLayers } from '../../../src/policy/layers/combine-layers.ts';
import { commandLineLayer } from '../../../src/policy/layers/command-line-layer.ts';
import { layer } from '../support.ts';

/** The two lines of each loosening: `ABOVE < BELOW`. */
function looseningsOf(above: string, below: string | PolicyLayer): readonly string[] {
  try {
    combineLayers([typeof below === 'string' ? layer(below) : below, layer(above, 'organisation')], 'off');
  } catch (error) {
    if (!(error instanceof SafeInstallErrors)) throw error;
    return error.errors.map(({ code, facts }) => {
      const [expected, got] = facts;
      return `${code} ${expected?.origin?.replace('organisation.toml:', '')} < ${got?.origin?.replace('project.toml:', '')}`;
    });
  }
  return [];
}

const rule = (packages: string, says: string) => `[[rule]]\npackages = [${packages}]\n${says}\n`;
const github = (repository: string, more = '') =>
  `publisher = [{ kind = "GitHub", repository = "${repository}", workflow = "x.yml"${more} }]`;
const identity = (text: string, more = '') =>
  `publisher = [{ issuer = "https://a.example", identity = "${text}"${more} }]`;
const index = (url: string, packages: string) => `[[index]]\nurl = "${url}"\npackages = [${packages}]\n`;
const WAIVER = `[[waiver]]\npackage = "acme==1"\nsha256 = "${'0'.repeat(64)}"\ncheck = "age.too-new"\nreason = "x"\nexpires = 2027-01-01\n`;

describe('below the organisation', () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ['a stricter setting', 'provenance = "if-present"', 'provenance = "required"', []],
    ['the same setting', 'provenance = "required"', 'provenance = "required"', []],
    ['a looser setting', 'provenance = "required"', 'provenance = "no-downgrade"', ['policy.loosened 2 < 2']],
    ['a setting that it does not state', 'source = "warn"', 'provenance = "off"', []],
    ['a shorter age', 'min-age = "P3D"', 'min-age = "PT71H"', ['policy.loosened 2 < 2']],
    ['a longer age', 'min-age = "P3D"', 'min-age = "P4D"', []],
    ['a looser source', 'source = "require"', 'source = "off"', ['policy.loosened 2 < 2']],
    ['a looser first sight', 'first-seen = "refuse"', 'first-seen = "accept"', ['policy.loosened 2 < 2']],
    [
      'looser path conflicts',
      'path-conflicts = "refuse"',
      'path-conflicts = "warn"',
      ['policy.loosened 2 < 2'],
    ],
    [
      'two looser settings',
      'source = "require"\nmin-age = "P1D"',
      'source = "off"\nmin-age = "P0D"',
      ['policy.loosened 3 < 3', 'policy.loosened 2 < 2'],
    ],
    [
      'a looser setting in [ci]',
      '[ci]\nprovenance = "required"',
      '[ci]\nprovenance = "off"',
      ['policy.loosened 3 < 3'],
    ],
    [
      'a setting in [ci] that is looser than the general one',
      'provenance = "required"',
      '[ci]\nprovenance = "off"',
      ['policy.loosened 2 < 3'],
    ],
    [
      'a general setting that is looser than [ci], which is laid over it',
      '[ci]\nprovenance = "required"',
      'provenance = "off"',
      [],
    ],
    [
      'a setting in [ci] that is looser than the general one and not than [ci]',
      'provenance = "required"\n[ci]\nprovenance = "if-present"',
      '[ci]\nprovenance = "no-downgrade"',
      [],
    ],
    [
      'a looser rule',
      'provenance = "required"',
      rule('"acme"', 'provenance = "off"'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a rule with a looser source',
      'source = "require"',
      rule('"acme"', 'source = "off"'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a rule with a shorter age',
      'min-age = "P3D"',
      rule('"acme"', 'min-age = "P1D"'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a looser rule for many packages, told once',
      'provenance = "required"',
      rule('"a", "b"', 'provenance = "off"'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a rule that is looser than a rule for the same',
      rule('"acme"', 'provenance = "required"'),
      rule('"acme"', 'provenance = "off"'),
      ['policy.loosened 4 < 4'],
    ],
    [
      'a rule that is looser than a wider one',
      rule('"ac*"', 'provenance = "required"'),
      rule('"acme"', 'provenance = "off"'),
      ['policy.loosened 4 < 4'],
    ],
    [
      'a rule as loose as the one that counts above',
      rule('"ac*"', 'provenance = "required"') + rule('"acme"', 'provenance = "off"'),
      rule('"acme"', 'provenance = "off"'),
      [],
    ],
    [
      'a rule as loose as an exception above',
      `provenance = "required"\n${rule('"acme"', 'provenance = "off"')}`,
      rule('"acme"', 'provenance = "off"'),
      [],
    ],
    [
      'a rule that is looser in general than an exception above',
      `provenance = "required"\n${rule('"acme"', 'provenance = "off"')}`,
      rule('"ac*"', 'provenance = "off"'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a rule for other versions',
      rule('"acme<2"', 'provenance = "required"'),
      rule('"acme>=2"', 'provenance = "off"'),
      [],
    ],
    [
      'a rule that does without the publishers of one above',
      rule('"acme"', github('a/b')),
      rule('"acme"', 'provenance = "if-present"'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a rule for what one above names without a publisher',
      rule('"acme"', 'min-age = "P1D"'),
      rule('"acme"', 'provenance = "if-present"'),
      [],
    ],
    [
      'a rule that is looser than a wider one, beside what is forbidden anyhow',
      rule('"ac*"', 'provenance = "required"') + rule('"acme"', 'deny = true'),
      rule('"acme"', 'provenance = "off"'),
      ['policy.loosened 4 < 4'],
    ],
    [
      'a rule that does without what is forbidden anyhow',
      rule('"acme"', 'deny = true'),
      rule('"acme"', 'provenance = "off"'),
      [],
    ],
    [
      'a publisher of one above',
      rule('"ac*"', github('a/b')),
      rule('"acme"', github('a/b', ', ref = "refs/tags/*"')),
      [],
    ],
    [
      'one of several',
      rule(
        '"ac*"',
        `publisher = [{ kind = "Google", email = "a@b.example" }, { kind = "GitHub", repository = "a/b", workflow = "x.yml" }]`,
      ),
      rule('"acme"', github('a/b')),
      [],
    ],
    [
      'another publisher',
      rule('"ac*"', github('a/b')),
      rule('"acme"', github('a/c')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a publisher of another kind',
      rule('"ac*"', github('a/b')),
      rule('"acme"', 'publisher = [{ kind = "Google", email = "a@b.example" }]'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a publisher beside one of those above',
      rule('"ac*"', github('a/b')),
      rule(
        '"acme"',
        'publisher = [{ kind = "GitHub", repository = "a/b", workflow = "x.yml" }, { kind = "GitHub", repository = "a/c", workflow = "x.yml" }]',
      ),
      ['policy.loosened 2 < 4'],
    ],
    [
      'an identity that may be the publisher above',
      rule('"ac*"', github('a/b')),
      rule('"acme"', identity('https://x.example/y')),
      [],
    ],
    [
      'a publisher that may be the identity above',
      rule('"ac*"', identity('https://x.example/*')),
      rule('"acme"', github('a/b')),
      [],
    ],
    [
      'another environment',
      rule('"ac*"', github('a/b', ', environment = "x"')),
      rule('"acme"', github('a/b', ', environment = "y"')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'an open environment, which the rule above closes',
      rule('"ac*"', github('a/b', ', environment = "x"')),
      rule('"acme"', github('a/b')),
      [],
    ],
    [
      'another number',
      rule('"ac*"', github('a/b', ', repository-id = 1')),
      rule('"acme"', github('a/b', ', repository-id = 2')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'another ref',
      rule('"ac*"', github('a/b', ', ref = "refs/tags/*"')),
      rule('"acme"', github('a/b', ', ref = "refs/heads/*"')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a wider ref, which the rule above narrows',
      rule('"ac*"', github('a/b', ', ref = "refs/tags/v*"')),
      rule('"acme"', github('a/b', ', ref = "refs/tags/*"')),
      [],
    ],
    [
      'another signer',
      rule('"ac*"', github('a/b', ', signer = "https://x.example/a"')),
      rule('"acme"', github('a/b', ', signer = "https://x.example/b"')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'another time',
      rule('"ac*"', github('a/b', ', valid-until = 2026-01-01')),
      rule('"acme"', github('a/b', ', valid-from = 2026-01-02')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'another time, before',
      rule('"ac*"', github('a/b', ', valid-from = 2026-01-02')),
      rule('"acme"', github('a/b', ', valid-until = 2026-01-01')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a time that begins later, without an end',
      rule('"ac*"', github('a/b', ', valid-from = 2026-01-01')),
      rule('"acme"', github('a/b', ', valid-from = 2026-02-01')),
      [],
    ],
    [
      'a time that meets',
      rule('"ac*"', github('a/b', ', valid-until = 2026-01-01')),
      rule('"acme"', github('a/b', ', valid-from = 2026-01-01')),
      [],
    ],
    [
      'an identity within',
      rule('"ac*"', identity('https://x.example/*')),
      rule('"acme"', identity('https://x.example/y')),
      [],
    ],
    [
      'an identity without',
      rule('"ac*"', identity('https://x.example/*')),
      rule('"acme"', identity('https://y.example/y')),
      ['policy.loosened 2 < 4'],
    ],
    [
      'another issuer',
      rule('"ac*"', identity('https://x.example/y')),
      rule('"acme"', 'publisher = [{ issuer = "https://b.example", identity = "https://x.example/y" }]'),
      ['policy.loosened 2 < 4'],
    ],
    [
      'a publisher for packages that the rule above does not name alone',
      rule('"acme"', github('a/b')),
      rule('"ac*"', github('a/c')),
      [],
    ],
    [
      'a publisher of the rule that counts above',
      rule('"ac*"', github('a/b')) + rule('"acme"', github('a/c')),
      rule('"acme"', github('a/c')),
      [],
    ],
    [
      'a publisher where the rule above names none',
      rule('"acme"', 'min-age = "P1D"'),
      rule('"acme"', github('a/c')),
      [],
    ],
    [
      'another index',
      index('https://a.example', '"acme"'),
      index('https://b.example', '"ac*"'),
      ['policy.loosened 2 < 2'],
    ],
    [
      'another index for one of its packages',
      index('https://a.example', '"widget", "acme"'),
      index('https://b.example', '"acme"'),
      ['policy.loosened 2 < 2'],
    ],
    ['the same index', index('https://a.example', '"acme"'), index('https://a.example/', '"ac*"'), []],
    [
      'an index for other packages',
      index('https://a.example', '"acme"'),
      index('https://b.example', '"bcme"'),
      [],
    ],
    ['a waiver', '', WAIVER, ['policy.loosened 1 < 2']],
    ['a root', '', '[trust]\nroot = "x"', ['policy.loosened 1 < 2']],
    ['a root instead of another', '[trust]\nroot = "y"', '[trust]\nroot = "x"', ['policy.loosened 2 < 2']],
    ['a further root', '', '[trust.roots.own]\nroot = "x"', ['policy.loosened 1 < 2']],
    ['what is forbidden besides', rule('"acme"', github('a/b')), rule('"acme"', 'deny = true'), []],
  ])('%s', (_reason, above, below, expected) => {
    expect(looseningsOf(above, below)).toEqual(expected);
  });

  it('tells what the command line loosens', () => {
    const options = commandLineLayer({ provenance: { value: 'off', origin: 'command line' } });
    expect(looseningsOf('provenance = "required"', options)).toEqual(['policy.loosened 2 < command line']);
  });

  it('is told in these words', () => {
    const told = (above: string, below: string): string => {
      try {
        combineLayers([layer(above, 'organisation'), layer(below)], 'off');
      } catch (error) {
        if (!(error instanceof SafeInstallErrors)) throw error;
        return error.errors
          .map(({ message, subject, facts }) =>
            [`${subject}: ${message}`, ...facts.map((each) => `${each.value} (${each.origin})`)].join('\n  '),
          )
          .join('\n');
      }
      return '';
    };
    const pairs = [
      ['min-age = "P3D"', 'min-age = "PT1H"'],
      ['', WAIVER],
      ['', '[trust]\nroot = "x"'],
      ['[trust]\nroot = "y"', '[trust.roots.own]\nroot = "x"'],
      [rule('"ac*"', github('a/b')), rule('"acme"', github('a/c'))],
      [index('https://a.example', '"acme"'), index('https://b.example', '"ac*"')],
    ] as const;
    expect(pairs.map(([above, below]) => told(above, below)).join('\n')).toMatchInlineSnapshot(`
      "project.toml:2: "min-age" is looser than the organisation has it
        min-age: "P3D" or stricter (organisation.toml:2)
        "PT1H" (project.toml:2)
      project.toml:2: a waiver for "acme==1" stands below the policy of the organisation
        waivers: only in the policy of the organisation (organisation.toml:1)
        a waiver of age.too-new (project.toml:2)
      project.toml:2: a trust root stands below the policy of the organisation, under which everything could be signed
        trust roots: only in the policy of the organisation (organisation.toml:1)
        x (project.toml:2)
      project.toml:2: a trust root stands below the policy of the organisation, under which everything could be signed
        trust roots: only in the policy of the organisation (organisation.toml:2)
        own (project.toml:2)
      project.toml:4: a publisher of "acme" is none that the organisation takes
        publishers: one of the organisation (organisation.toml:2)
        another publisher (project.toml:4)
      project.toml:2: "ac*" is to come from another index than the organisation has it come from
        index: https://a.example (organisation.toml:2)
        https://b.example (project.toml:2)"
    `);
  });

  it('lets the organisation itself waive, trust and pin', () => {
    expect(() => combineLayers([layer(`${WAIVER}[trust]\nroot = "x"`, 'organisation')], 'off')).not.toThrow();
  });

  it('asks nothing of other layers where there is no organisation', () => {
    const layers = [
      layer('provenance = "required"', 'user'),
      layer(`provenance = "off"\n${WAIVER}`, 'project'),
    ];
    expect(() => combineLayers(layers, 'off')).not.toThrow();
  });
});
