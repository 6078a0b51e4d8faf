import { SafeInstallError } from '../errors/index.ts';
import type { LogicalLine } from './requirements-file-lines.ts';

/** Whether the lines of a file ask for something or only narrow what others ask for. */
export type FileRole = 'requirements' | 'constraints';

/** Where a line stands. */
export interface LineOrigin {
  /** As the reader knows the file: the path as given, or the URL without its secrets. */
  readonly file: string;
  /** Counted from 1; of joined lines the first. */
  readonly line: number;
  readonly role: FileRole;
}

/** A digest from `--hash`, in lower-case hexadecimal. */
export interface AllowedHash {
  readonly algorithm: 'sha256' | 'sha384' | 'sha512';
  readonly digest: string;
}

/** A line that asks for something. */
export interface FileRequirement {
  /** A requirement of PEP 508, a path or a URL; variables are put in, so that it may carry secrets. */
  readonly text: string;
  readonly editable: boolean;
  readonly hashes: readonly AllowedHash[];
  /** `KEY=VALUE` for the build backend, in their order. */
  readonly configSettings: readonly (readonly [key: string, value: string])[];
  readonly origin: LineOrigin;
}

const HASH_LENGTHS = { sha256: 64, sha384: 96, sha512: 128 } as const;
const HEXADECIMAL = /^[0-9a-f]+$/;

const isStrong = (name: string): name is AllowedHash['algorithm'] => Object.hasOwn(HASH_LENGTHS, name);

/** The refusal of one line. */
export function refuseLine(message: string, origin: LineOrigin, line: LogicalLine): SafeInstallError {
  return new SafeInstallError({
    code: 'requirements.malformed',
    message,
    subject: `${origin.file}:${origin.line}`,
    // As written: what the environment put in may be a secret.
    excerpt: { text: line.source, start: 0, end: line.source.length },
  });
}

/** `sha256:…`; pip takes no weaker digest. */
export function parseAllowedHash(value: string, origin: LineOrigin, line: LogicalLine): AllowedHash {
  const colon = value.indexOf(':');
  const algorithm = value.slice(0, Math.max(colon, 0));
  const digest = value.slice(colon + 1).toLowerCase();
  if (!isStrong(algorithm))
    throw refuseLine('a digest is of the form --hash=sha256:…, with sha256, sha384 or sha512', origin, line);
  if (digest.length !== HASH_LENGTHS[algorithm] || !HEXADECIMAL.test(digest))
    throw refuseLine(`a ${algorithm} digest has ${HASH_LENGTHS[algorithm]} hexadecimal digits`, origin, line);
  return { algorithm, digest };
}

/** `KEY=VALUE` */
export function parseConfigSetting(
  value: string,
  origin: LineOrigin,
  line: LogicalLine,
): readonly [string, string] {
  const equals = value.indexOf('=');
  if (equals < 0) throw refuseLine('a setting is of the form KEY=VALUE', origin, line);
  return [value.slice(0, equals), value.slice(equals + 1)];
}
