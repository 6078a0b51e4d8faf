import { type ReasonCode, SafeInstallError } from '../errors/index.ts';

/** A table of a TOML document. */
export type TomlTable = Readonly<Record<string, unknown>>;

export const isTomlTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/**
 * Parses a TOML document; the parser is loaded when the first one is met.
 *
 * @throws SafeInstallError with `code`, about `file` and the line.
 */
export async function parseTomlDocument(text: string, file: string, code: ReasonCode): Promise<TomlTable> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new SafeInstallError({
      code,
      message: 'it is not TOML',
      subject: `${file}:${error.line}`,
      cause: error,
    });
  }
}
