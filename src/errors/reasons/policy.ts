import { reasons } from './reason.ts';

/** Reasons about policy files, the layers that they make, and the trust state. */
export const POLICY_REASONS = reasons({
  // the text of a policy file
  'policy.syntax': {
    outcome: 'usage',
    means: 'A policy file is not TOML text in UTF-8.',
    remedy: 'Mend the file at the line and column that the message names.',
  },
  'policy.too-large': {
    outcome: 'usage',
    means: 'A policy file is larger, or has more entries, than any that is read.',
    remedy: 'Check that the path is that of a policy file.',
  },
  'policy.not-found': {
    outcome: 'usage',
    means: 'The policy file that was named is not there, or has no policy in it.',
    remedy: 'Check the path that `--policy` names; a `pyproject.toml` needs a table `[tool.safe-install]`.',
  },
  'policy.two-files': {
    outcome: 'usage',
    means: 'A project has two policies: a `safe-install.toml`, and a table in its `pyproject.toml`.',
    remedy: 'Keep one of them: which of them counts should not be a matter of luck.',
  },
  'policy.exists': {
    outcome: 'usage',
    means: 'A policy was to be written where there is one already.',
    remedy: 'Add publishers to it with `safe-install policy pin`, or write it anew with `--force`.',
  },
  'policy.owner': {
    outcome: 'usage',
    means: 'The policy file of the project belongs to another user.',
    remedy: 'Work in a folder of your own, or make the file yours if you trust what it says.',
  },

  // the keys and values of a policy file
  'policy.version': {
    outcome: 'usage',
    means: 'A policy file does not say that it is of version 1 of the format.',
    remedy: 'Write `version = 1` into its first line, or update safe-install for a newer version.',
  },
  'policy.unknown-key': {
    outcome: 'usage',
    means: 'A policy file has a key that does not exist, so that what it was to demand is not demanded.',
    remedy: 'Mend the spelling; the keys are in `policies/schema.json`.',
  },
  'policy.missing-key': {
    outcome: 'usage',
    means: 'A table of a policy file lacks a key that it needs.',
    remedy: 'Add the key that the message names.',
  },
  'policy.value': {
    outcome: 'usage',
    means: 'A key of a policy file has a value that it does not take.',
    remedy: 'Mend the value; the message says what the key takes.',
  },
  'policy.package': {
    outcome: 'usage',
    means: 'An entry of `packages` is not the name of a project, with `*` as wildcard and with versions.',
    remedy: 'Write it like `requests`, `acme-*` or `urllib3>=2,<3`.',
  },
  'policy.pattern': {
    outcome: 'usage',
    means: 'A pattern stands where none may, reads like a regular expression, or matches almost anybody.',
    remedy:
      'Only `*` is a wildcard, for any text without a slash, and only in package names, refs and identities; all else is compared exactly and as a whole.',
  },
  'policy.publisher': {
    outcome: 'usage',
    means: 'A rule names nobody who may publish, or a publisher without what tells it from others.',
    remedy: 'Name at least one publisher, each with all fields of its kind.',
  },
  'policy.rule': {
    outcome: 'usage',
    means: 'A rule says nothing, or both forbids its packages and says who may publish them.',
    remedy: 'Give the rule publishers, or `deny = true`, or a setting.',
  },
  'policy.rule-unreachable': {
    outcome: 'usage',
    means: 'A rule can never apply: no version fits it, or other rules come before it for all that it names.',
    remedy: 'Mend its versions, or take the rule out.',
  },
  'policy.rule-conflict': {
    outcome: 'usage',
    means: 'Two rules of one file are equally specific for the same packages.',
    remedy:
      'Make one of them more specific, or put them together: any of the publishers of a rule is enough.',
  },
  'policy.trust': {
    outcome: 'usage',
    means: 'A policy names a trust root by something that is none, or by two things at once.',
    remedy:
      'Give `root`, or `tuf-mirror` and `tuf-root`; a rule names a root by its key below `[trust.roots]`.',
  },

  // waivers
  'policy.waiver-check': {
    outcome: 'usage',
    means: 'A waiver names a check that does not exist, or one that nobody can waive.',
    remedy: 'Name the reason code that the refusal showed; digests and archives cannot be waived.',
  },
  'policy.waiver-expired': {
    outcome: 'usage',
    means: 'A waiver is past the day until which it was given.',
    remedy: 'Look at the file again: take the waiver out, or give it anew with another day.',
  },
  'policy.waiver-stale': {
    outcome: 'usage',
    means:
      'A waiver is given for a file that is not, or no longer, the one that would be installed, or that needs none.',
    remedy: 'Take the waiver out, or give it for the file that is installed now.',
  },

  // layers
  'policy.loosened': {
    outcome: 'usage',
    means: 'A policy allows what the policy of the organisation does not.',
    remedy: 'Take the line out, or have the policy of the organisation changed.',
  },

  // the trust state
  'trust-state.malformed': {
    outcome: 'usage',
    means:
      'The file in which safe-install remembers publishers is damaged, or was changed by something else.',
    remedy:
      'Put it back from a backup. To remove it means to forget all publishers: each is then trusted anew when it is seen again.',
  },
  'trust-state.locked': {
    outcome: 'unverifiable',
    means:
      'The file in which safe-install remembers publishers is locked by another run, or cannot be locked.',
    remedy: 'Try again when the other run has ended; `--ci` remembers nothing and needs no lock.',
  },
});
