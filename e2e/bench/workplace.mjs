import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '../..');

/** The built command, or the one that `SAFE_INSTALL_TEST_COMMAND` names. */
export const COMMAND = process.env.SAFE_INSTALL_TEST_COMMAND ?? join(ROOT, 'bin/safe-install.js');

/** Folder of everything that one run of the bench makes; removed at its end. */
export class Workplace {
  #folder;
  #count = 0;
  #support;

  static async make() {
    const workplace = new Workplace();
    workplace.#folder = await realpath(await mkdtemp(join(tmpdir(), 'safe-install-bench-')));
    // the support of the suites is TypeScript, which Node 20 does not run as it is
    const file = join(ROOT, 'node_modules', '.cache', 'safe-install-bench', 'support.mjs');
    await build({
      input: join(import.meta.dirname, 'support.ts'),
      platform: 'node',
      external: (id) => !id.startsWith('.') && !id.startsWith('/'),
      output: { file, format: 'esm' },
      logLevel: 'silent',
    });
    workplace.#support = await import(pathToFileURL(file).href);
    return workplace;
  }

  /** What `support.ts` exports. */
  get support() {
    return this.#support;
  }

  async remove() {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** A new folder. */
  async folder(name) {
    this.#count += 1;
    const path = join(this.#folder, `${this.#count}-${name}`);
    await mkdir(path, { recursive: true });
    return path;
  }

  /**
   * A fresh environment with caches of its own that are empty; the configuration is the machine's.
   *
   * @param {'pip' | 'uv'} installer
   * @param {Record<string, string>} [variables]
   */
  async environment(installer, variables = {}) {
    const { copyEnvironment, pythonOf, SYSTEM_PATH, templateEnvironment, uvFolder } = this.#support;
    const folder = await this.folder(installer);
    const venv = join(folder, 'venv');
    await copyEnvironment(await templateEnvironment(installer === 'pip' ? 'pip' : 'none'), venv);
    const uv = installer === 'uv' ? [await uvFolder('uv')] : [];
    const python = pythonOf(venv);
    return {
      python,
      cwd: folder,
      env: {
        ...process.env,
        PATH: [dirname(python), ...uv, SYSTEM_PATH].join(delimiter),
        VIRTUAL_ENV: venv,
        PIP_CACHE_DIR: join(folder, 'pip-cache'),
        UV_CACHE_DIR: join(folder, 'uv-cache'),
        UV_PYTHON_DOWNLOADS: 'never',
        SAFE_INSTALL_CACHE_DIR: join(folder, 'cache'),
        SAFE_INSTALL_STATE_DIR: join(folder, 'state'),
        SAFE_INSTALL_CONFIG_DIR: join(folder, 'config'),
        SAFE_INSTALL_TIMINGS: '1',
        ...variables,
      },
    };
  }
}
