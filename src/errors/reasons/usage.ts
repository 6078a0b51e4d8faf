import { reasons } from './reason.ts';

/** Reasons about the command line and its files. */
export const USAGE_REASONS = reasons({
  'usage.option': {
    outcome: 'usage',
    means: 'An option is unknown, lacks its value, or has one that it does not take.',
    remedy: 'Run `safe-install --help`, or see docs/pip-options.md for what happens to each pip option.',
  },
  'usage.unsupported': {
    outcome: 'usage',
    means: 'The option is one of pip or uv that cannot be honoured while every file is checked first.',
    remedy: 'Leave the option out, or run the installer itself for this one command.',
  },
  'usage.command': {
    outcome: 'usage',
    means: 'The command was given no requirement, or words that do not go together.',
    remedy: 'Run `safe-install COMMAND --help` for the form of the command.',
  },
  'usage.path': {
    outcome: 'usage',
    means: 'A word looks like the path of a file, and there is no such file.',
    remedy: 'Look at the path: it is relative to the current folder.',
  },
});
