import { reasons } from './reason.ts';

/** Reasons about provenance and Sigstore bundles: their shape. */
export const PROVENANCE_REASONS = reasons({
  'provenance.json': {
    outcome: 'refused',
    means: 'Evidence is not JSON text in UTF-8.',
    remedy: 'Fetch it again; if it stays so, tell the index or the publisher.',
  },
  'provenance.duplicate-key': {
    outcome: 'refused',
    means:
      'Evidence says one thing twice: a JSON object has the same key two times, and readers differ in which one they take.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.too-large': {
    outcome: 'refused',
    means: 'Evidence is larger, deeper or has more parts than any honest one.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.unrecognized': {
    outcome: 'refused',
    means: 'The JSON is neither a PEP 740 provenance or attestation nor a Sigstore bundle.',
    remedy: 'Give `--evidence` a file of one of these kinds.',
  },
  'provenance.malformed': {
    outcome: 'refused',
    means: 'A PEP 740 object lacks fields, or has fields of the wrong type.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.version': {
    outcome: 'refused',
    means: 'A PEP 740 object has a version other than 1.',
    remedy: 'Update safe-install: the index may use a newer form.',
  },
  'provenance.empty': {
    outcome: 'refused',
    means:
      'A provenance object has no attestation bundle, or a bundle has no attestation: it proves nothing.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.unknown-publisher': {
    outcome: 'refused',
    means: 'Provenance names no publisher of a kind that safe-install can check.',
    remedy: 'Update safe-install, or name the identity in your policy by `issuer` and `identity`.',
  },
  'provenance.rekor-v2': {
    outcome: 'refused',
    means:
      'A PEP 740 attestation was logged in Rekor v2, which states no time, and version 1 of the format has no field for a timestamp: when it was signed cannot be shown.',
    remedy:
      'Ask the publisher to use Rekor v1, or to publish a Sigstore bundle, which can carry a timestamp.',
  },
  'bundle.malformed': {
    outcome: 'refused',
    means: 'A Sigstore bundle lacks fields, or has fields of the wrong type.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'bundle.version': {
    outcome: 'refused',
    means: 'A Sigstore bundle is of a version that is not known.',
    remedy: 'Update safe-install, or ask the publisher for a bundle of version 0.1 to 0.3.',
  },
});
