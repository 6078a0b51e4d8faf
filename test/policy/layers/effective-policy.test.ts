import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeInstallErrors } from '../../../src/errors/index.ts';
import { normalizeName, parseVersion } from '../../../src/packaging/index.ts';
import type { PolicyLayer } from '../../../src/policy/layer.ts';
import { combineLayers } from '../../../src/policy/layers/combine-layers.ts';
import { commandLineLayer } from '../../../src/policy/layers/command-line-layer.ts';
import type { EffectivePolicy } from '../../../src/policy/layers/effective-policy.ts';
import type { CiMode } from '../../../src/policy/layers/effective-settings.ts';
import { describeOrigin } from '../../../src/policy/origin.ts';
import { PROVENANCE_WORDS, type ProvenanceDemand, strictness } from '../../../src/policy/settings.ts';
import { rootOfFile } from '../../../src/policy/trust-source.ts';
import { layer } from '../support.ts';

const PUBLISHER = 'publisher = [{ kind = "Google", email = "a@b.example" }]';

const demandsOn = (policy: EffectivePolicy, name: string, version = '1.0') =>
  policy.demandsOn(normalizeName(name), parseVersion(version));

/** `VALUE (ORIGIN)` of what is demanded of provenance. */
function provenanceOf(
  layers: readonly PolicyLayer[],
  ci: CiMode = 'off',
  name = 'acme',
  version = '1.0',
): string {
  const { value, origin } = demandsOn(combineLayers(layers, ci), name, version).settings.provenance;
  return `${value} (${describeOrigin(origin)})`;
}

const rule = (packages: string, says: string) => `[[rule]]\npackages = [${packages}]\n${says}`;

describe('a setting', () => {
  const option = commandLineLayer({ provenance: { value: 'if-present', origin: 'command line' } });

  it.each<readonly [string, readonly PolicyLayer[], string]>([
    ['is built in', [], 'no-downgrade (built-in)'],
    ['is what the user states', [layer('provenance = "off"', 'user')], 'off (user.toml:2)'],
    [
      'is what the project states, before the user',
      [layer('provenance = "required"', 'project'), layer('provenance = "off"', 'user')],
      'required (project.toml:2)',
    ],
    [
      "is the user's where the project says nothing",
      [layer('', 'project'), layer('provenance = "off"', 'user')],
      'off (user.toml:2)',
    ],
    [
      'is what the command line states, before all',
      [layer('provenance = "required"', 'project'), option],
      'if-present (command line)',
    ],
    [
      'is what the organisation states',
      [layer('provenance = "required"', 'organisation')],
      'required (organisation.toml:2)',
    ],
    [
      'is made stricter below the organisation',
      [layer('provenance = "if-present"', 'organisation'), layer('provenance = "required"', 'project')],
      'required (project.toml:2)',
    ],
    [
      'is free where the organisation says nothing of it',
      [layer('min-age = "P1D"', 'organisation'), layer('provenance = "off"', 'project')],
      'off (project.toml:2)',
    ],
    [
      'is what the rule states',
      [layer(`provenance = "required"\n${rule('"acme"', 'provenance = "if-present"')}`)],
      'if-present (project.toml:5)',
    ],
    [
      'is not what the rule for others states',
      [layer(`provenance = "required"\n${rule('"other"', 'provenance = "if-present"')}`)],
      'required (project.toml:2)',
    ],
    [
      'is not what the rule for other versions states',
      [layer(rule('"acme>1"', 'provenance = "off"'))],
      'no-downgrade (built-in)',
    ],
    [
      'is what the command line states, before the rule',
      [layer(rule('"acme"', 'provenance = "required"')), option],
      'if-present (command line)',
    ],
    [
      'is required where a rule names publishers',
      [layer(rule('"acme"', PUBLISHER))],
      'required (project.toml:2)',
    ],
    [
      'is what such a rule states nevertheless',
      [layer(rule('"acme"', `provenance = "if-present"\n${PUBLISHER}`))],
      'if-present (project.toml:4)',
    ],
    [
      'is off where it is off, whoever is named',
      [layer(`provenance = "off"\n${rule('"acme"', PUBLISHER)}`)],
      'off (project.toml:2)',
    ],
    [
      'is off where the organisation has it off and nobody below says otherwise, whoever is named',
      [layer('provenance = "off"', 'organisation'), layer(rule('"acme"', PUBLISHER), 'project')],
      'off (organisation.toml:2)',
    ],
    [
      'is required by a rule of the organisation',
      [layer(rule('"acme"', PUBLISHER), 'organisation'), layer('provenance = "off"', 'project')],
      'required (organisation.toml:2)',
    ],
    [
      "is the organisation's for a package, where it is looser than in general",
      [layer(`provenance = "required"\n${rule('"acme"', 'provenance = "if-present"')}`, 'organisation')],
      'if-present (organisation.toml:5)',
    ],
    [
      'is at least what a wider rule of the organisation states',
      [
        layer(rule('"acme", "other"', 'provenance = "required"'), 'organisation'),
        layer(rule('"ac*"', 'provenance = "if-present"'), 'project'),
      ],
      'required (organisation.toml:4)',
    ],
  ])('%s', (_reason, layers, expected) => {
    expect(provenanceOf(layers)).toBe(expected);
  });

  it.each<readonly [string, CiMode, readonly PolicyLayer[], string]>([
    [
      'of [ci] is not looked at outside of it',
      'off',
      [layer('[ci]\nprovenance = "required"')],
      'no-downgrade (built-in)',
    ],
    [
      'of [ci] is laid over the rest',
      'on',
      [layer('provenance = "required"\n[ci]\nprovenance = "if-present"')],
      'if-present (project.toml:4)',
    ],
    [
      'of [ci] holds where CI is only detected',
      'detected',
      [layer('[ci]\nprovenance = "required"')],
      'required (project.toml:3)',
    ],
    ['is as ever where CI is only detected, and no [ci] is', 'detected', [], 'no-downgrade (built-in)'],
    ['is raised by --ci', 'on', [], 'required (--ci)'],
    [
      'is raised by --ci, whatever a file states outside of [ci]',
      'on',
      [layer('provenance = "off"')],
      'required (--ci)',
    ],
    [
      'is not raised where it is strict',
      'on',
      [layer('provenance = "required"')],
      'required (project.toml:2)',
    ],
    [
      'is the nearest [ci]',
      'on',
      [layer('[ci]\nprovenance = "off"', 'user'), layer('[ci]\nprovenance = "if-present"', 'project')],
      'if-present (project.toml:3)',
    ],
    [
      "of the user's [ci] is laid over the project",
      'on',
      [layer('[ci]\nprovenance = "if-present"', 'user'), layer('provenance = "required"', 'project')],
      'if-present (user.toml:3)',
    ],
    [
      'of the command line is laid over [ci]',
      'on',
      [
        layer('[ci]\nprovenance = "required"'),
        commandLineLayer({ provenance: { value: 'off', origin: 'SAFE_INSTALL_PROVENANCE' } }),
      ],
      'off (SAFE_INSTALL_PROVENANCE)',
    ],
    [
      'of a rule is laid over [ci]',
      'on',
      [layer(`[ci]\nprovenance = "required"\n${rule('"acme"', 'provenance = "if-present"')}`)],
      'if-present (project.toml:6)',
    ],
    [
      'of a rule is laid over what --ci raises',
      'on',
      [layer(rule('"acme"', 'provenance = "if-present"'))],
      'if-present (project.toml:4)',
    ],
    [
      'of the organisation is a least in [ci] too',
      'on',
      [
        layer('[ci]\nprovenance = "required"', 'organisation'),
        layer('provenance = "no-downgrade"', 'project'),
      ],
      'required (organisation.toml:3)',
    ],
    [
      "of the organisation's [ci] takes the place of what --ci raises",
      'on',
      [layer('[ci]\nprovenance = "if-present"', 'organisation')],
      'if-present (organisation.toml:3)',
    ],
    [
      "of a project is not raised where the organisation's [ci] speaks of it",
      'on',
      [
        layer('[ci]\nprovenance = "if-present"', 'organisation'),
        layer('provenance = "no-downgrade"', 'project'),
      ],
      'no-downgrade (project.toml:2)',
    ],
    [
      "of the organisation is not raised where the project's [ci] speaks of it",
      'on',
      [
        layer('provenance = "if-present"', 'organisation'),
        layer('[ci]\nprovenance = "no-downgrade"', 'project'),
      ],
      'no-downgrade (project.toml:3)',
    ],
    [
      'of the organisation is raised by --ci',
      'on',
      [layer('provenance = "if-present"', 'organisation')],
      'required (--ci)',
    ],
  ])('%s', (_reason, ci, layers, expected) => {
    expect(provenanceOf(layers, ci)).toBe(expected);
  });

  it('is remembered nowhere with --ci', () => {
    expect(combineLayers([], 'off').settings.firstSeen.value).toBe('remember');
    expect(combineLayers([], 'detected').settings.firstSeen.value).toBe('remember');
    expect(combineLayers([], 'on').settings.firstSeen.value).toBe('accept');
    expect(combineLayers([layer('first-seen = "refuse"')], 'on').settings.firstSeen.value).toBe('refuse');
    expect(combineLayers([layer('[ci]\nprovenance = "off"')], 'on').settings.firstSeen.value).toBe('accept');
  });

  it('of an age is the longer one', () => {
    const ageOf = (...layers: readonly PolicyLayer[]) =>
      combineLayers(layers, 'off').settings.minAge.value / 86_400_000;
    expect(ageOf(layer('min-age = "P3D"', 'organisation'), layer('min-age = "P5D"', 'project'))).toBe(5);
    expect(ageOf(layer('min-age = "P3D"', 'organisation'))).toBe(3);
    expect(ageOf(layer('min-age = "P3D"', 'user'), layer('min-age = "P1D"', 'project'))).toBe(1);
  });
});

it('has each layer once, the nearest last, in whatever order they come', () => {
  const layers = [
    commandLineLayer({ provenance: { value: 'required', origin: 'command line' } }),
    layer('', 'project'),
    layer('', 'organisation'),
    layer('', 'user'),
  ];
  expect(combineLayers(layers, 'off').layers.map(({ kind }) => kind)).toEqual([
    'organisation',
    'user',
    'project',
    'command line',
  ]);
});

describe('a rule', () => {
  const rulesFor = (layers: readonly PolicyLayer[], name: string, version = '1.0') =>
    demandsOn(combineLayers(layers, 'off'), name, version).publisherRules.map((each) =>
      describeOrigin(each.rule.origin),
    );

  const named = (...packages: readonly string[]) =>
    packages.map((each) => rule(`"${each}"`, PUBLISHER)).join('\n');

  it.each<readonly [string, readonly PolicyLayer[], string, string, readonly string[]]>([
    ['for the name', [layer(named('acme'))], 'Acme', '1.0', ['project.toml:2']],
    ['for another name', [layer(named('acme'))], 'acme-x', '1.0', []],
    [
      'for the name before one for a wildcard',
      [layer(named('ac*', 'acme'))],
      'acme',
      '1.0',
      ['project.toml:5'],
    ],
    ['for more letters', [layer(named('ac*', 'acm*', '*'))], 'acme', '1.0', ['project.toml:5']],
    ['for fewer versions', [layer(named('acme', 'acme<2'))], 'acme', '1.0', ['project.toml:5']],
    [
      'for all versions where the others do not fit',
      [layer(named('acme', 'acme<2'))],
      'acme',
      '2.0',
      ['project.toml:2'],
    ],
    [
      "of the user for the name, before the project's for a wildcard",
      [layer(named('ac*'), 'project'), layer(named('acme'), 'user')],
      'acme',
      '1.0',
      ['user.toml:2'],
    ],
    [
      "of the project where the user's is as specific",
      [layer(named('acme'), 'user'), layer(named('acme'), 'project')],
      'acme',
      '1.0',
      ['project.toml:2'],
    ],
    [
      'of the project where the layers come in another order',
      [layer(named('acme'), 'project'), layer(named('acme'), 'user')],
      'acme',
      '1.0',
      ['project.toml:2'],
    ],
    [
      'of the organisation, and one of the others',
      [layer(named('ac*'), 'organisation'), layer(named('acme'), 'project')],
      'acme',
      '1.0',
      ['project.toml:2', 'organisation.toml:2'],
    ],
    [
      'of the organisation, however specific the others are',
      [layer(named('*'), 'organisation'), layer(rule('"acme"', 'min-age = "P1D"'), 'project')],
      'acme',
      '1.0',
      ['organisation.toml:2'],
    ],
    [
      'that is more specific and names nobody',
      [layer(`${named('ac*')}\n${rule('"acme"', 'min-age = "P1D"')}`)],
      'acme',
      '1.0',
      [],
    ],
  ])('counts: %s', (_reason, layers, name, version, expected) => {
    expect(rulesFor(layers, name, version)).toEqual(expected);
  });

  it.each<readonly [string, readonly PolicyLayer[], string, string | null]>([
    ['by its name', [layer(rule('"acme"', 'deny = true'))], '1.0', 'project.toml:3'],
    [
      'by a wildcard, though a rule for the name says who may publish',
      [layer(`${named('acme')}\n${rule('"*"', 'deny = true')}`)],
      '1.0',
      'project.toml:6',
    ],
    ['in some versions', [layer(rule('"acme<2"', 'deny = true'))], '1.0', 'project.toml:3'],
    ['in other versions', [layer(rule('"acme<2"', 'deny = true'))], '2.0', null],
    [
      'by the user, whatever the project says',
      [layer(rule('"acme"', 'deny = true'), 'user'), layer(named('acme'), 'project')],
      '1.0',
      'user.toml:3',
    ],
    [
      'by the organisation',
      [layer(rule('"ac*"', 'deny = true'), 'organisation'), layer(named('acme'), 'project')],
      '1.0',
      'organisation.toml:3',
    ],
    [
      'by the organisation, before others',
      [layer(rule('"ac*"', 'deny = true'), 'organisation'), layer(rule('"acme"', 'deny = true'), 'project')],
      '1.0',
      'organisation.toml:3',
    ],
    ['by nobody', [layer(named('acme'))], '1.0', null],
  ])('forbids: %s', (_reason, layers, version, expected) => {
    const { denied } = demandsOn(combineLayers(layers, 'off'), 'acme', version);
    expect(denied === null ? null : describeOrigin(denied.origin)).toBe(expected);
  });

  it('that forbids counts for nothing else', () => {
    const policy = combineLayers(
      [layer(`${rule('"acme"', 'deny = true')}\n${rule('"ac*"', 'min-age = "P1D"')}`)],
      'off',
    );
    expect(demandsOn(policy, 'acme').settings.minAge.value).toBe(86_400_000);
  });

  it('is the most specific one, in whatever order rules stand', () => {
    const packages = ['*', 'a*', 'ac*', 'acme', 'acme<2', 'acme>=1,<2', 'acme<3'];
    fc.assert(
      fc.property(fc.shuffledSubarray(packages, { minLength: 1 }), (chosen) => {
        const [found] = demandsOn(
          combineLayers([layer(named(...chosen))], 'off'),
          'acme',
          '1.5',
        ).publisherRules;
        const best = packages
          .toSorted((one, other) => rank(other) - rank(one))
          .find((each) => chosen.includes(each));
        expect(found?.rule.packages[0]?.text).toBe(best);
      }),
    );
    function rank(each: string): number {
      return ['*', 'a*', 'ac*', 'acme', 'acme<3', 'acme<2', 'acme>=1,<2'].indexOf(each);
    }
  });
});

describe('an index', () => {
  const index = (url: string, packages: string, evidence = '') =>
    `[[index]]\nurl = "${url}"\n${packages === '' ? '' : `packages = [${packages}]\n`}${evidence === '' ? '' : `evidence = "${evidence}"\n`}`;
  const pinOf = (layers: readonly PolicyLayer[], name: string) =>
    combineLayers(layers, 'off').pinOf(normalizeName(name));
  const ONE = 'https://one.example/simple';
  const OTHER = 'https://other.example/simple';

  it.each<readonly [string, readonly PolicyLayer[], string, string | undefined]>([
    ['the name', [layer(index(ONE, '"acme"'))], 'acme', ONE],
    ['a wildcard', [layer(index(ONE, '"acme-*"'))], 'acme-x', ONE],
    ['other names', [layer(index(ONE, '"acme-*"'))], 'acme', undefined],
    ['the name before a wildcard', [layer(index(ONE, '"acme"') + index(OTHER, '"*"'))], 'acme', ONE],
    ['the name, wherever it stands', [layer(index(OTHER, '"*"') + index(ONE, '"acme"'))], 'acme', ONE],
    [
      'the project before the user',
      [layer(index(OTHER, '"acme"'), 'user'), layer(index(ONE, '"acme"'), 'project')],
      'acme',
      ONE,
    ],
    [
      'the organisation before a more specific one',
      [layer(index(ONE, '"ac*"'), 'organisation'), layer(index(`${ONE}/`, '"acme"'), 'project')],
      'acme',
      ONE,
    ],
  ])('is pinned for %s', (_reason, layers, name, expected) => {
    expect(pinOf(layers, name)?.value).toBe(expected);
  });

  it('says where it was pinned', () => {
    expect(pinOf([layer(index(ONE, '"acme"'))], 'acme')?.origin.line).toBe(2);
  });

  const evidenceOf = (text: string, name: string, url: string) =>
    combineLayers([layer(text)], 'off').evidenceIndexOf(normalizeName(name), url)?.value;

  it.each([
    ['of the index', index(ONE, '', OTHER), 'acme', ONE, OTHER],
    ['of the index, with a slash at the end', index(ONE, '', OTHER), 'acme', `${ONE}/`, OTHER],
    [
      'of the index, with credentials',
      index(ONE, '', OTHER),
      'acme',
      'https://u:p@one.example/simple',
      OTHER,
    ],
    ['of another index', index(ONE, '', OTHER), 'acme', OTHER, undefined],
    ['of some packages', index(ONE, '"acme-*"', OTHER), 'acme-x', ONE, OTHER],
    ['of other packages', index(ONE, '"acme-*"', OTHER), 'acme', ONE, undefined],
    [
      'of the package before all',
      index(ONE, '"acme"', 'https://own.example') + index(ONE, '', OTHER),
      'acme',
      ONE,
      'https://own.example',
    ],
    [
      'of all where the package has none of its own',
      index(ONE, '"acme"') + index(ONE, '', OTHER),
      'acme',
      ONE,
      OTHER,
    ],
    ['of nobody', index(ONE, '"acme"'), 'acme', ONE, undefined],
  ])('has its evidence elsewhere: %s', (_reason, text, name, url, expected) => {
    expect(evidenceOf(text, name, url)).toBe(expected);
  });
});

describe('a trust root', () => {
  const ROOTS = '[trust]\nroot = "x.json"\n[trust.roots.own]\nroot = "own.json"\n';

  it('is the public one where nobody names another', () => {
    const policy = combineLayers([layer(rule('"acme"', PUBLISHER))], 'off');
    expect(demandsOn(policy, 'acme').root.name).toBe('public-good');
    expect(demandsOn(policy, 'acme').publisherRules[0]?.root.name).toBe('public-good');
    expect(policy.roots.map(({ name }) => name)).toEqual(['public-good']);
  });

  it('is the one of the file, of the nearest where there are two', () => {
    const policy = combineLayers([layer(ROOTS, 'user'), layer('[trust]\nroot = "y.json"', 'project')], 'off');
    expect(demandsOn(policy, 'acme').root.name).toBe('y.json');
    expect(combineLayers([layer(ROOTS, 'user'), layer('', 'project')], 'off').roots[0]?.name).toBe('x.json');
  });

  it('is the one that the rule names', () => {
    const text = `${rule('"acme"', `root = "own"\n${PUBLISHER}`)}\n${rule('"other"', `root = "public-good"\n${PUBLISHER}`)}\n${ROOTS}`;
    const policy = combineLayers([layer(text)], 'off');
    expect(demandsOn(policy, 'acme').root.name).toBe('own');
    expect(demandsOn(policy, 'acme').publisherRules[0]?.root.name).toBe('own');
    expect(demandsOn(policy, 'other').root.name).toBe('public-good');
    expect(demandsOn(policy, 'third').root.name).toBe('x.json');
    expect(policy.roots.map(({ name }) => name)).toEqual(['x.json', 'own', 'public-good']);
  });

  it("is the one of the organisation's rule, where the other rule names none", () => {
    const organisation = layer(`${rule('"acme"', `root = "own"\n${PUBLISHER}`)}\n${ROOTS}`, 'organisation');
    const policy = combineLayers([organisation, layer(rule('"acme"', PUBLISHER))], 'off');
    expect(demandsOn(policy, 'acme').root.name).toBe('own');
    expect(demandsOn(policy, 'acme').publisherRules.map(({ root }) => root.name)).toEqual(['x.json', 'own']);
  });

  it.each([
    ['two roots of one name', '[trust.roots.own]\nroot = "a.json"', '[trust.roots.own]\nroot = "b.json"'],
    [
      'a file and a mirror of one name',
      '[trust.roots.own]\nroot = "a.json"',
      '[trust.roots.own]\ntuf-mirror = "https://a.example"\ntuf-root = "a.json"',
    ],
    [
      'two mirrors of one name',
      '[trust.roots.own]\ntuf-mirror = "https://a.example"\ntuf-root = "a.json"',
      '[trust.roots.own]\ntuf-mirror = "https://b.example"\ntuf-root = "a.json"',
    ],
    [
      'mirrors with two beginnings',
      '[trust.roots.own]\ntuf-mirror = "https://a.example"\ntuf-root = "a.json"',
      '[trust.roots.own]\ntuf-mirror = "https://a.example"\ntuf-root = "b.json"',
    ],
    [
      'a name that another root has for its path',
      '[trust]\nroot = "own"',
      '[trust.roots.own]\nroot = "b.json"',
    ],
    ['the path of a file by the name of the public one', '', '[trust]\nroot = "public-good"'],
  ])('is refused with %s', (_reason, user, project) => {
    expect(() => combineLayers([layer(user, 'user'), layer(project, 'project')], 'off')).toRefuse(
      'policy.trust',
    );
  });

  it.each([
    ['the user', '[trust]\nroot = "x.json"', 'user.toml:2'],
    ['the command line', '', '--trusted-root'],
  ])('of one name is told of where %s states the second', (_reason, user, subject) => {
    const layers = [
      commandLineLayer({}, user === '' ? rootOfFile('x.json') : null),
      layer(user, 'user'),
      layer('[trust.roots."x.json"]\nroot = "y.json"', 'organisation'),
    ];
    expect(() => combineLayers(layers, 'off')).toThrow(
      expect.objectContaining({
        errors: expect.arrayContaining([expect.objectContaining({ code: 'policy.trust', subject })]),
      }),
    );
  });

  it('may be described twice alike', () => {
    const text = '[trust.roots.own]\nroot = "a.json"';
    expect(() => combineLayers([layer(text, 'user'), layer(text, 'project')], 'off')).not.toThrow();
  });
});

describe('the organisation', () => {
  const word = fc.option(fc.constantFrom(...PROVENANCE_WORDS), { nil: null });
  const policyText = fc.tuple(word, word, word).map(([general, inRule, inCi]) => {
    const stating = (value: ProvenanceDemand | null) => (value === null ? '' : `provenance = "${value}"`);
    return [
      stating(general),
      inRule === null ? '' : rule('"acme"', stating(inRule)),
      inCi === null ? '' : `[ci]\n${stating(inCi)}`,
    ].join('\n');
  });

  /** What it states itself for the package, the most specific first. */
  const statedBy = ({ rules, ci, settings }: PolicyLayer, mode: CiMode): ProvenanceDemand =>
    (rules[0]?.settings.provenance ?? (mode === 'off' ? undefined : ci.provenance) ?? settings.provenance)
      ?.value ?? 'off';

  it('has its way: what others state is refused, or no looser than what it states', () => {
    fc.assert(
      fc.property(
        policyText,
        policyText,
        fc.constantFrom<CiMode>('off', 'detected', 'on'),
        (above, below, mode) => {
          const organisation = layer(above, 'organisation');
          const least = strictness('provenance', statedBy(organisation, mode));
          const outcome = outcomeOf([organisation, layer(below)], mode);
          if (outcome === 'refused') return;
          expect(strictness('provenance', outcome)).toBeGreaterThanOrEqual(least);
        },
      ),
      { numRuns: 300 },
    );
  });

  function outcomeOf(layers: readonly PolicyLayer[], mode: CiMode): ProvenanceDemand | 'refused' {
    try {
      return demandsOn(combineLayers(layers, mode), 'acme').settings.provenance.value;
    } catch (error) {
      if (!(error instanceof SafeInstallErrors)) throw error;
      expect(error.errors.map(({ code }) => code)).toContain('policy.loosened');
      return 'refused';
    }
  }
});
