import { reasons } from './reason.ts';

/** Reasons about programs and disks. */
export const PLATFORM_REASONS = reasons({
  'exec.not-found': {
    outcome: 'usage',
    means: 'A program that is needed, such as Python, pip or uv, cannot be started.',
    remedy: 'Install it, or name another one with `--python` or `--installer`.',
  },
  'exec.timeout': {
    outcome: 'unverifiable',
    means: 'A program did not end in the time that it was given.',
    remedy: 'Try again; with `-vv` the command line is shown, so that it can be run by hand.',
  },
  'disk.full': {
    outcome: 'unverifiable',
    means: 'The disk has no room left for what has to be written.',
    remedy: 'Free some space, or set `SAFE_INSTALL_CACHE_DIR` to a folder on another disk.',
  },
  'disk.read-only': {
    outcome: 'usage',
    means: 'A folder that must be written to cannot be.',
    remedy: 'Choose another folder or environment, or mend its permissions.',
  },
  'disk.too-large': {
    outcome: 'refused',
    means: 'A file on disk is larger than anything that safe-install reads of its kind.',
    remedy: 'Look at the file: it is probably not what its name says.',
  },
});
