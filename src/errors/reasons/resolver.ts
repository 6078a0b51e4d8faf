import { reasons } from './reason.ts';

/** Reasons why no set of versions answers what was asked for. */
export const RESOLVER_REASONS = reasons({
  'resolve.unknown-package': {
    outcome: 'unresolvable',
    means: 'No index that is used has a project of this name.',
    remedy: 'Check how it is spelled, and with `--index-url` or `--extra-index-url` where it is looked for.',
  },
  'resolve.no-version': {
    outcome: 'unresolvable',
    means: 'The project exists, but no version that is asked for can be taken on this Python and platform.',
    remedy:
      'Ask for another range of versions; what is said about the versions that were passed over tells which would do.',
  },
  'resolve.conflict': {
    outcome: 'unresolvable',
    means: 'What is asked for cannot be had together: the requirements exclude each other.',
    remedy: 'Loosen or drop one of the requirements that are named.',
  },
  'resolve.too-deep': {
    outcome: 'unresolvable',
    means: 'No answer was found in the number of attempts, or the time, that one is looked for.',
    remedy: 'Narrow the versions of a few packages, so that there is less to try.',
  },
  'resolve.address': {
    outcome: 'unresolvable',
    means: 'A package is asked for by the address of a file where no such file is taken.',
    remedy: 'Ask for the package by its name.',
  },
  'resolve.unsupported-wheel': {
    outcome: 'unresolvable',
    means: 'The wheel that is asked for by its address is not for this Python and platform.',
    remedy: 'Name a wheel whose tags fit, or ask for the package by its name.',
  },
  'resolve.wrong-project': {
    outcome: 'unresolvable',
    means: 'The file at the address is of another project than the one that it is asked for as.',
    remedy: 'Correct the name before the `@`, or the address behind it.',
  },
  'resolve.upload-time': {
    outcome: 'unverifiable',
    means: 'Files of a certain age are asked for, and the index does not say when it got them.',
    remedy: 'Use an index that states upload times (PEP 700), or leave the age out.',
  },
  'resolve.broken-installation': {
    outcome: 'usage',
    means:
      'An installed distribution states requirements that cannot be read, so that nobody knows what it needs.',
    remedy: 'Uninstall it, or install it anew with `--force-reinstall`.',
  },
  'resolve.constraint': {
    outcome: 'usage',
    means: 'A constraint has extras, which pip does not take either.',
    remedy: 'Write the extras into a requirement, and the constraint without them.',
  },
  'resolve.hash-algorithm': {
    outcome: 'usage',
    means: 'A requirement has digests, but none by sha256, which is what every file is compared by.',
    remedy: 'Add `--hash=sha256:…`.',
  },
  'resolve.hash-required': {
    outcome: 'refused',
    means: 'Hashes are demanded of all files, and one that is needed has none.',
    remedy:
      'List every package with its version and hash (`safe-install resolve` writes such a list), or leave `--require-hashes` out.',
  },
  'resolve.hash-conflict': {
    outcome: 'refused',
    means:
      'The requirements and constraints on one project allow different digests, so that no file fits all.',
    remedy: 'Correct the hashes: one of the lists is out of date.',
  },
});
