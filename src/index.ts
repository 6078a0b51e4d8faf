/**
 * The library door: what a program may build on.
 *
 * The command is `src/cli/`; the story of an installation is `src/safe-install.ts`.
 */
export {
  EXIT_CODES,
  type Fact,
  type Outcome,
  REASONS,
  type ReasonCode,
  SafeInstallError,
  SafeInstallErrors,
} from './errors/index.ts';
export type { VerifiedArtifact } from './verify/index.ts';
