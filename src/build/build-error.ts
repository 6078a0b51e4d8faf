import { type Fact, type ReasonCode, redactUrl, SafeInstallError } from '../errors/index.ts';

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

/** A build requirement that does not come by its name. */
export const foreignRequirement = (subject: string, text: string): SafeInstallError =>
  buildError('build.requirement', subject, 'it needs something by its address to be built', {
    facts: [{ label: 'needs', value: redactUrl(text) }],
    hint: 'Ask for a version that has a wheel; if the project is yours, name what it needs by its name alone',
  });
