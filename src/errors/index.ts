/**
 * What can go wrong, as data: reason codes, exit codes, errors, and text made safe to show.
 *
 * Refuses to know: what any other room does, and how an error looks on a terminal (that is `report/`).
 */
export { amount } from './amount.ts';
export { EXIT_CODES, exitCodeOf, type Outcome, REASONS, type ReasonCode } from './codes.ts';
export { nearestWord } from './nearest-word.ts';
export {
  type ErrorDetails,
  type Excerpt,
  type Fact,
  type PassedFiles,
  Refusal,
  SafeInstallError,
  SafeInstallErrors,
} from './safe-install-error.ts';
export { printable, redactUrl } from './safe-text.ts';
