import { reasons } from './reason.ts';

/** Reasons of the judgement over a file: what its evidence comes to under the policy (design, points 6 to 10). */
export const JUDGEMENT_REASONS = reasons({
  'plan.denied': {
    outcome: 'refused',
    means: 'The policy forbids the package.',
    remedy: 'Install something else, or have the rule changed by whoever made it.',
  },

  // evidence that is not there, or not as it was (points 6 and 8)
  'provenance.missing': {
    outcome: 'refused',
    means: 'Provenance is required, and there is none for the file.',
    remedy:
      'Choose a version that has it, or ask its maintainers for attestations. A rule with `provenance = "if-present"` would give up the demand for this package.',
  },
  'provenance.unreachable': {
    outcome: 'unverifiable',
    means: 'The index announces provenance for the file and does not hand it out.',
    remedy: 'Try again; if it stays so, tell whoever runs the index: no provenance is not the same.',
  },
  'provenance.lost': {
    outcome: 'refused',
    means: 'The file has no provenance, though the project had it before in the same line of releases.',
    remedy:
      'Do not install it before its maintainers have explained it. If your mirror drops provenance, name an index that has it with `evidence`.',
  },
  'provenance.partial': {
    outcome: 'refused',
    means: 'The file has no provenance, though other files of the same release have it.',
    remedy:
      'Do not install it before its maintainers have explained it, or choose another file of the release.',
  },
  'provenance.changed': {
    outcome: 'refused',
    means: 'The file was published by somebody else than the project was known by.',
    remedy:
      'Find out whether the project has moved; if it has, name the new publisher in your policy with `safe-install policy pin`.',
  },
  'provenance.inconsistent': {
    outcome: 'refused',
    means: 'The files of one release were not built from one commit.',
    remedy: 'Do not install it before its maintainers have explained it.',
  },
  'provenance.late': {
    outcome: 'refused',
    means: 'The file was added to its release long after the others, and could not be compared with them.',
    remedy: 'Look at what the project says about the release.',
  },

  // who signed (point 7)
  'identity.period': {
    outcome: 'refused',
    means: 'The file was signed before or after the time for which its publisher is named.',
    remedy: 'Choose a version from that time, or change `valid-from` or `valid-until` in your policy.',
  },
  'identity.trust-root': {
    outcome: 'refused',
    means: 'The signature was verified under another trust root than the one that the rule names.',
    remedy: 'Give the rule the trust root that its publisher signs under.',
  },
  'identity.unnamed': {
    outcome: 'refused',
    means: 'The file is signed, and nobody has named its signer: neither a policy nor a lock nor the index.',
    remedy: 'If you know the signer, name it in your policy with `safe-install policy pin`.',
  },
  'identity.first-seen': {
    outcome: 'refused',
    means:
      'The publisher has not been seen before, and the policy takes only publishers that somebody has named.',
    remedy: 'If you know the publisher, name it in your policy with `safe-install policy pin`.',
  },
  'identity.renamed': {
    outcome: 'refused',
    means: 'The repository has another name than before and is still the same one, by its number.',
    remedy: 'Change the name in your policy, where it is named there.',
  },

  // the source (point 9)
  'source.differs': {
    outcome: 'refused',
    means: 'The file was built from another repository than the one that its own metadata names.',
    remedy: 'Do not install it before its maintainers have explained it.',
  },
  'source.undeclared': {
    outcome: 'refused',
    means: 'The metadata of the file does not say where its source is.',
    remedy: 'Ask its maintainers for a `Project-URL`; `source = "warn"` would give up the demand.',
  },

  // the age (point 10)
  'age.too-new': {
    outcome: 'refused',
    means: 'The file was uploaded more recently than the policy allows.',
    remedy: 'Wait, or choose an older version.',
  },
  'age.unknown': {
    outcome: 'refused',
    means: 'The policy asks for an age, and the index does not say when the file was uploaded.',
    remedy: 'Use an index that states upload times, or give up `min-age` for this package by a rule.',
  },
});
