import { type ReasonCode, SafeInstallError } from '../errors/index.ts';

/** A JSON object whose members have not been looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member by its own name: `undefined` for an absent one and for what every object inherits. */
export const memberOf = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes as text, or `undefined` when they are not UTF-8. A byte order mark stays where it is. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * Reads JSON that somebody else wrote. `JSON.parse` takes time in proportion to the size and does not recurse, so a cap
 * on the bytes, which is the caller's, is all that it needs.
 *
 * @throws SafeInstallError with `code` when the bytes are not UTF-8 or not JSON.
 */
export function parseForeignJson(bytes: Uint8Array, code: ReasonCode, subject: string): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new SafeInstallError({ code, message: 'the text is not UTF-8', subject });
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SafeInstallError({ code, message: 'the text is not JSON', subject, cause });
  }
}
