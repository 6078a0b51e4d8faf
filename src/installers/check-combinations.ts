import { SafeInstallError } from '../errors/index.ts';
import { isLockFilename, splitLockExtras } from '../packaging/index.ts';
import type { InstallArguments } from './arguments.ts';
import type { Given } from './given.ts';

const isLock = (word: string): boolean => isLockFilename(splitLockExtras(word).path);

/** Options that pip does not take together: when the row applies, and what is said. */
const RULES: readonly {
  readonly applies: (meant: InstallArguments, given: Given) => boolean;
  readonly message: string;
  readonly hint?: string;
}[] = [
  {
    applies: ({ target }) => target.user === true && target.folder !== null,
    message: '"--user" and "--target" name two places to install into',
  },
  {
    applies: ({ target }) => target.user === true && target.prefix !== null,
    message: '"--user" and "--prefix" name two places to install into',
  },
  {
    applies: ({ target }) => target.folder !== null && target.prefix !== null,
    message: '"--target" and "--prefix" name two places to install into',
  },
  {
    applies: (_, given) => given.isSet('--no-deps') && given.isSet('--only-deps'),
    message: '"--no-deps" and "--only-deps" leave nothing',
  },
  {
    applies: (_, given) => given.isSet('--require-hashes') && given.isSet('--no-require-hashes'),
    message: '"--require-hashes" and "--no-require-hashes" exclude each other',
  },
  {
    applies: (_, given) => given.isSet('--pre') && given.of('--all-releases', '--only-final').length > 0,
    message: '"--pre" does not go together with "--all-releases" or "--only-final"',
  },
  {
    applies: ({ selection, wanted }) =>
      selection.dependencies === 'only' &&
      wanted.requirementFiles.length + wanted.scripts.length + wanted.groups.length > 0,
    message:
      '"--only-deps" does not go together with "--requirement", "--requirements-from-script" or "--group"',
  },
  {
    applies: ({ wanted }) => wanted.scripts.length > 1,
    message: '"--requirements-from-script" is taken once',
  },
  {
    applies: ({ build }) => build.constraintFiles.length > 0 && !build.isolation,
    message: '"--build-constraint" does not go together with "--no-build-isolation"',
  },
  {
    applies: ({ selection }) =>
      selection.foreignTarget !== null &&
      selection.dependencies !== 'without' &&
      !(selection.formatControl.onlyBinary.has(':all:') && selection.formatControl.noBinary.size === 0),
    message: 'files for another Python or platform cannot be built here',
    hint: 'Add --only-binary :all:, or --no-deps',
  },
  {
    applies: ({ selection, wanted }) =>
      selection.foreignTarget !== null &&
      [...wanted.requirementFiles, ...wanted.groups.map(({ path }) => path)].some(isLock),
    message: 'a lock is installed for the Python that is there, and not for another one',
    hint: 'Leave out "--platform", "--python-version", "--implementation" and "--abi"',
  },
  {
    applies: ({ selection, target, output, command }) =>
      selection.foreignTarget !== null && command === 'install' && target.folder === null && !output.dryRun,
    message: 'files for another Python or platform do not belong into this environment',
    hint: 'Add --target FOLDER, or --dry-run',
  },
];

/**
 * Checks what options say together, as pip does.
 *
 * @throws SafeInstallError `usage.option`.
 */
export function checkCombinations(meant: InstallArguments, given: Given): void {
  const broken = RULES.find(({ applies }) => applies(meant, given));
  if (broken !== undefined)
    throw new SafeInstallError({ code: 'usage.option', message: broken.message, hint: broken.hint });
}
