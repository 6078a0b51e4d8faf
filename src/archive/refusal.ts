import { type ErrorDetails, type ReasonCode, SafeInstallError } from '../errors/index.ts';

/** A refusal of this room: the reason, and the entry or file that it is about. */
export function refusal(
  code: ReasonCode,
  message: string,
  details: Omit<ErrorDetails, 'code' | 'message'> = {},
): SafeInstallError {
  return new SafeInstallError({ code, message, ...details });
}

/** `expected` and `got`, as every refusal that compares two things shows them. */
export const comparison = (expected: string | number, got: string | number, origin?: string) => [
  { label: 'expected', value: String(expected), ...(origin === undefined ? {} : { origin }) },
  { label: 'got', value: String(got) },
];

/**
 * Runs `body`; an error of a library (zlib, yauzl) becomes a refusal with this code and the error as its cause.
 * Errors of ours pass through, so that the innermost reason is the one that is told.
 */
export function refusing<T>(code: ReasonCode, message: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw toRefusal(error, code, message);
  }
}

export function toRefusal(error: unknown, code: ReasonCode, message: string): SafeInstallError {
  if (error instanceof SafeInstallError) return error;
  return refusal(code, message, { cause: error });
}
