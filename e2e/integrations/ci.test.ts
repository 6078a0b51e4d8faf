import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emptyEnvironment, gates, mendActivation } from '../shims/shells.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone } from '../support/output.ts';
import { Sandbox } from '../support/sandbox.ts';
import { SHOP } from '../support/shop.ts';
import { isWindows } from '../support/tools.ts';
import { type Action, type Job, runAction, runStep } from './composite-action.ts';
import { playDockerfile } from './dockerfile.ts';
import { makeStandIns, makeUnbuilt, PACKAGE } from './stand-ins.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const textOf = (name: string): Promise<string> => readFile(join(ROOT, name), 'utf8');

let index: LocalIndex;
let sandbox: Sandbox;
let standIns: { readonly folder: string; readonly log: string };
beforeAll(async () => {
  index = await startLocalIndex();
  index.addAll(SHOP);
  sandbox = await Sandbox.make({ index: index.url });
  await mendActivation(sandbox);
});
beforeEach(async () => {
  await sandbox.clear();
  await emptyEnvironment(sandbox);
  standIns = await makeStandIns(sandbox);
});
afterAll(async () => {
  await index.close();
  await sandbox.remove();
});

/** What a fresh machine of a CI host has. */
const plain = (): Readonly<Record<string, string>> => ({
  PATH: `${standIns.folder}:/usr/bin:/bin`,
  VIRTUAL_ENV: '',
  VENV: sandbox.venv,
});

describe.skipIf(isWindows)('the action for GitHub', async () => {
  const action = parse(await textOf('action.yml')) as Action;
  const contextFor = (inputs: Readonly<Record<string, string>>, path: string = PACKAGE) => ({
    'runner.os': 'Linux',
    'runner.temp': join(sandbox.temporary, 'runner'),
    'github.action_path': path,
    ...Object.fromEntries(
      Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, input.default]),
    ),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value])),
  });
  const after = (job: Job, run: string) => runStep({ run }, {}, job, sandbox);
  const last = (job: Job) =>
    job.results.at(-1) ?? { exitCode: undefined, stdout: '', stderr: '', signal: undefined };

  it('puts no input into a script, where it would be run', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps) {
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
    }
  });

  it('has pip of every later step go through safe-install, activated environment or not', async () => {
    const job = await runAction(action, contextFor({ policy: 'policy.toml' }), plain(), sandbox);
    job.results.forEach(expectDone);
    expect(job.env).toMatchObject({ SAFE_INSTALL_POLICY: 'policy.toml' });
    expect(job.env).not.toHaveProperty('SAFE_INSTALL_CI');
    await sandbox.write('policy.toml', 'version = 1\nprovenance = "if-present"\n');
    const activated = await after(
      job,
      '. "$VENV/bin/activate"\npip install till==1.5\nsafe-install --version\n',
    );
    expectDone(last(activated));
    expect(gates(last(activated)), last(activated).stderr).toBe(1);
    const onPath = {
      ...job,
      env: { ...job.env, PATH: `${job.env.PATH?.split(':')[0]}:${join(sandbox.venv, 'bin')}:/bin` },
    };
    const script = await after(onPath, 'sh -c "python3 -m pip install till==1.6"');
    expect(gates(last(script)), last(script).stderr).toBe(1);
    expect(await sandbox.freeze()).toEqual(['till==1.6']);
  });

  it('demands what --ci demands when it is told to, and runs a command at once', async () => {
    const inputs = { ci: 'true', args: `install\n  --python ${sandbox.venv}\n  till *` };
    const job = await runAction(action, contextFor(inputs), plain(), sandbox);
    expect(job.env).toMatchObject({ SAFE_INSTALL_CI: '1' });
    expect(last(job).exitCode).not.toBe(0); // the star is a word, and no list of files
    expect(last(job).stderr).toContain('error[packaging.requirement]');
  });

  it('only brings the command when it is told to', async () => {
    const job = await runAction(action, contextFor({ transparent: 'false' }), plain(), sandbox);
    job.results.forEach(expectDone);
    expect(job.env).not.toHaveProperty('BASH_ENV');
    const step = await after(job, 'safe-install --version; command -v pip || echo no pip of ours\n');
    expect(last(step).stdout).toMatch(/^safe-install \d.*\n(?!.*shims)/);
  });

  it('builds what is not built', async () => {
    const path = await makeUnbuilt(join(sandbox.temporary, 'action'));
    const job = await runAction(action, contextFor({ args: '--version' }, path), plain(), sandbox);
    job.results.forEach(expectDone);
    expect(last(job).stdout).toMatch(/^safe-install \d/);
    expect(await readFile(standIns.log, 'utf8')).toBe(
      `npm ci --include=dev --no-audit --no-fund --prefix ${path}\n`,
    );
  });

  it.each([
    ['Windows', { 'runner.os': 'Windows' }, '', /no shims for Windows yet/],
    ['an old Node', {}, '#!/bin/sh\nexit 1\n', /needs Node 20\.17 or newer/],
  ])('says so on %s', async (_reason, facts, node, expected) => {
    const folder = join(sandbox.temporary, 'first');
    await sandbox.program('mkdir', [folder]);
    if (node !== '') await writeFile(join(folder, 'node'), node, { mode: 0o755 });
    const env = { ...plain(), PATH: `${folder}:${plain().PATH}` };
    const job = await runAction(action, { ...contextFor({}), ...facts }, env, sandbox);
    expect(job.results).toHaveLength(1);
    expect(last(job)).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(expected) });
  });
});

describe.skipIf(isWindows)('the lines for GitLab', async () => {
  type Template = Readonly<
    Record<
      string,
      {
        readonly variables: Record<string, string>;
        readonly before_script: string[];
        readonly script: string[];
        readonly extends: string;
      }
    >
  >;
  const jobs = parse(await textOf('integrations/gitlab.yml')) as Template;

  it.each(['sh', 'bash'])('have pip go through safe-install, by %s', async (shell) => {
    const { variables = {}, before_script = [] } = jobs['.safe-install'] ?? {};
    expect(jobs.example?.extends).toBe('.safe-install');
    await sandbox.write('requirements.txt', 'till\n');
    const folder = (variables.SI_FOLDER ?? '').replace('$CI_PROJECT_DIR', sandbox.project);
    const script = ['set -e', ...before_script, ...(jobs.example?.script ?? [])].join('\n');
    const result = await sandbox.program(shell, ['-c', script], {
      env: { ...plain(), ...variables, SI_FOLDER: folder },
    });
    expectDone(result);
    expect(gates(result), result.stderr).toBe(1);
    expect(await sandbox.freeze()).toEqual(['till==1.6']);
    expect((await readFile(standIns.log, 'utf8')).split('\n')).toEqual([
      `git clone --quiet --depth 1 --branch ${variables.SI_VERSION} ${variables.SI_REPOSITORY} ${folder}`,
      `npm ci --include=dev --no-audit --no-fund --prefix ${folder}`,
      '',
    ]);
  });
});

describe.skipIf(isWindows)('the Dockerfile', () => {
  it('leaves an image with packages that have gone through safe-install, and without it', async () => {
    const requirements = await sandbox.write('requirements.txt', 'shop\n');
    const checkout = await makeUnbuilt(join(sandbox.temporary, 'checkout'));
    const stages = await playDockerfile(
      await textOf('integrations/Dockerfile'),
      { 'safe-install': checkout, 'requirements.txt': requirements },
      standIns.folder,
      sandbox,
    );
    const [built, packages, image] = stages;
    for (const result of stages.flatMap(({ results }) => results)) expectDone(result);
    expect(built?.results).toHaveLength(1);
    expect(packages?.results).toHaveLength(3);
    expect(packages?.results.map(gates)).toEqual([0, 0, 1]);
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
    const left = await sandbox.program('ls', [join(image?.root ?? '', 'opt')]);
    expect(left.stdout).toBe('venv\n');
  });
});
