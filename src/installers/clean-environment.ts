import type { Environment } from '../platform/index.ts';

/**
 * Variables of the interpreter that change where the installed files lie or what they contain, and so have to stay.
 * Everything else that begins with `PYTHON` goes: `PYTHONPATH` and `PYTHONSTARTUP` bring code into the installer.
 */
const KEPT = new Set([
  'PYTHONUSERBASE',
  'PYTHONNOUSERSITE',
  'PYTHONPYCACHEPREFIX',
  'PYTHONOPTIMIZE',
  'PYTHONUTF8',
  'PYTHONDONTWRITEBYTECODE',
  'PYTHONMALLOC',
]);

/** Python's own name for it, which pip compares with. */
const NULL_DEVICE = process.platform === 'win32' ? 'nul' : '/dev/null';

/** Prefixes of the installers' own variables. Windows does not tell case apart. */
const DROPPED = ['PIP_', '_PIP_', 'UV_', 'PYTHON', 'VIRTUAL_ENV', 'CONDA_PREFIX', '__PYVENV_LAUNCHER__'];

/**
 * The environment of an installer that is to hear nothing but its command line: no option by variable, no configuration
 * file, no code by `PYTHONPATH`.
 */
export function cleanEnvironment(environment: Environment): Readonly<Record<string, string>> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const upper = name.toUpperCase();
    if (KEPT.has(upper) || !DROPPED.some((prefix) => upper.startsWith(prefix))) clean[name] = value;
  }
  return {
    ...clean,
    PIP_CONFIG_FILE: NULL_DEVICE, // "no file at all", the environment's own included, which --isolated would read
    PYTHONIOENCODING: 'utf-8',
  };
}
