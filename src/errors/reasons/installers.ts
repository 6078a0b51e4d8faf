import { reasons } from './reason.ts';

/** Reasons about configuration and installers. */
export const INSTALLERS_REASONS = reasons({
  'configuration.value': {
    outcome: 'usage',
    means: 'A configuration file or a variable sets an option to something that it does not take.',
    remedy: 'Mend or remove the line or the variable that the message names.',
  },
  'configuration.malformed': {
    outcome: 'usage',
    means: 'A configuration file of the installer cannot be read.',
    remedy: 'Mend the file at the line that the message names; the installer itself would stop there too.',
  },
  'installer.not-found': {
    outcome: 'usage',
    means: 'Neither pip nor uv was found for this Python.',
    remedy: 'Install one of them, for example with `python -m ensurepip`.',
  },
  'installer.too-old': {
    outcome: 'usage',
    means: 'The installer lacks what a hand-over of checked files needs.',
    remedy: 'Upgrade it: pip 22.2 or uv 0.4 is enough.',
  },
  'installer.default-index': {
    outcome: 'usage',
    means: 'The installer did not say which index it would use.',
    remedy: 'Name the index with `--index-url`.',
  },
  'installer.failed': {
    outcome: 'installer',
    means: 'pip or uv did not install the checked files.',
    remedy: 'Read its last lines, which are shown; with `-v` all of them are.',
  },
  'installed.missing': {
    outcome: 'installer',
    means: 'A file that the checked wheel holds is not where it should have been installed.',
    remedy:
      'Install again with `--force-reinstall`; if it stays, something removes files as they are written.',
  },
  'installed.mismatch': {
    outcome: 'installer',
    means: 'A file was installed with other bytes than the checked wheel holds.',
    remedy:
      'Do not use the environment: install again with `--force-reinstall`, and find out who writes there.',
  },
  'installed.unexpected': {
    outcome: 'installer',
    means: 'The installer recorded a file that is not in the checked wheel and that installers do not make.',
    remedy: 'Do not use the environment; remove the project and install it again.',
  },
  'plan.overwrites-interpreter': {
    outcome: 'refused',
    means: 'A file of a wheel would take the place of Python, pip or uv.',
    remedy: 'Do not install it, and tell its maintainers.',
  },
  'plan.conflict': {
    outcome: 'refused',
    means:
      'Two projects would write different bytes to one path, so that what is installed depends on their order.',
    remedy: 'Leave one of them out, or install them into environments of their own.',
  },
});
