import { type Fact, type ReasonCode, SafeInstallError } from '../errors/index.ts';

/** A refusal of this room, about what was to be built. */
export function buildError(
  code: ReasonCode & `build.${string}`,
  subject: string,
  message: string,
  details: {
    readonly facts?: readonly Fact[];
    readonly hint?: string;
    readonly cause?: unknown;
  } = {},
): SafeInstallError {
  return new SafeInstallError({ code, subject, message, ...details });
}
