import { table } from './option.ts';

/** Options of `pip install` and `pip download` that say what is wanted, and which files may be chosen for it. */
export const REQUIREMENT_OPTIONS = table({
  '--requirement': {
    short: '-r',
    value: 'FILE',
    repeats: 'each',
    fate: 'interpret',
    does: 'Requirements, and the options of their file, are read from FILE. Of a `pylock.toml` (or `pylock.NAME.toml`) exactly the locked files are installed.',
  },
  '--constraint': {
    short: '-c',
    value: 'FILE',
    repeats: 'each',
    fate: 'interpret',
    does: 'Versions are kept within the constraints of FILE.',
  },
  '--build-constraint': {
    value: 'FILE',
    repeats: 'each',
    fate: 'interpret',
    does: 'Versions of what builds need are kept within the constraints of FILE.',
  },
  '--requirements-from-script': {
    value: 'FILE',
    repeats: 'each',
    fate: 'interpret',
    does: 'The dependencies that the script declares in itself (PEP 723) are installed.',
  },
  '--group': {
    value: '[PATH:]GROUP',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'The named dependency group of a pyproject.toml (PEP 735) or of a pylock.toml (PEP 751) is installed.',
  },
  '--no-deps': {
    also: ['--no-dependencies'],
    fate: 'interpret',
    does: 'Dependencies are left out.',
  },
  '--only-deps': {
    also: ['--only-dependencies'],
    fate: 'interpret',
    does: 'Only the dependencies of what is named are installed.',
  },
  '--pre': {
    fate: 'interpret',
    does: 'Pre-releases are taken as well.',
  },
  '--all-releases': {
    value: 'NAMES',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'Pre-releases of the named projects are taken as well.',
  },
  '--only-final': {
    value: 'NAMES',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'Only final releases of the named projects are taken.',
  },
  '--no-binary': {
    value: 'NAMES',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'Wheels of the named projects are passed over; they are built from their source distributions.',
  },
  '--only-binary': {
    value: 'NAMES',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'Source distributions of the named projects are passed over.',
  },
  '--prefer-binary': {
    fate: 'interpret',
    does: 'A wheel is preferred to a newer source distribution.',
  },
  '--ignore-requires-python': {
    fate: 'both',
    does: 'What a file says of its Python versions is not heeded. uv has no such option.',
  },
  '--require-hashes': {
    fate: 'interpret',
    does: 'Every requirement must carry a `--hash`.',
  },
  '--no-require-hashes': {
    fate: 'interpret',
    does: 'A `--hash` on one requirement does not demand one of the others. A hash that is given still binds.',
  },
  '--uploaded-prior-to': {
    value: 'DATE|PnD',
    fate: 'interpret',
    does: 'Only files that were uploaded before that time are taken.',
  },
  '--platform': {
    value: 'PLATFORM',
    repeats: 'each',
    fate: 'both',
    does: 'Files for that platform are chosen. With `--target`, `--dry-run` or `download` only, as with pip.',
  },
  '--python-version': {
    value: 'VERSION',
    fate: 'both',
    does: 'Files for that version of Python are chosen. With `--target`, `--dry-run` or `download` only, as with pip.',
  },
  '--implementation': {
    value: 'NAME',
    fate: 'both',
    does: 'Files for that implementation are chosen. With `--target`, `--dry-run` or `download` only, as with pip.',
  },
  '--abi': {
    value: 'ABI',
    repeats: 'each',
    fate: 'both',
    does: 'Files for that ABI are chosen. With `--target`, `--dry-run` or `download` only, as with pip.',
  },
  '--src': {
    also: ['--source', '--source-dir', '--source-directory'],
    value: 'FOLDER',
    kind: 'path',
    fate: 'interpret',
    does: 'Repositories that are editable (`-e git+…`) are checked out there, each into a folder of its name.',
  },
  '--no-build-isolation': {
    negates: true,
    fate: 'interpret',
    does: 'Builds run in the target environment, with what is installed there.',
  },
  '--use-pep517': {
    fate: 'interpret',
    does: 'Accepted: pip itself knows no other way any more.',
  },
  '--check-build-dependencies': {
    fate: 'interpret',
    does: 'With `--no-build-isolation`, what a build needs has to be installed.',
  },
  '--no-clean': {
    fate: 'interpret',
    does: 'Accepted: build folders and the folder of the hand-over are always removed.',
  },
  '--progress-bar': {
    value: 'WORD',
    choices: ['auto', 'on', 'off', 'raw'],
    fate: 'interpret',
    does: 'Whether the progress line is shown.',
  },
});
