import { dirname, join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { type Environment, kindOfPath } from '../platform/index.ts';

/** Words of `uv pip install` that say where to install: `--python`, `-p`, `--system`, `--target`, `-t`, `--prefix`. */
const SAYS_WHERE = /^(?:--(?:python|system|target|prefix)(?:=.*)?|-[A-Za-z]*[pt].*)$/s;

/**
 * Where `uv pip install` would install, as options to stand in front of its own words: into the environment that is active,
 * or else into the `.venv` of this folder or of the nearest one above it, and nowhere else unless it is told to.
 *
 * @throws SafeInstallError `shims.environment` when there is none.
 * @see https://docs.astral.sh/uv/pip/environments/
 */
export async function targetOfUv(
  words: readonly string[],
  environment: Environment,
  currentFolder: string,
): Promise<readonly string[]> {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (own.some((word) => SAYS_WHERE.test(word))) return [];
  if (isSet('UV_PYTHON')) return ['--python', environment.UV_PYTHON ?? ''];
  if (isSet('VIRTUAL_ENV') || isSet('CONDA_PREFIX') || isTrue(environment.UV_SYSTEM_PYTHON)) return [];
  for (let folder = currentFolder; ; folder = dirname(folder)) {
    const found = join(folder, '.venv');
    if ((await kindOfPath(join(found, 'pyvenv.cfg'))) === 'file') return ['--python', found];
    if (dirname(folder) === folder) break;
  }
  throw new SafeInstallError({
    code: 'shims.environment',
    message: 'no virtual environment is active, and there is none in this folder or above it',
    hint: 'Make one with "uv venv", or add --system',
  });
}

const isTrue = (value: string | undefined): boolean =>
  ['1', 'true', 'yes', 'on', 'y', 't'].includes((value ?? '').toLowerCase());
