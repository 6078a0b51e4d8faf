import { describe, expect, it } from 'vitest';
import { normalizeName, parseVersion } from '../../../src/packaging/index.ts';
import { combineLayers } from '../../../src/policy/layers/combine-layers.ts';
import { commandLineLayer } from '../../../src/policy/layers/command-line-layer.ts';
import { describeDemands, describePolicy } from '../../../src/policy/layers/describe-policy.ts';
import { describeOrigin } from '../../../src/policy/origin.ts';
import { layer } from '../support.ts';

it('shows the policy that is in force, each line with its origin', () => {
  const user = layer(
    'min-age = "P3D"\n[trust.roots.own]\nroot = "own.json"\n[trust.roots.far]\ntuf-mirror = "https://tuf.example"\ntuf-root = "root.json"',
    'user',
  );
  const project = layer(`[[rule]]
packages = ["acme", "acme-*>=2"]
min-age = "PT12H"
[[rule.publisher]]
kind = "GitHub"
repository = "acme/widget"
workflow = "release.yml"
environment = "prod"
ref = "refs/tags/*"
signer = "https://github.com/acme/build/x@*"
trigger = "release"
runner = "github-hosted"
repository-id = 1
owner-id = 2
valid-from = 2026-01-01
valid-until = 2026-12-31
[[rule]]
packages = ["evil"]
deny = true
[[index]]
url = "https://packages.example"
packages = ["acme-*"]
evidence = "https://upstream.example"
[[waiver]]
package = "acme==1"
sha256 = "${'0'.repeat(64)}"
check = "age.too-new"
reason = "a fix"
expires = 2027-01-31
`);
  const options = commandLineLayer({ provenance: { value: 'required', origin: 'SAFE_INSTALL_PROVENANCE' } });
  const shown = describePolicy(combineLayers([user, project, options], 'on'))
    .flatMap(({ title, lines }) => [
      title,
      ...lines.map(({ text, origin }) => `${text}  # ${describeOrigin(origin)}`),
    ])
    .join('\n');
  expect(shown).toMatchInlineSnapshot(`
    "
    provenance = "required"  # SAFE_INSTALL_PROVENANCE
    min-age = "P3D"  # user.toml:2
    source = "warn"  # built-in
    first-seen = "accept"  # --ci
    path-conflicts = "warn"  # built-in
    [[index]]
    url = "https://packages.example"  # project.toml:21
    packages = "acme-*"  # project.toml:23
    evidence = "https://upstream.example"  # project.toml:21
    [[rule]]
    packages = "acme"  # project.toml:3
    packages = "acme-*>=2"  # project.toml:3
    publisher = "github.com/acme/widget release.yml in environment prod, at refs/tags/*, signed by https://github.com/acme/build/x@*, trigger release, runner github-hosted, repository id 1, owner id 2, from 2026-01-01, until 2026-12-31"  # project.toml:5
    min-age = "PT12H"  # project.toml:4
    [[rule]]
    packages = "evil"  # project.toml:19
    deny = true  # project.toml:18
    [[waiver]]
    package = "acme==1"  # project.toml:25
    sha256 = "0000000000000000000000000000000000000000000000000000000000000000"  # project.toml:25
    check = "age.too-new"  # project.toml:25
    reason = "a fix"  # project.toml:25
    expires = 2027-01-31  # project.toml:25
    [trust]
    root = "public-good"  # built-in"
  `);
});

it('shows the roots that rules may name', () => {
  const text =
    '[[rule]]\npackages = ["a"]\nroot = "own"\n[[rule]]\npackages = ["b"]\nroot = "far"\n[trust.roots.own]\nroot = "own.json"\n[trust.roots.far]\ntuf-mirror = "https://tuf.example"\ntuf-root = "root.json"';
  const roots = describePolicy(combineLayers([layer(text)], 'off')).filter(
    ({ title }) => title === '[trust]',
  );
  expect(roots.flatMap(({ lines }) => lines.map((each) => each.text))).toEqual([
    'root = "public-good"',
    'root = "/somewhere/own.json"',
    'tuf-mirror = "https://tuf.example"',
  ]);
});

describe('describeDemands', () => {
  const policy = combineLayers(
    [
      layer(`provenance = "if-present"
[[rule]]
packages = ["acme-*", "widget"]
min-age = "P1D"
[[rule]]
packages = ["acme-tools>=2"]
root = "own"
[[rule.publisher]]
kind = "Google"
email = "me@acme.example"
[[rule]]
packages = ["acme-tools<0.5"]
deny = true
[[rule]]
packages = ["other"]
source = "require"
[[index]]
url = "https://packages.example"
packages = ["acme-*", "widget"]
[[index]]
url = "https://mirror.example"
evidence = "https://upstream.example"
[[index]]
url = "https://elsewhere.example"
packages = ["other"]
[[waiver]]
package = "acme-tools==2"
sha256 = "${'0'.repeat(64)}"
check = "age.too-new"
reason = "a fix"
expires = 2027-01-31
[[waiver]]
package = "other==2"
sha256 = "${'1'.repeat(64)}"
check = "age.too-new"
reason = "a fix"
expires = 2027-01-31
[trust.roots.own]
root = "own.json"`),
    ],
    'off',
  );

  /** Everything but what is only of settings, each section in one line. */
  const shown = (name: string, version: string | null): readonly string[] =>
    describeDemands(policy, normalizeName(name), version === null ? null : parseVersion(version))
      .slice(1)
      .map(({ title, lines }) => `${title} ${lines[0]?.text ?? ''}`);

  const settings = (name: string, version: string | null): readonly string[] =>
    describeDemands(
      policy,
      normalizeName(name),
      version === null ? null : parseVersion(version),
    )[0]?.lines.map(({ text }) => text) ?? [];

  const INDEXES = ['[[index]] url = "https://packages.example"', '[[index]] url = "https://mirror.example"'];
  const WAIVER = '[[waiver]] package = "acme-tools==2"';
  const PUBLIC = '[trust] root = "public-good"';
  const OWN = '[trust] root = "/somewhere/own.json"';
  const [WIDE, NAMED, DENIED] = ['acme-*', 'acme-tools>=2', 'acme-tools<0.5'].map(
    (text) => `[[rule]] packages = "${text}"`,
  );

  it.each([
    ['all versions', 'acme-tools', null, [...INDEXES, WIDE, NAMED, DENIED, WAIVER, PUBLIC, OWN]],
    ['the version of the most specific rule', 'acme-tools', '2', [...INDEXES, NAMED, WAIVER, OWN]],
    ['another version of it', 'acme-tools', '2.1', [...INDEXES, NAMED, OWN]],
    ['a version of the wider rule', 'acme-tools', '1.0', [...INDEXES, WIDE, PUBLIC]],
    ['a version that is forbidden', 'acme-tools', '0.4', [...INDEXES, WIDE, DENIED, PUBLIC]],
    ['a project that nothing names', 'nobody', '1.0', [INDEXES[1], PUBLIC]],
  ])('shows what is about %s', (_reason, name, version, expected) => {
    expect(shown(name, version)).toEqual(expected);
  });

  it('shows a rule of which one setting counts, and another does not', () => {
    const rule = '[[rule]]\npackages = ["acme"]\nmin-age = "P1D"\nsource = "require"';
    const options = commandLineLayer({ source: { value: 'warn', origin: 'command line' } });
    const sections = describeDemands(
      combineLayers([layer(rule), options], 'off'),
      normalizeName('acme'),
      parseVersion('1.0'),
    );
    expect(sections.map(({ title }) => title)).toEqual(['', '[[rule]]', '[trust]']);
  });

  it('shows the root that a rule names', () => {
    const lines = describePolicy(policy).flatMap((section) => section.lines);
    expect(lines).toContainEqual({
      text: 'root = "own"',
      origin: { source: 'project.toml', line: 8, column: 1 },
    });
  });

  it('shows the settings of a version, and those in general where none is asked for', () => {
    expect(settings('acme-tools', '2')).toContain('provenance = "required"');
    expect(settings('acme-tools', '1.0')).toContain('min-age = "P1D"');
    expect(settings('acme-tools', null)).toContain('provenance = "if-present"');
    expect(settings('acme-tools', null)).toContain('min-age = "P0D"');
  });
});
