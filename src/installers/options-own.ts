import { REPORT_FORMATS } from './arguments.ts';
import { table } from './option.ts';

/** Options of safe-install itself; each has its variable `SAFE_INSTALL_…`. They are never abbreviated. */
export const OWN_OPTIONS = table({
  '--installer': {
    value: 'NAME',
    choices: ['pip', 'uv'],
    fate: 'interpret',
    does: 'Who installs the checked files; without it, whoever is there.',
  },
  '--index-strategy': {
    value: 'WORD',
    choices: ['first-index', 'unsafe-best-match'],
    fate: 'interpret',
    does: 'What decides where a project is on two indexes with different files. `first-index` takes the first that has the project: the extra ones in their order, then `--index-url`.',
  },
  '--offline': {
    fate: 'interpret',
    does: 'Nothing is fetched; only what is cached is used.',
  },
  '--ci': {
    fate: 'interpret',
    does: 'What continuous integration wants: provenance is required, nothing is asked, no publisher is remembered, and nothing that cannot be checked passes; the tables `[ci]` of policies have the last word.',
  },
  '--min-age': {
    value: 'PnD|PTnH',
    fate: 'interpret',
    does: 'Only files that were uploaded at least that long ago are taken; a policy may say so for some packages.',
  },
  '--report-format': {
    value: 'WORD',
    choices: REPORT_FORMATS,
    fate: 'interpret',
    does: 'The form of `--report`: that of pip with the verdicts, SARIF 2.1.0, an in-toto verification summary for each file, Markdown, or one page of HTML.',
  },
  '--color': {
    value: 'WORD',
    choices: ['auto', 'always', 'never'],
    fate: 'interpret',
    does: 'Whether output is coloured.',
  },
  '--policy': {
    value: 'FILE',
    kind: 'path',
    fate: 'interpret',
    does: 'The policy to use instead of the one of the project: a `safe-install.toml`, or a `pyproject.toml` with a table `[tool.safe-install]`.',
  },
  '--provenance': {
    value: 'WORD',
    choices: ['off', 'if-present', 'no-downgrade', 'required'],
    fate: 'interpret',
    does: 'What is demanded of provenance; `no-downgrade` without it: what had provenance before has to have it.',
  },
  '--require-provenance': {
    fate: 'interpret',
    does: 'Short for `--provenance required`.',
  },
  '--trust-refresh': {
    value: 'WORD',
    choices: ['daily', 'never'],
    fate: 'interpret',
    does: 'When the Sigstore trust root is refreshed: at most daily, or only by `safe-install trust update`.',
  },
});

/** Options of older versions of pip: known, so that the answer is the reason and not "unknown". */
export const FORMER_OPTIONS = table({
  '--no-use-pep517': {
    fate: 'refuse',
    does: 'pip has dropped builds that run setup.py directly',
  },
  '--global-option': {
    value: 'WORD',
    repeats: 'each',
    fate: 'refuse',
    does: 'pip has dropped options for setup.py; `--config-settings` took their place',
  },
  '--build-option': {
    value: 'WORD',
    repeats: 'each',
    fate: 'refuse',
    does: 'pip has dropped options for setup.py; `--config-settings` took their place',
  },
  '--install-option': {
    value: 'WORD',
    repeats: 'each',
    fate: 'refuse',
    does: 'pip has dropped options for setup.py; `--config-settings` took their place',
  },
});
