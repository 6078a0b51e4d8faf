import { reasons } from './reason.ts';

/** Reasons about shims, the small programs that stand in front of pip, Python and uv. */
export const SHIMS_REASONS = reasons({
  'shims.folder': {
    outcome: 'refused',
    means: 'The folder in which the shims are kept belongs to another user, who could put any program there.',
    remedy: 'Name another folder with `SAFE_INSTALL_DATA_DIR`.',
  },
  'shims.start-file': {
    outcome: 'usage',
    means: 'The lines of safe-install in a file that a shell reads at its start are not whole.',
    remedy: 'Delete the rest of them yourself, then run `safe-install shell-init` again.',
  },
  'shims.python': {
    outcome: 'usage',
    means: 'A `pip` on PATH does not say which Python it installs for.',
    remedy: 'Run `python -m pip install` with the Python that is meant.',
  },
  'shims.environment': {
    outcome: 'usage',
    means:
      '`uv pip install` was called where no virtual environment is active, and none is in the folder or above it.',
    remedy: 'Make one with `uv venv`, activate the one that is meant, or add `--system`.',
  },
  'shims.system': {
    outcome: 'usage',
    means: 'Shims are scripts of a POSIX shell, and this system has none.',
    remedy: 'Run `safe-install install` in place of `pip install`.',
  },
});
