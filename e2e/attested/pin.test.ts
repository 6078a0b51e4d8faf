import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { emailIdentity, githubIdentity } from '../sigstore/index.ts';
import {
  attestedShop,
  PUBLISHERS,
  type PublisherName,
  ruleFor,
  SHOP_ROOT,
} from '../support/attested-index.ts';
import { codesOf, expectDone, expectLaidOut, expectOneScreen } from '../support/output.ts';
import { makeSandbox } from '../support/sandbox.ts';

const suite = attestedShop();

const policyText = (name = 'safe-install.toml'): Promise<string> =>
  readFile(join(suite.shop.sandbox.project, name), 'utf8');

/** The same text with what differs from run to run replaced. */
const filteredText = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\d/g, '[DAY]').replaceAll(/entry \d+/g, 'entry [N]');

const evil = githubIdentity({ repository: 'evil/widget', repositoryId: '666', ownerId: '66' });

describe('policy pin', () => {
  it('adds who signed a release, which holds from then on', async () => {
    const { shop } = suite;
    await shop.publish({ name: 'widget', version: '1.0', requires: ['elsewhere'] });
    await shop.publish({ name: 'gadget', version: '1.0' }, { publisher: 'gitlab-environment' });
    await shop.policy('# mine\nmin-age = "P1D"\n');
    const result = await shop.sandbox.run(['policy', 'pin', 'widget==1.0', 'gadget']);
    expectDone(result);
    expectOneScreen(result);
    expectLaidOut(result);
    expect(filteredText(await policyText())).toMatchInlineSnapshot(`
      "version = 1

      # mine
      min-age = "P1D"

      [trust]
      root = "trusted_root.json"

      # gadget-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["gadget"]
      [[rule.publisher]]
      kind = "GitLab"
      repository = "acme/tools/widget"
      workflow_filepath = ".gitlab-ci.yml"
      environment = "release"
      repository-id = "7"
      owner-id = "70"

      # widget-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["widget"]
      [[rule.publisher]]
      kind = "GitHub"
      repository = "acme/widget"
      workflow = "release.yml"
      repository-id = "4242"
      owner-id = "42"
      "
    `);
    expectDone(await shop.sandbox.run(['policy', 'check']));
    await shop.publish({ name: 'widget', version: '1.1' }, { identity: evil });
    const refused = await shop.sandbox.run(['widget', '--dry-run']);
    expect(codesOf(refused)).toEqual(['identity.repository-id']);
    const again = await shop.sandbox.run(['policy', 'pin', 'widget==1.0']);
    expectDone(again);
    expect(again.stderr).toMatch(/widget: a rule names its publisher \(safe-install\.toml:\d+\)/);
  });

  it('begins a policy where there is none, and one in pyproject.toml in its own form', async () => {
    const { shop } = suite;
    await shop.publish({ name: 'widget', version: '1.0' });
    await shop.policy();
    await shop.sandbox.write(
      'pyproject.toml',
      `[project]\nname = "mine"\n\n[tool.safe-install]\nversion = 1\n[tool.safe-install.trust]\nroot = "${SHOP_ROOT}"\n`,
    );
    const words = ['policy', 'pin', 'widget', '--policy', 'pyproject.toml'];
    expectDone(await shop.sandbox.run(words));
    expect(await policyText('pyproject.toml')).toContain(
      '[[tool.safe-install.rule.publisher]]\nkind = "GitHub"',
    );
  });

  it('names a publisher who has changed, or whom a strict policy does not take unnamed', async () => {
    const { shop } = suite;
    await shop.publish({ name: 'widget', version: '1.0' });
    expectDone(await shop.sandbox.run(['widget', '--target', 'there']));
    await shop.publish({ name: 'widget', version: '1.1' }, { identity: evil });
    await shop.policy('provenance = "required"\nfirst-seen = "refuse"\nmin-age = "P9999D"\n');
    expectDone(await shop.sandbox.run(['policy', 'pin', 'widget']));
    const result = await shop.sandbox.run(['widget', '--dry-run', '--min-age', 'P0D']);
    expectDone(result);
    expect(result.stderr).toContain('1 attested');
  });

  it.each<[string, string, readonly string[], number]>([
    ['a release that nobody has signed', '', ['provenance.missing'], 1],
    ['one that somebody else has signed than a rule says', ruleFor('bad', 'google'), ['identity.issuer'], 1],
    ['one that is forbidden', '[[rule]]\npackages = ["bad"]\ndeny = true\n', ['plan.denied'], 1],
  ])('writes nothing for %s', async (reason, policy, codes, exitCode) => {
    const { shop } = suite;
    await shop.publish({ name: 'widget', version: '1.0' });
    if (reason.includes('nobody')) shop.index.add(makeWheel({ name: 'bad', version: '1.0' }));
    else await shop.publish({ name: 'bad', version: '1.0' });
    await shop.policy(policy);
    const before = await policyText();
    const result = await shop.sandbox.run(['policy', 'pin', 'widget', 'bad']);
    expect({ codes: codesOf(result), exitCode: result.exitCode }, result.stderr).toEqual({ codes, exitCode });
    expect(result.stderr).toMatch(/Cannot pin\s+"bad 1\.0"/);
    expectOneScreen(result);
    expect(await policyText()).toBe(before);
  });

  it('writes nothing that does not go together with what is there', async () => {
    const { shop } = suite;
    await shop.publish({ name: 'widget', version: '1.0' });
    await shop.policy('[[rule]]\npackages = ["widget"]\nmin-age = "P1D"\n');
    const before = await policyText();
    const result = await shop.sandbox.run(['policy', 'pin', 'widget']);
    expect({ codes: codesOf(result), exitCode: result.exitCode }).toEqual({
      codes: ['policy.rule-conflict'],
      exitCode: 2,
    });
    expect(await policyText()).toBe(before);
  });

  it('names whoever signed what lies beside a file', async () => {
    const { shop } = suite;
    const file = makeWheel({ name: 'widget', version: '1.0' });
    const identity = emailIdentity('me@acme.example', 'https://accounts.acme.example');
    await shop.sandbox.write(file.filename, file.bytes);
    const bundle = await shop.sigstore.signStatement(file, { identity });
    await shop.sandbox.write(`${file.filename}.sigstore.json`, JSON.stringify(bundle));
    expectDone(await shop.sandbox.run(['policy', 'pin', `./${file.filename}`]));
    expect(await policyText()).toContain(
      'issuer = "https://accounts.acme.example"\nidentity = "me@acme.example"',
    );
    expectDone(await shop.sandbox.run([`./${file.filename}`, '--dry-run', '--require-provenance']));
  });
});

describe('policy init', () => {
  it('writes who signed what a requirements file comes to, and what is signed by nobody is told', async () => {
    const { shop } = suite;
    const names = Object.keys(PUBLISHERS) as PublisherName[];
    await shop.publishOneOfEach();
    shop.index.add(makeWheel({ name: 'plain', version: '1.0' }));
    await shop.sandbox.write('requirements.txt', `${[...names, 'plain'].join('\n')}\n`);
    // the root has to be that of the user here: the project has no policy yet
    await shop.userPolicy();
    const words = ['policy', 'init', '-r', 'requirements.txt', '--force'];
    const result = await shop.sandbox.run(words);
    expectDone(result);
    expectLaidOut(result);
    expect(result.stderr).toContain('Signed by nobody: plain\n');
    expect(filteredText(await policyText())).toMatchInlineSnapshot(`
      "# Written by "safe-install policy init" on [DAY]: each rule names who was proven to have
      # published a file then, with what proves it. That he is the right one is for you to say.

      version = 1

      # circleci-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["circleci"]
      [[rule.publisher]]
      kind = "CircleCI"
      project_id = "11111111-2222-4333-8444-555555555555"
      pipeline_definition_id = "66666666-7777-4888-9999-000000000000"
      vcs_origin = "github.com/acme/widget"

      # github-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["github"]
      [[rule.publisher]]
      kind = "GitHub"
      repository = "acme/widget"
      workflow = "release.yml"
      repository-id = "4242"
      owner-id = "42"

      # github_environment-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["github-environment"]
      [[rule.publisher]]
      kind = "GitHub"
      repository = "acme/widget"
      workflow = "release.yml"
      environment = "release"
      repository-id = "4242"
      owner-id = "42"

      # gitlab-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["gitlab"]
      [[rule.publisher]]
      kind = "GitLab"
      repository = "acme/tools/widget"
      workflow_filepath = ".gitlab-ci.yml"
      repository-id = "7"
      owner-id = "70"

      # gitlab_environment-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["gitlab-environment"]
      [[rule.publisher]]
      kind = "GitLab"
      repository = "acme/tools/widget"
      workflow_filepath = ".gitlab-ci.yml"
      environment = "release"
      repository-id = "7"
      owner-id = "70"

      # google-1.0-py3-none-any.whl, signed [DAY], entry [N] of rekor.sigstore.example
      [[rule]]
      packages = ["google"]
      [[rule.publisher]]
      kind = "Google"
      email = "publisher@acme.iam.example"
      "
    `);
    const needed = await shop.sandbox.run([...names, '--dry-run']);
    expectDone(needed);
    expect(needed.stderr).toContain('6 attested');
    const second = await shop.sandbox.run(words.slice(0, -1));
    expect({ codes: codesOf(second), exitCode: second.exitCode }).toEqual({
      codes: ['policy.exists'],
      exitCode: 2,
    });
  });

  it('looks at what is installed, and leaves out what is refused or not to be had', async () => {
    const { shop } = suite;
    const sandbox = await makeSandbox({ installer: 'uv', index: shop.index.url });
    await shop.userPolicy(sandbox);
    for (const name of ['widget', 'gone', 'bad', 'plain', 'other'])
      if (name === 'plain') shop.index.add(makeWheel({ name, version: '1.0' }));
      else await shop.publish({ name, version: '1.0' });
    expectDone(await sandbox.run(['widget', 'gone', 'bad', 'plain', 'other']));
    shop.index.reset();
    await sandbox.clear();
    await shop.publish({ name: 'widget', version: '1.0' });
    await shop.publish({ name: 'other', version: '1.0' });
    shop.index.add(makeWheel({ name: 'plain', version: '1.0' }));
    await shop.publish({ name: 'bad', version: '1.0' }, { alter: () => 'garbage' });
    const result = await sandbox.run(['policy', 'init']);
    expectDone(result);
    expect(result.stderr).toMatch(/warning: bad==1\.0 is left out/);
    expect(result.stderr).toMatch(/warning: gone==1\.0 is left out/);
    expect(result.stderr).toContain('Signed by nobody: plain\n');
    const text = await readFile(join(sandbox.project, 'safe-install.toml'), 'utf8');
    expect(text.match(/^packages = .*$/gm)).toEqual(['packages = ["other"]', 'packages = ["widget"]']);
  });

  it('writes nothing where nobody has signed anything, nor beside a table in pyproject.toml', async () => {
    const { shop } = suite;
    shop.index.add(makeWheel({ name: 'plain', version: '1.0' }));
    const result = await shop.sandbox.run(['policy', 'init', 'plain', '--force']);
    expect({ codes: codesOf(result), exitCode: result.exitCode }).toEqual({
      codes: ['provenance.missing'],
      exitCode: 1,
    });
    await shop.sandbox.clear();
    await shop.sandbox.write('pyproject.toml', '[tool.safe-install]\nversion = 1\n');
    const table = await shop.sandbox.run(['policy', 'init', 'plain', '--force']);
    expect({ codes: codesOf(table), exitCode: table.exitCode }).toEqual({
      codes: ['policy.exists'],
      exitCode: 2,
    });
  });
});
