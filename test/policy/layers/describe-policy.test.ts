import { expect, it } from 'vitest';
import { combineLayers } from '../../../src/policy/layers/combine-layers.ts';
import { commandLineLayer } from '../../../src/policy/layers/command-line-layer.ts';
import { describePolicy } from '../../../src/policy/layers/describe-policy.ts';
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
