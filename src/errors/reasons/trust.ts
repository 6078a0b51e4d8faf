import { reasons } from './reason.ts';

/** Reasons about the trust root. */
export const TRUST_REASONS = reasons({
  'trust.malformed': {
    outcome: 'usage',
    means: 'A Sigstore trust root is not well-formed.',
    remedy: 'Get the file again from whoever runs that Sigstore.',
  },
  'trust.expired': {
    outcome: 'unverifiable',
    means: 'The trust root at hand is past its expiry, and no newer one could be fetched.',
    remedy: 'Run `safe-install trust update` with a network, or give a trust root with `--trusted-root`.',
  },
  'trust.unreachable': {
    outcome: 'unverifiable',
    means: 'The TUF repository of the trust root does not answer.',
    remedy: 'Try again later, or give a trust root with `--trusted-root`.',
  },
  'trust.tuf': {
    outcome: 'unverifiable',
    means: 'What the TUF repository sent cannot be trusted: its metadata does not verify.',
    remedy: 'Try again later; if it stays so, somebody may be interfering with the connection.',
  },
});
