import { table } from './option.ts';
import { uvTable } from './uv-option.ts';

const UNLESS_ACTIVE = ['VIRTUAL_ENV', 'CONDA_PREFIX'];

/** Options of `uv pip install` that say where things go, and how. */
export const UV_TARGET_OPTIONS = uvTable({
  '--python': {
    short: '-p',
    value: 'PATH',
    fate: 'interpret',
    words: ['--python={value}'],
    does: 'The Python (or its environment) that is installed into.',
  },
  '--system': {
    fate: 'interpret',
    unless: UNLESS_ACTIVE,
    does: 'The first Python on PATH is installed into. Refused while an environment is active: name the Python with `--python`.',
  },
  '--no-system': { fate: 'interpret', does: 'Accepted: it is the way without `--system`.' },
  '--managed-python': {
    fate: 'refuse',
    does: 'no Python is chosen by who manages it: name it with `--python`',
  },
  '--no-managed-python': {
    fate: 'refuse',
    does: 'no Python is chosen by who manages it: name it with `--python`',
  },
  '--no-python-downloads': { fate: 'interpret', does: 'Accepted: no Python is ever downloaded.' },
  '--break-system-packages': {
    fate: 'both',
    words: ['--break-system-packages'],
    does: 'An environment that its system manages (PEP 668) is changed nevertheless.',
  },
  '--no-break-system-packages': { fate: 'interpret', does: 'Accepted: it is the way without the other.' },
  '--target': {
    short: '-t',
    value: 'FOLDER',
    fate: 'both',
    words: ['--target={value}'],
    does: 'Files are installed into FOLDER.',
  },
  '--prefix': {
    value: 'FOLDER',
    fate: 'both',
    words: ['--prefix={value}'],
    does: 'Files are installed below FOLDER as below the prefix of Python.',
  },
  '--user': { fate: 'refuse', does: 'uv has no such place, and refuses it too' },
  '--python-version': {
    value: 'VERSION',
    fate: 'both',
    words: ['--python-version={value}'],
    does: 'Files for that version of Python are chosen: with `--target` or `--dry-run`, and `--only-binary :all:` or `--no-deps`.',
  },
  '--python-platform': {
    value: 'PLATFORM',
    fate: 'refuse',
    does: "`--platform` names a platform here, in pip's words",
  },
  '--reinstall': {
    also: ['--force-reinstall'],
    fate: 'both',
    words: ['--force-reinstall'],
    does: 'What is installed already is installed again.',
  },
  '--no-reinstall': { fate: 'interpret', does: "Accepted: it is the installer's own way." },
  '--reinstall-package': {
    value: 'NAME',
    fate: 'both',
    words: ['--reinstall-package={value}'],
    does: 'What is installed of the named project is installed again, if it is needed.',
  },
  '--exact': { fate: 'refuse', does: 'safe-install removes nothing that it does not replace' },
  '--inexact': { fate: 'interpret', does: 'Accepted: it is the way without `--exact`.' },
  '--strict': {
    fate: 'interpret',
    does: 'Accepted: requirements that do not suit each other are always told.',
  },
  '--dry-run': {
    fate: 'interpret',
    words: ['--dry-run'],
    does: 'Everything is resolved, downloaded and checked; nothing is installed.',
  },
  '--check': { fate: 'refuse', does: '`--dry-run` says what would be installed' },
  '--output-format': {
    value: 'WORD',
    fate: 'refuse',
    does: '`--report FILE` writes what is installed, in a form of its own',
  },
  '--link-mode': {
    value: 'WORD',
    fate: 'interpret',
    values: {
      clone: [],
      copy: [],
      hardlink: [],
      symlink: { refused: 'uv installs from a folder that is gone afterwards' },
    },
    does: 'Accepted: uv is told to copy where the two places are on different file systems, and chooses by itself elsewhere.',
  },
  '--compile-bytecode': {
    also: ['--compile'],
    fate: 'both',
    words: ['--compile'],
    does: 'Bytecode is written.',
  },
  '--no-compile-bytecode': {
    also: ['--no-compile'],
    fate: 'both',
    words: ['--no-compile'],
    does: "No bytecode is written: the installer's own way.",
  },
  '--config-setting': {
    also: ['--config-settings'],
    short: '-C',
    value: 'KEY=VALUE',
    fate: 'interpret',
    words: ['--config-settings={value}'],
    does: 'A setting for the backend of a build.',
  },
  '--config-settings-package': {
    value: 'NAME:KEY=VALUE',
    fate: 'refuse',
    does: 'settings are for every build here: `--config-settings`',
  },
  '--no-build-isolation': {
    fate: 'interpret',
    words: ['--no-build-isolation'],
    does: 'As `--no-build-isolation` of pip.',
  },
  '--no-build-isolation-package': {
    value: 'NAME',
    fate: 'refuse',
    does: 'isolation is for every build here: `--no-build-isolation`',
  },
});

/** General options of uv. */
export const UV_GENERAL_OPTIONS = uvTable({
  '--config-file': {
    value: 'FILE',
    fate: 'interpret',
    words: ['--config-file={value}'],
    does: 'That `uv.toml` is read, and no other file.',
  },
  '--no-config': {
    fate: 'interpret',
    words: ['--no-config'],
    does: 'No configuration file of uv is read. Its variables are.',
  },
  '--directory': { value: 'FOLDER', fate: 'refuse', does: 'change the folder before' },
  '--project': { value: 'FOLDER', fate: 'refuse', does: 'there is no project here: `uv pip` has none' },
  '--quiet': { short: '-q', fate: 'interpret', words: ['--quiet'], does: 'Less is said.' },
  '--verbose': {
    short: '-v',
    fate: 'interpret',
    words: ['--verbose'],
    does: 'More is said. With one `-v` uv speaks for itself.',
  },
  '--color': {
    value: 'WORD',
    fate: 'interpret',
    values: { auto: ['--color=auto'], always: ['--color=always'], never: ['--color=never'] },
    does: 'Whether output is coloured.',
  },
  '--no-progress': {
    fate: 'interpret',
    words: ['--progress-bar=off'],
    does: 'The progress line is not shown.',
  },
  '--help': { short: '-h', fate: 'interpret', words: ['--help'], does: 'Help is shown.' },
});

/** Keys of uv's files for which it has no option. */
const UV_FILE_KEYS = table({
  '--constraint-dependencies': {
    value: 'REQUIREMENT',
    repeats: 'each',
    fate: 'interpret',
    does: 'Versions are kept within these constraints.',
  },
  '--override-dependencies': {
    value: 'REQUIREMENT',
    repeats: 'each',
    fate: 'interpret',
    does: 'As a line of `--overrides`.',
  },
  '--exclude-dependencies': {
    value: 'NAME',
    repeats: 'each',
    fate: 'interpret',
    does: 'As a line of `--excludes`.',
  },
});

/** What of uv's options has no counterpart in pip: rows of the common table that only uv's words lead to. */
export const UV_OWN_OPTIONS = table({
  '--config-file': { value: 'FILE', kind: 'path', fate: 'interpret', does: 'As above.' },
  '--no-config': { fate: 'interpret', does: 'As above.' },
  '--overrides': { value: 'FILE', repeats: 'each', fate: 'interpret', does: 'As above.' },
  '--excludes': { value: 'FILE', repeats: 'each', fate: 'interpret', does: 'As above.' },
  '--upgrade-package': { value: 'NAME', repeats: 'each', fate: 'interpret', does: 'As above.' },
  '--reinstall-package': { value: 'NAME', repeats: 'each', fate: 'both', does: 'As above.' },
  '--prerelease-package': { value: 'NAME=WORD', repeats: 'each', fate: 'interpret', does: 'As above.' },
  '--exclude-newer-package': { value: 'NAME=DATE', repeats: 'each', fate: 'interpret', does: 'As above.' },
  ...UV_FILE_KEYS,
});
