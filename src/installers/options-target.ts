import { table } from './option.ts';

/** Options of `pip install` alone: where things go, and what becomes of those that are there. */
export const INSTALL_OPTIONS = table({
  '--editable': {
    short: '-e',
    value: 'PATH|URL',
    repeats: 'each',
    fate: 'interpret',
    does: 'The project in a folder is used from where it lies (PEP 660). What it needs is checked like everything else.',
  },
  '--dry-run': {
    fate: 'interpret',
    does: 'Everything is resolved, downloaded and checked; nothing is installed.',
  },
  '--target': {
    short: '-t',
    value: 'FOLDER',
    fate: 'both',
    does: 'Files are installed into FOLDER.',
  },
  '--user': {
    fate: 'both',
    does: "Files are installed into the user's own folder. uv has no such place.",
  },
  '--no-user': {
    negates: true,
    fate: 'both',
    does: "Files are not installed into the user's own folder, whatever a configuration file says.",
  },
  '--root': {
    value: 'FOLDER',
    fate: 'both',
    does: 'Every path of the installation is put below FOLDER. uv has no such option.',
  },
  '--prefix': {
    value: 'FOLDER',
    fate: 'both',
    does: 'Files are installed below FOLDER as below the prefix of Python.',
  },
  '--upgrade': {
    short: '-U',
    fate: 'both',
    does: 'The newest version is taken although another one that would do is installed. Passed on with `--target`, where it replaces what is there.',
  },
  '--upgrade-strategy': {
    value: 'WORD',
    choices: ['only-if-needed', 'eager'],
    fate: 'interpret',
    does: 'Whether `--upgrade` holds for dependencies too.',
  },
  '--force-reinstall': {
    fate: 'both',
    does: 'What is installed already is installed again.',
  },
  '--ignore-installed': {
    short: '-I',
    fate: 'both',
    does: 'What is installed already is overwritten unseen. uv removes it first.',
  },
  '--break-system-packages': {
    fate: 'both',
    does: 'An environment that its system manages (PEP 668) is changed nevertheless.',
  },
  '--config-settings': {
    short: '-C',
    value: 'KEY=VALUE',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'Is handed to the build backend of what the command line names.',
  },
  '--compile': {
    fate: 'both',
    does: 'Bytecode is written (what pip does by itself, and uv does not).',
  },
  '--no-compile': {
    negates: true,
    fate: 'both',
    does: 'No bytecode is written.',
  },
  '--no-warn-script-location': {
    negates: true,
    fate: 'pass on',
    does: 'The installer does not warn of scripts outside PATH.',
  },
  '--no-warn-conflicts': {
    negates: true,
    fate: 'interpret',
    does: 'There is no warning of installed projects that the new versions do not suit.',
  },
  '--root-user-action': {
    value: 'WORD',
    choices: ['warn', 'ignore'],
    fate: 'pass on',
    does: 'Whether pip warns of being run by root.',
  },
  '--report': {
    value: 'FILE',
    fate: 'interpret',
    does: "A report is written to FILE (`-`: standard output): pip's own, with the verdicts.",
  },
});

/** Options of `pip download` alone. */
export const DOWNLOAD_OPTIONS = table({
  '--dest': {
    also: ['--destination-dir', '--destination-directory'],
    short: '-d',
    value: 'FOLDER',
    fate: 'interpret',
    does: 'Checked files are put into FOLDER; the current folder without it.',
  },
});
