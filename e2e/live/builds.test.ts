import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { expectDone } from '../support/output.ts';
import { makeLiveSandbox } from '../support/sandbox.ts';

/** Small projects that have been built in as many ways for years, each in a version that stays. */
const PROJECTS: readonly { readonly name: string; readonly version: string; readonly by: string }[] = [
  { name: 'six', version: '1.16.0', by: 'setup.py alone' },
  { name: 'certifi', version: '2024.8.30', by: 'setuptools' },
  { name: 'iniconfig', version: '2.0.0', by: 'hatchling' },
  { name: 'idna', version: '3.10', by: 'flit' },
  { name: 'tomlkit', version: '0.13.2', by: 'poetry-core' },
  { name: 'markupsafe', version: '3.0.2', by: 'setuptools, with an extension in C' },
];

/** `markupsafe` builds without its extension where it cannot be compiled. */
const HAS_COMPILER = spawnSync(process.env.CC ?? 'cc', ['--version']).status === 0;

describe('source distributions of the index', () => {
  it.each(['uv', 'pip'] as const)(
    'are built, by every common backend, and installed with %s',
    async (installer) => {
      // what a pip of the environment does differently shows with two of them
      const projects = installer === 'uv' ? PROJECTS : PROJECTS.slice(0, 2);
      const sandbox = await makeLiveSandbox({ installer });
      const names = projects.map(({ name }) => name);
      const pinned = projects.map(({ name, version }) => `${name}==${version}`);
      const result = await sandbox.run(['--no-deps', '--no-binary', names.join(','), ...pinned]);
      expectDone(result);
      const built = [...result.stderr.matchAll(/^Built here: (\S+) from (\S+)\.tar\.gz$/gm)];
      expect(built.map(([, name]) => name).sort()).toEqual(
        projects.map(({ name, version }) => `${name}-${version}`).sort(),
      );
      expect((await sandbox.freeze()).map((line) => line.toLowerCase())).toEqual(pinned.sort());
      const imported = await sandbox.program(sandbox.python, ['-c', `import ${names.join(', ')}`]);
      expect(imported.stderr).toBe('');
      if (installer !== 'uv') return;
      const compiled = await sandbox.program(sandbox.python, ['-c', 'import markupsafe._speedups']);
      if (!HAS_COMPILER) process.stderr.write('no C compiler here: no extension in C was built\n');
      expect(compiled.exitCode === 0, compiled.stderr).toBe(HAS_COMPILER);
    },
  );
});
