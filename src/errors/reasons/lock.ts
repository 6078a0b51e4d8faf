import { reasons } from './reason.ts';

/** Reasons about lock files (`pylock.toml`, PEP 751). */
export const LOCK_REASONS = reasons({
  'lock.syntax': {
    outcome: 'usage',
    means: 'The lock is not TOML, or not UTF-8.',
    remedy: 'Look at the line that is shown, or write the lock anew with `safe-install lock`.',
  },
  'lock.too-large': {
    outcome: 'usage',
    means: 'The lock has more bytes or packages than any that is read.',
    remedy: 'Check that the path or URL is that of a lock.',
  },
  'lock.version': {
    outcome: 'usage',
    means: 'The lock is of a major version of its format that this program does not know.',
    remedy: 'Update safe-install, or write the lock anew with a tool that writes version 1.0.',
  },
  'lock.missing-key': {
    outcome: 'usage',
    means: 'The lock lacks a key that PEP 751 requires.',
    remedy: 'Write the lock anew with the tool that made it.',
  },
  'lock.value': {
    outcome: 'usage',
    means: 'A value in the lock is not of the kind that PEP 751 gives its key, or does not parse.',
    remedy: 'Look at the line that is shown, or write the lock anew with the tool that made it.',
  },
  'lock.source': {
    outcome: 'usage',
    means: 'A package of the lock names no source, or sources that exclude each other.',
    remedy: 'A package has `wheels` and `sdist`, or one of `vcs`, `directory` and `archive`.',
  },
  'lock.filename': {
    outcome: 'refused',
    means:
      'A file in the lock is called like a file of another project or version, or its URL is that of another file.',
    remedy: 'Do not install from it unless you know why; write the lock anew and look at what changes.',
  },
  'lock.identity': {
    outcome: 'refused',
    means:
      'An entry of `attestation-identities` names a publisher that cannot be compared with a certificate.',
    remedy: 'Correct the line that is shown, or write the lock anew with `safe-install lock`.',
  },
  'lock.index': {
    outcome: 'refused',
    means:
      'The index that the lock names for a package does not list the file, or the policy names another index for it.',
    remedy: 'Write the lock anew with `safe-install lock`, and look at what changes.',
  },
  'lock.url': {
    outcome: 'refused',
    means:
      'The URL of a file in the lock is not the one that the index, which the lock names for it, states.',
    remedy: 'Look who changed the lock, or write it anew with `safe-install lock` and look at what changes.',
  },
  'lock.no-sha256': {
    outcome: 'refused',
    means: 'The lock gives no sha256 for the file that would be installed.',
    remedy: 'Write the lock anew with a tool that records sha256 digests.',
  },
  'lock.environment': {
    outcome: 'unresolvable',
    means: 'The lock was not made for this Python or this system.',
    remedy: 'Write a lock for it with `safe-install lock`, beside the other as `pylock.NAME.toml`.',
  },
  'lock.ambiguous': {
    outcome: 'unresolvable',
    means: 'The lock has more than one entry of a project for this environment.',
    remedy: 'Select other extras or groups, or write the lock anew.',
  },
  'lock.no-file': {
    outcome: 'unresolvable',
    means: 'The lock has no file of a package for this Python and this system.',
    remedy: 'Write a lock for it with `safe-install lock`, beside the other as `pylock.NAME.toml`.',
  },
  'lock.selection': {
    outcome: 'usage',
    means: 'An extra or a group is asked for that the lock does not have.',
    remedy: 'Ask for one of those that the lock lists under `extras` and `dependency-groups`.',
  },
});
