import { describe, expect, it } from 'vitest';
import { makeProject } from './run-command.ts';

const RULE = `[[rule]]
packages = ["widget", "acme-*>=2"]
[[rule.publisher]]
kind = "GitHub"
repository = "acme/widget"
workflow = "release.yml"
`;

describe('policy check', () => {
  it('says in one line that a policy is valid, and nothing with -q', async () => {
    const project = await makeProject();
    await project.write('safe-install.toml', `version = 1\n${RULE}`);
    expect(await project.run('policy', 'check')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'safe-install.toml is valid: 1 rule\n',
    });
    expect(await project.run('policy', 'check', '-q')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('says that there is none', async () => {
    const { exitCode, stderr } = await (await makeProject()).run('policy', 'check');
    expect({ exitCode, stderr }).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "There is no policy file: what is built in holds (safe-install policy show)
      ",
      }
    `);
  });

  it('tells everything that is wrong, with its place and the nearest key', async () => {
    const project = await makeProject();
    await project.write('safe-install.toml', 'version = 1\nprovenence = "required"\nmin-age = "3 days"\n');
    const { exitCode, stdout, stderr } = await project.run('policy', 'check');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatchInlineSnapshot(`
      "error[policy.unknown-key]: Cannot use the policy: "provenence" is no key of the
        policy
          provenence = "required"
          ^^^^^^^^^^
        at  safe-install.toml:2:1
      hint: Did you mean "provenance"?

      error[policy.value]: Cannot use the policy: "min-age" takes a duration of ISO
        8601 in weeks, days, hours, minutes and seconds, not "3 days"
          min-age = "3 days"
                    ^^^^^^^^
        at  safe-install.toml:3:11
      hint: Write it like "P3D" or "PT12H"; months and years have no fixed length
      "
    `);
  });

  it('warns about what is never reached, and lets it be', async () => {
    const project = await makeProject();
    await project.write(
      'safe-install.toml',
      `version = 1\n[[rule]]\npackages = ["widget"]\ndeny = true\n${RULE}`,
    );
    const { exitCode, stderr } = await project.run('policy', 'check');
    expect(exitCode).toBe(0);
    expect(stderr).toMatchInlineSnapshot(`
      "warning[policy.rule-unreachable]: "widget" is never reached, because of "widget"
        (safe-install.toml:3)
          packages = ["widget", "acme-*>=2"]
                      ^^^^^^^^
        at  safe-install.toml:6:13
      safe-install.toml is valid: 2 rules, 1 warning
      "
    `);
  });

  it('checks each of the files that are named, and tells of all of them', async () => {
    const project = await makeProject();
    await project.write('good.toml', 'version = 1\n');
    await project.write('bad.toml', 'version = 2\n');
    await project.write('worse.toml', 'version = \n');
    const { exitCode, stderr } = await project.run(
      'policy',
      'check',
      'good.toml',
      'bad.toml',
      'worse.toml',
      'none.toml',
    );
    expect(exitCode).toBe(2);
    expect(stderr.match(/error\[[a-z.-]+\]/g)).toEqual([
      'error[policy.version]',
      'error[policy.syntax]',
      'error[policy.not-found]',
    ]);
  });

  it('tells what the user has wrong once, however many files are named', async () => {
    const project = await makeProject();
    await project.write('../config/safe-install.toml', 'version = 1\ncolour = "red"\n');
    await project.write('one.toml', 'version = 1\n');
    await project.write('two.toml', 'version = 1\n');
    const { exitCode, stderr } = await project.run('policy', 'check', 'one.toml', 'two.toml');
    expect(exitCode).toBe(2);
    expect(stderr.match(/error\[[a-z.-]+\]/g)).toEqual(['error[policy.unknown-key]']);
  });
});

describe('options of install', () => {
  it.each([
    ['policy check', ['policy', 'check', '--no-deps']],
    ['policy show', ['policy', 'show', '--target', 'lib']],
    ['trust show', ['trust', 'show', '--upgrade']],
  ])('are refused by %s, which has no use for them', async (command, words) => {
    const project = await makeProject();
    const { exitCode, stderr, stdout } = await project.run(...words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('error[usage.option]');
    expect(stderr).toContain(`says nothing to "${command}"`);
  });

  it('may have a value that is called as the action', async () => {
    const project = await makeProject();
    await project.write('show', 'version = 1\nsource = "require"\n');
    const { exitCode, stdout } = await project.run('policy', '--policy', 'show', 'show');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('source = "require"');
  });
});

describe('policy show', () => {
  it('shows the policy in force, each line with its origin', async () => {
    const project = await makeProject();
    await project.write('../config/safe-install.toml', 'version = 1\nmin-age = "P3D"\n');
    await project.write('safe-install.toml', `version = 1\nsource = "require"\n${RULE}`);
    const { exitCode, stdout, stderr } = await project.run('policy', 'show', '--provenance', 'required');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.replaceAll(project.folder.replace(/project$/, ''), '[ROOT]/')).toMatchInlineSnapshot(`
      "provenance = "required"                       # command line
      min-age = "P3D"                               # [ROOT]/config/safe-install.toml:2
      source = "require"                            # safe-install.toml:2
      first-seen = "remember"                       # built-in
      path-conflicts = "warn"                       # built-in

      [[rule]]
      packages = "widget"                           # safe-install.toml:4
      packages = "acme-*>=2"                        # safe-install.toml:4
      publisher = "github.com/acme/widget release.yml"
                                                    # safe-install.toml:5

      [trust]
      root = "public-good"                          # built-in
      "
    `);
  });

  it('shows what is about a package, and about one version of it', async () => {
    const project = await makeProject();
    await project.write('safe-install.toml', `version = 1\n${RULE}`);
    const all = await project.run('policy', 'show', 'Acme.Tools');
    const old = await project.run('policy', 'show', 'acme-tools==1.0');
    const other = await project.run('policy', 'show', 'requests');
    expect([all, old, other].map(({ stdout }) => stdout.includes('[[rule]]'))).toEqual([true, false, false]);
    const fresh = await project.run('policy', 'show', 'acme-tools==2.1');
    expect(fresh.stdout).toMatchInlineSnapshot(`
      "provenance = "required"                       # safe-install.toml:2
      min-age = "P0D"                               # built-in
      source = "warn"                               # built-in
      first-seen = "remember"                       # built-in
      path-conflicts = "warn"                       # built-in

      [[rule]]
      packages = "widget"                           # safe-install.toml:3
      packages = "acme-*>=2"                        # safe-install.toml:3
      publisher = "github.com/acme/widget release.yml"
                                                    # safe-install.toml:4

      [trust]
      root = "public-good"                          # built-in
      "
    `);
  });

  it('shows what --ci changes, and what a [ci] says where the environment says so', async () => {
    const project = await makeProject();
    await project.write('safe-install.toml', 'version = 1\n[ci]\nmin-age = "P7D"\n');
    const lines = async (...words: string[]) =>
      (await project.run('policy', 'show', ...words)).stdout.split('\n').slice(0, 2);
    expect(await lines()).toEqual([
      expect.stringMatching(/^provenance = "no-downgrade" +# built-in$/),
      expect.stringMatching(/^min-age = "P0D" +# built-in$/),
    ]);
    expect(await lines('--ci')).toEqual([
      expect.stringMatching(/^provenance = "required" +# --ci$/),
      expect.stringMatching(/^min-age = "P7D" +# safe-install.toml:3$/),
    ]);
    const inCi = await makeProject({ CI: 'true' });
    await inCi.write('safe-install.toml', 'version = 1\n[ci]\nmin-age = "P7D"\n');
    expect((await inCi.run('policy', 'show')).stdout).toMatch(
      /^provenance = "no-downgrade" +# built-in\nmin-age = "P7D" +# safe-install.toml:3$/m,
    );
  });

  it('says the same to programs', async () => {
    const project = await makeProject();
    await project.write('safe-install.toml', `version = 1\n${RULE}`);
    const { stdout } = await project.run('policy', 'show', '--format', 'json', 'widget==1.0');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      package: { name: 'widget', version: '1.0' },
      sections: [
        { title: '', lines: [{ text: 'provenance = "required"', origin: { line: 2 } }, {}, {}, {}, {}] },
        { title: '[[rule]]' },
        { title: '[trust]' },
      ],
    });
  });

  it.each([
    ['more versions than one', ['show', 'widget>=1'], 'usage.command'],
    ['a prefix of versions', ['show', 'widget==1.*'], 'usage.command'],
    ['two packages', ['show', 'widget', 'other'], 'usage.command'],
    ['what is no requirement', ['show', 'widget=1'], 'packaging.requirement'],
    ['a form that it does not have', ['show', '--format', 'xml'], 'usage.option'],
    ['nothing to do', [], 'usage.command'],
    ['something else to do', ['shwo'], 'usage.command'],
  ])('refuses %s', async (_reason, words, code) => {
    const { exitCode, stdout, stderr } = await (await makeProject()).run('policy', ...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`error[${code}]`);
  });

  it('--help fits a terminal', async () => {
    const { exitCode, stdout } = await (await makeProject()).run('policy', '--help');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(stdout.split('\n').length).toBeLessThan(25);
  });
});
