import { reasons } from './reason.ts';

/** Reasons about bugs. */
export const INTERNAL_REASONS = reasons({
  'internal.bug': {
    outcome: 'bug',
    means: 'safe-install met a state that it holds to be impossible.',
    remedy: 'Run again with -vv and report what it prints.',
  },
});
