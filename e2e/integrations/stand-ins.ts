import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { COMMAND, type Sandbox } from '../support/sandbox.ts';

/** The checkout, or the installed package, whose command is tested: it has `bin/` and `dist/`. */
export const PACKAGE: string = resolve(dirname(COMMAND), '..');

/** A checkout as a clone leaves it: nothing is built in it. */
export async function makeUnbuilt(folder: string): Promise<string> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(
    join(folder, 'bin/safe-install.js'),
    "await import('../dist/cli.js').then((cli) => cli.main());\n",
  );
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  return folder;
}

/**
 * Programs that a job has and a test may not run: each writes its words into a log. `npm` puts what was built before into
 * the folder after `--prefix`, `git` makes an unbuilt clone of its last word, and `python3 -m venv` gives the sandbox's
 * own environment for the one that it was to make.
 */
export async function makeStandIns(
  sandbox: Sandbox,
): Promise<{ readonly folder: string; readonly log: string }> {
  const folder = join(sandbox.folder, 'stand-ins');
  const log = join(sandbox.folder, 'stand-ins.log');
  await mkdir(folder, { recursive: true });
  await writeFile(log, '');
  const unbuilt = await makeUnbuilt(join(sandbox.folder, 'unbuilt'));
  const put = (name: string, lines: string) =>
    writeFile(join(folder, name), `#!/bin/sh\nset -e\n${lines}\n`, { mode: 0o755 });
  const tell = (name: string) => `echo "${name} $*" >> '${log}'\nfor last do :; done`;
  await put('npm', `${tell('npm')}\nln -s '${join(PACKAGE, 'dist')}' "$last/dist"`);
  await put('git', `${tell('git')}\ncp -r '${unbuilt}' "$last"`);
  await put(
    'python3',
    `if [ "$1 $2" = '-m venv' ]; then ln -s '${sandbox.venv}' "$3"; else exec '${sandbox.python}' "$@"; fi`,
  );
  await symlink(process.execPath, join(folder, 'node')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return { folder, log };
}
