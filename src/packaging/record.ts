import { type ReasonCode, SafeInstallError } from '../errors/index.ts';
import { readCsv } from './csv.ts';
import { decodeUtf8 } from './foreign-json.ts';

/** Digests that RECORD may state, as `hashlib` spells them, with their length in bytes. */
const DIGEST_BYTES = {
  sha256: 32,
  sha384: 48,
  sha512: 64,
  sha3_256: 32,
  sha3_384: 48,
  sha3_512: 64,
  blake2b: 64,
  blake2s: 32,
} as const;

/** A digest that is as strong as sha256 or stronger. */
export type RecordAlgorithm = keyof typeof DIGEST_BYTES;

/** What RECORD says of one file. */
export interface RecordEntry {
  /** As written, with forward slashes; relative to the folder that holds the `.dist-info` folder. */
  readonly path: string;
  readonly hash: {
    readonly algorithm: RecordAlgorithm;
    /** base64url without padding, in its one canonical spelling: two digests are equal when their texts are. */
    readonly digest: string;
  } | null;
  /** Bytes. */
  readonly size: number | null;
}

/** The name of the algorithm for `node:crypto`. */
export function cryptoNameOf(algorithm: RecordAlgorithm): string {
  if (algorithm === 'blake2b') return 'blake2b512';
  if (algorithm === 'blake2s') return 'blake2s256';
  return algorithm.replace('_', '-');
}

/** Bytes. The largest known wheels have RECORDs of four megabytes. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

export interface RecordOptions {
  /**
   * `wheel`: as it stands in a wheel. `installed`: as an installer left it beside the installed files, with scripts
   * outside of the folder (`../../../bin/x`, absolute paths) and, from older installers, files listed twice.
   */
  readonly scope: 'wheel' | 'installed';
}

/** Characters that end a line for one program or another, that no file name of a wheel has, or that steer a terminal. */
const UNSAFE_IN_PATH = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const SIZE = /^(?:0|[1-9][0-9]{0,14})$/;

function fault(line: number, message: string, code: ReasonCode = 'record.malformed'): SafeInstallError {
  return new SafeInstallError({ code, message, subject: `RECORD:${line}` });
}

/** A part that is empty, `.` or `..`. */
const IDLE_PART = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Why `path` does not name one file below the folder, in the only way to name it; `undefined` when it does. */
function pathFault(path: string): string | undefined {
  if (path.includes('\\')) return 'has a backslash';
  if (path.startsWith('/')) return 'is absolute';
  if (/^[A-Za-z]:/.test(path)) return 'begins with a drive';
  if (IDLE_PART.test(path)) return 'has a part that is empty, "." or ".."';
  return undefined;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE64URL_TEXT = /^[A-Za-z0-9_-]+$/;

/**
 * Whether `text` is the canonical base64url of `bytes` bytes: no padding, and zeros in the bits of the last character
 * that no byte takes. Without the latter a digest has several spellings.
 */
function isCanonicalBase64Url(text: string, bytes: number): boolean {
  const length = Math.ceil((bytes * 8) / 6);
  if (text.length !== length || !BASE64URL_TEXT.test(text)) return false;
  const spare = length * 6 - bytes * 8;
  return BASE64URL.indexOf(text.charAt(length - 1)) % 2 ** spare === 0;
}

/** Whether RECORD may state digests of this algorithm. */
export const isRecordAlgorithm = (name: string): name is RecordAlgorithm => Object.hasOwn(DIGEST_BYTES, name);

/** `sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU`; two spellings of one digest are refused but for one. */
function parseHash(text: string, line: number): RecordEntry['hash'] {
  if (text === '') return null;
  const separator = text.indexOf('=');
  if (separator < 0) throw fault(line, `"${text}" is not of the form algorithm=digest`);
  const algorithm = text.slice(0, separator);
  const digest = text.slice(separator + 1);
  if (!isRecordAlgorithm(algorithm))
    throw fault(line, `the digest is of the kind "${algorithm}"`, 'record.weak-hash');
  if (!isCanonicalBase64Url(digest, DIGEST_BYTES[algorithm]))
    throw fault(line, `"${digest}" is not a ${algorithm} digest in base64url without padding`);
  return { algorithm, digest };
}

/**
 * The rows of a RECORD. Which files must be listed, and which may do without a digest, is asked where the archive is at
 * hand.
 *
 * @param content the file's bytes, or its text.
 * @throws SafeInstallError `record.malformed`, `record.weak-hash` for a digest that is not sha256 or stronger,
 *   `record.duplicate` (in a wheel) for a path that is listed twice.
 * @see https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file
 */
export function parseRecord(
  content: Uint8Array | string,
  options: RecordOptions = { scope: 'wheel' },
): RecordEntry[] {
  const size = content.length;
  if (size > MAX_RECORD_BYTES)
    throw fault(1, `it has ${size} bytes, more than the ${MAX_RECORD_BYTES} that are read`);
  const text = typeof content === 'string' ? content : decodeUtf8(content);
  if (text === undefined) throw fault(1, 'it is not UTF-8');
  const entries: RecordEntry[] = [];
  const paths = new Set<string>();
  const rows = readCsv(text);
  let next = rows.next();
  for (; !next.done; next = rows.next()) {
    const { line, fields } = next.value;
    const [path, hash, length] = fields;
    if (fields.length !== 3 || path === undefined || hash === undefined || length === undefined)
      throw fault(line, `the row has ${fields.length} columns in place of 3`);
    if (path === '' || UNSAFE_IN_PATH.test(path))
      throw fault(line, 'the path is empty or holds a control character');
    if (options.scope === 'wheel') {
      const reason = pathFault(path);
      if (reason !== undefined) throw fault(line, `the path "${path}" ${reason}`);
      if (paths.has(path)) throw fault(line, `"${path}" is listed a second time`, 'record.duplicate');
      paths.add(path);
    }
    if (length !== '' && !SIZE.test(length)) throw fault(line, `"${length}" is not a number of bytes`);
    entries.push({ path, hash: parseHash(hash, line), size: length === '' ? null : Number(length) });
  }
  if (next.value !== undefined) throw fault(next.value.line, next.value.reason);
  return entries;
}
