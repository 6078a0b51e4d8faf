import { reasons } from './reason.ts';

/** Reasons about the target Python. */
export const INTERPRETER_REASONS = reasons({
  'interpreter.not-found': {
    outcome: 'usage',
    means: 'There is no Python to install into.',
    remedy: 'Activate a virtual environment, or name a Python with `--python`.',
  },
  'interpreter.unusable': {
    outcome: 'usage',
    means: 'The Python that was found does not start, does not answer, or answers what makes no sense.',
    remedy: 'Run it by hand to see what is wrong, or name another one with `--python`.',
  },
  'interpreter.too-old': {
    outcome: 'usage',
    means: 'The Python that was found is older than any that safe-install works with.',
    remedy: 'Name a Python 3.7 or newer with `--python`.',
  },
  'interpreter.externally-managed': {
    outcome: 'usage',
    means:
      'The Python is managed by the vendor of the system, who asks that nothing else is installed into it.',
    remedy: 'Create a virtual environment and install into that one.',
  },
  'interpreter.not-virtual': {
    outcome: 'usage',
    means: 'The Python is not that of a virtual environment, and `--require-virtualenv` asks for one.',
    remedy: 'Activate a virtual environment, or name one with `--python`.',
  },
});
