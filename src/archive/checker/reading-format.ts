import { isRecordAlgorithm, parseSha256, type RecordEntry } from '../../packaging/index.ts';
import type { CheckedArchive } from '../checked-archive.ts';
import { sha256Of } from '../same-bytes.ts';

/** The report of a file that no waiver was needed for: the only kind that is kept. */
export type KeptReport = Omit<CheckedArchive, 'waived'>;

/** Characters of a sha256. */
const DIGEST_LENGTH = 64;

/** The path alone: RECORD states no digest and no size there (its own line, and those of its signatures). */
type KeptEntry =
  | readonly [path: string]
  | readonly [path: string, algorithm: string, digest: string, size: number | null];

const toKept = ({ path, hash, size }: RecordEntry): KeptEntry =>
  hash === null ? [path] : [path, hash.algorithm, hash.digest, size];

/**
 * A report as a file: the digest of the rest, against a file that was half written or has rotted, and the rest as JSON.
 *
 * @param key what it is the report of; repeated inside, so that a file under another name is none.
 */
export function formatReading(key: string, report: KeptReport): string {
  const { record, metadataBytes, metadataSha256: _, ...plain } = report;
  const metadata = Buffer.from(metadataBytes).toString('base64');
  const text = JSON.stringify({ key, ...plain, metadata, record: record.map(toKept) });
  return `${sha256Of(Buffer.from(text))}${text}`;
}

/** A report from a file; `undefined` for what is not one of this key, whole and in every member as it was written. */
export function parseReading(key: string, bytes: Buffer): CheckedArchive | undefined {
  const rest = bytes.subarray(DIGEST_LENGTH);
  if (bytes.toString('latin1', 0, DIGEST_LENGTH) !== sha256Of(rest)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(rest.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const found = value as Readonly<Record<string, unknown>>;
  const { kind, fileCount, unpackedSize, metadata, root, scripts } = found;
  if (found.key !== key || (kind !== 'wheel' && kind !== 'sdist')) return undefined;
  if (!isCount(fileCount) || !isCount(unpackedSize)) return undefined;
  if (typeof metadata !== 'string' || typeof root !== 'string' || !isTexts(scripts)) return undefined;
  const record = readRecord(found.record);
  if (record === undefined) return undefined;
  const metadataBytes = new Uint8Array(Buffer.from(metadata, 'base64'));
  const metadataSha256 = parseSha256(sha256Of(metadataBytes));
  if (metadataSha256 === undefined) return undefined;
  return {
    kind,
    fileCount,
    unpackedSize,
    metadataSha256,
    metadataBytes,
    root,
    scripts,
    record,
    waived: [],
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function readRecord(value: unknown): readonly RecordEntry[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const record: RecordEntry[] = [];
  for (const each of value as readonly unknown[]) {
    const entry = Array.isArray(each) ? readEntry(each) : undefined;
    if (entry === undefined) return undefined;
    record.push(entry);
  }
  return record;
}

function readEntry([path, algorithm, digest, size]: readonly unknown[]): RecordEntry | undefined {
  if (typeof path !== 'string') return undefined;
  if (algorithm === undefined) return { path, hash: null, size: null };
  if (typeof algorithm !== 'string' || !isRecordAlgorithm(algorithm)) return undefined;
  if (typeof digest !== 'string' || (size !== null && !isCount(size))) return undefined;
  return { path, hash: { algorithm, digest }, size };
}
