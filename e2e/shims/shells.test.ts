import { appendFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone } from '../support/output.ts';
import { Sandbox } from '../support/sandbox.ts';
import { SHOP } from '../support/shop.ts';
import { difference, takeSnapshot } from '../support/snapshot.ts';
import { isWindows, uvFolder } from '../support/tools.ts';
import { emptyEnvironment, findShell, gates, mendActivation, plainEnvironment } from './shells.ts';

let index: LocalIndex;
let sandbox: Sandbox;
beforeAll(async () => {
  index = await startLocalIndex();
  index.addAll(SHOP);
  sandbox = await Sandbox.make({ index: index.url });
  await mendActivation(sandbox);
});
beforeEach(() => emptyEnvironment(sandbox));
afterAll(async () => {
  await index.close();
  await sandbox.remove();
});

const SHELLS = await Promise.all(
  (['bash', 'sh', 'zsh', 'fish'] as const).map(async (name) => ({ name, program: await findShell(name) })),
);

describe.skipIf(isWindows).each(SHELLS)('in $name', ({ name, program = '' }) => {
  const setUp =
    name === 'fish' ? 'safe-install shell-init fish | source' : `eval "$(safe-install shell-init ${name})"`;
  const activate = name === 'fish' ? 'source "$VENV/bin/activate.fish"' : '. "$VENV/bin/activate"';

  it.skipIf(program === '')(
    'what is installed in an environment that was activated later goes through safe-install',
    async () => {
      const others = ['pip install cards', 'pip3 --no-color install tent'];
      const lines = [
        setUp,
        activate,
        'pip install -q till==1.5',
        ...(name === 'bash' ? others : []),
        'python -m pip install "till>1.5"',
        'pip --version',
        'deactivate',
        'python3 -c "import sys; print(sys.argv[1:], sys.prefix)" install "a  b"',
      ];
      const env = { ...(await plainEnvironment(sandbox)), VENV: sandbox.venv };
      const result = await sandbox.program(program, ['-c', lines.join('\n')], { env });
      expectDone(result);
      expect(gates(result), result.stderr).toBe(name === 'bash' ? 3 : 1); // -q says nothing
      expect(await sandbox.freeze()).toEqual([
        ...(name === 'bash' ? ['cards==2.1', 'tent==1.0'] : []),
        'till==1.6',
      ]);
      const [pip, python] = result.stdout.trimEnd().split('\n');
      expect(pip).toContain(`from ${sandbox.venv}`);
      expect(python).toMatch(/^\['install', 'a {2}b'\] /);
      expect(python).not.toContain(sandbox.venv);
    },
  );
});

const BASH = await findShell('bash');

describe.skipIf(isWindows || BASH === undefined)('beside functions', () => {
  const bash = (script: string, env: Readonly<Record<string, string>>) =>
    sandbox.program(BASH ?? '', ['-c', script], { env });

  it('uv pip install goes through safe-install, which meets the real uv and never its own shim', async () => {
    const env = { ...(await plainEnvironment(sandbox, await uvFolder('uv'))), VENV: sandbox.venv };
    const script = 'eval "$(safe-install shell-init bash)"; . "$VENV/bin/activate"';
    const first = await bash(`${script}; uv pip install till==1.5; uv --version; uv pip list -q`, env);
    expectDone(first);
    expect(gates(first), first.stderr).toBe(1);
    expect(first.stdout).toMatch(/^uv \d.*\n(?:.*\n)*till +1\.5\n/);
    const shimsAlone = await bash(`${script}; unset -f uv; uv -q pip install till==1.6; command -v uv`, env);
    expectDone(shimsAlone);
    expect(shimsAlone.stdout).toMatch(/safe-install-shims\/uv$/m);
    expect(await sandbox.freeze()).toEqual(['till==1.6']);

    await symlink(sandbox.venv, join(sandbox.project, '.venv'));
    const found = await bash('eval "$(safe-install shell-init bash)"; uv -q pip install -U cards', env);
    await rm(join(sandbox.project, '.venv'));
    expectDone(found);
    expect(await sandbox.freeze()).toEqual(['cards==2.1', 'till==1.6']);
    const nowhere = await bash('eval "$(safe-install shell-init bash)"; uv pip install tent', env);
    expect(nowhere.stderr).toMatch(/^error\[shims\.environment\]: Cannot install/);
  });

  it('scripts and Makefiles meet the shims on PATH, and every bash reads BASH_ENV', async () => {
    const env = await plainEnvironment(sandbox, join(sandbox.venv, 'bin'));
    expectDone(await bash('safe-install shell-init bash > /dev/null', env));
    const shims = join(sandbox.folder, 'home/.local/share/safe-install/safe-install-shims');
    await writeFile(join(sandbox.project, 'set-up'), '#!/bin/sh\nset -e\npip install till\n', {
      mode: 0o755,
    });
    const script = await sandbox.program(join(sandbox.project, 'set-up'), [], {
      env: { ...env, PATH: `${shims}:${env.PATH}` },
    });
    expectDone(script);
    expect(gates(script), script.stderr).toBe(1);

    const job = await bash('. "$VENV/bin/activate"; set -eu; pip install cards', {
      ...(await plainEnvironment(sandbox)),
      VENV: sandbox.venv,
      BASH_ENV: join(shims, 'init.bash'),
    });
    expectDone(job);
    expect(gates(job), job.stderr).toBe(1);
    expect(await sandbox.freeze()).toEqual(['cards==2.1', 'till==1.6']);
  });

  it('a refusal is a refusal: its exit code, and nothing is installed', async () => {
    const env = { ...(await plainEnvironment(sandbox)), VENV: sandbox.venv };
    const script =
      'eval "$(safe-install shell-init bash)"; . "$VENV/bin/activate"; pip install no-such-thing';
    const result = await bash(`${script}; echo "ended with $?"`, env);
    expect(result.stdout).toBe('ended with 4\n');
    expect(await sandbox.freeze()).toEqual([]);
  });

  it('every other command has its exit code, its streams, its signals and its terminal', async () => {
    const plain = await plainEnvironment(sandbox);
    const env = { ...plain, VENV: sandbox.venv };
    const commands = `
      pip nonsense > /dev/null 2>&1; echo $?
      echo text | python -c "import sys; print(sys.stdin.read().strip()); print('error', file=sys.stderr)"
      (python -c "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"; echo $?) 2> /dev/null
      python -c "import pty; pty.spawn(['python', '-c', 'import os; print(os.isatty(0), os.isatty(1))'])"
      python -c "import os, sys; print(sys.executable == os.path.join(os.environ['VENV'], 'bin', 'python'))"
    `;
    const bare = await bash(`. "$VENV/bin/activate"\n${commands}`, env);
    expect(bare.stdout.replaceAll('\r', '')).toBe('1\ntext\n143\nTrue True\nTrue\n');
    const gated = await bash(
      `eval "$(safe-install shell-init bash)"; . "$VENV/bin/activate"\n${commands}`,
      env,
    );
    expect(gated).toEqual(bare);
    // the same by the shims alone, which stand in front of the environment's own programs here
    const shims = join(sandbox.folder, 'home/.local/share/safe-install/safe-install-shims/functions');
    const shimmed = await bash(commands, {
      ...env,
      PATH: `${shims}:${join(sandbox.venv, 'bin')}:${plain.PATH}`,
    });
    expect(shimmed).toEqual(bare);
  });

  it('Ctrl-Z stops a program, and runs it no second time', async () => {
    const stop = `python3 -c "import os, signal; print('once', flush=True); os.kill(os.getpid(), signal.SIGTSTP)"`;
    const script = `eval "$(safe-install shell-init bash)"; ${stop}; echo "code $?"; kill -KILL %1`;
    const words = JSON.stringify([BASH, '--norc', '-ic', script]);
    const result = await sandbox.program(sandbox.python, ['-c', `import pty; pty.spawn(${words})`], {
      env: await plainEnvironment(sandbox),
    });
    expect(result.stdout.match(/^(?:once|code \d+)\r?$/gm)?.map((line) => line.trim())).toEqual([
      'once',
      'code 148',
    ]);
  });

  it('start files are written to when asked, and all of it goes without a trace', async () => {
    const home = join(sandbox.folder, 'home');
    await writeFile(join(home, '.bashrc'), 'greeting=hello\n');
    for (const folder of ['.config/fish', '.local/share'])
      await mkdir(join(home, folder), { recursive: true });
    await writeFile(join(home, '.config/fish/config.fish'), '# mine\n');
    const env = await plainEnvironment(sandbox);
    await sandbox.run(['shell-init', '--uninstall'], { env });
    const before = await takeSnapshot(home);
    for (const shell of ['bash', 'zsh', 'fish'])
      expectDone(await sandbox.run(['shell-init', shell, '--install'], { env }));
    const inside = await sandbox.program(BASH ?? '', ['-ic', 'echo $greeting; type -t pip python3 uv'], {
      env,
    });
    expect(inside.stdout).toBe('hello\nfunction\nfunction\nfunction\n');

    await appendFile(join(home, '.bashrc'), 'eval "$(safe-install shell-init bash)"\n');
    const removal = await sandbox.run(['shell-init', '--uninstall'], { env });
    expectDone(removal);
    expect(removal.stdout).toContain(`${join(home, '.bashrc')}:2: eval`);
    await writeFile(join(home, '.bashrc'), 'greeting=hello\n');
    expect(difference(before, await takeSnapshot(home))).toEqual([]);
    const again = await sandbox.run(['shell-init', '--uninstall'], { env });
    expect(again.stdout).toBe('There was nothing to remove\n');
  });

  it.each([
    ['no shell', [], 'usage.command'],
    ['a shell that is not known', ['tcsh'], 'usage.command'],
    ['two shells', ['bash', 'zsh'], 'usage.command'],
    ['an unknown option', ['bash', '--instal'], 'usage.command'],
    ['a start file of sh', ['sh', '--install'], 'usage.command'],
    ['both ways', ['bash', '--install', '--uninstall'], 'usage.command'],
  ])('%s is wrong usage', async (_reason, words, code) => {
    const result = await sandbox.run(['shell-init', ...words]);
    expect(result.stderr).toMatch(new RegExp(`^error\\[${code}\\]: Cannot set up a shell`));
    expect({ exitCode: result.exitCode, stdout: result.stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('what only shims call is told to people', async () => {
    const result = await sandbox.run(['shim-call', 'pip']);
    expect(result.stderr).toMatch(/^error\[usage\.command\]/);
  });
});
