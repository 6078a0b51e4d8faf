import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

/** The installers that the suites run: the newest that were looked at, and the oldest that are supported. */
export const TOOLS = {
  pip: { project: 'pip', version: '26.3' },
  'old-pip': { project: 'pip', version: '22.2' },
  uv: { project: 'uv', version: '0.13.9' },
  'old-uv': { project: 'uv', version: '0.4.0' },
} as const;

export type Tool = keyof typeof TOOLS;

export const isWindows: boolean = process.platform === 'win32';

/** Folder of a virtual environment that holds its programs. */
export const programsOf = (venv: string): string => join(venv, isWindows ? 'Scripts' : 'bin');

/** The Python of a virtual environment. */
export const pythonOf = (venv: string): string => join(programsOf(venv), isWindows ? 'python.exe' : 'python');

/** The Python that environments are made with; `SAFE_INSTALL_TEST_PYTHON` names another one. */
const BASE_PYTHON = process.env.SAFE_INSTALL_TEST_PYTHON ?? (isWindows ? 'python' : 'python3');

let toolsFolder: Promise<string> | undefined;

/** Where tools are kept between runs of the suites: one folder for each user and Python of this machine. */
function folderForTools(): Promise<string> {
  toolsFolder ??= (async () => {
    const question = 'import sys; print(sys.version.split()[0], sys.prefix, sep="\\n")';
    const { stdout } = await execa(BASE_PYTHON, ['-c', question]);
    const [version = '', prefix = ''] = stdout.split('\n');
    const key = `${version}-${Buffer.from(prefix).toString('hex').slice(-24)}`;
    const folder = join(tmpdir(), `safe-install-e2e-${process.getuid?.() ?? 'user'}`, key);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  })();
  return toolsFolder;
}

/** Makes `name` once for this machine: `make` fills a folder of another name, which is then renamed. */
async function once(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const target = join(await folderForTools(), name);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await make(unfinished);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another process was faster, and its work is as good
  }
  return target;
}

/** A virtual environment with nothing in it but this pip, to be copied; `none` has no pip at all. */
export function templateEnvironment(pip: 'pip' | 'old-pip' | 'none'): Promise<string> {
  if (pip === 'none')
    return once('environment-bare', async (folder) => {
      await execa(BASE_PYTHON, ['-m', 'venv', '--without-pip', folder]);
    });
  const { version } = TOOLS[pip];
  return once(`environment-pip-${version}`, async (folder) => {
    await execa(BASE_PYTHON, ['-m', 'venv', folder]);
    const python = pythonOf(folder);
    // by the pip that is there, with the settings that this machine has for it
    await execa(python, ['-m', 'pip', 'install', '--quiet', '--upgrade', `pip==${version}`]);
    await execa(python, ['-m', 'pip', 'uninstall', '--quiet', '--yes', 'setuptools']);
  });
}

/** Copies a virtual environment: times kept, so that byte code stays valid; the scripts' first lines made to fit. */
export async function copyEnvironment(template: string, target: string): Promise<void> {
  await cp(template, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  const programs = programsOf(target);
  for (const name of await readdir(programs)) {
    if (!/^pip[0-9.]*$/.test(name)) continue;
    const path = join(programs, name);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/^#!.*/, `#!${pythonOf(target)}`));
  }
}

/** Folder with this uv in it, to be put on a PATH. */
export async function uvFolder(uv: 'uv' | 'old-uv'): Promise<string> {
  const { version } = TOOLS[uv];
  const pip = pythonOf(await templateEnvironment('pip'));
  const folder = await once(`uv-${version}`, async (target) => {
    await execa(pip, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', target, `uv==${version}`]);
  });
  return programsOf(folder);
}

/** Folders of this machine's own programs, without any Python, pip or uv that a person may have put first. */
export const SYSTEM_PATH: string = isWindows
  ? (process.env.PATH ?? '')
  : ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
