import { createHash, type Hash, hash } from 'node:crypto';
import { type ReasonCode, type SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { cryptoNameOf, type RecordAlgorithm, type RecordEntry } from '../../packaging/index.ts';
import { refusal } from '../refusal.ts';
import type { TakeData } from '../zip/member-data.ts';

/** What can be wrong between RECORD and the files of a wheel. */
type RecordFault = Extract<
  ReasonCode,
  | 'record.unlisted'
  | 'record.missing'
  | 'record.hash-missing'
  | 'record.hash-mismatch'
  | 'record.size-mismatch'
>;

const MESSAGES: Readonly<Record<RecordFault, (count: number) => string>> = {
  'record.unlisted': (count) => `RECORD does not list ${files(count)} of the wheel`,
  'record.missing': (count) => `RECORD lists ${files(count)} that the wheel does not have`,
  'record.hash-missing': (count) => `RECORD lists ${files(count)} without a digest`,
  'record.hash-mismatch': (count) => `${files(count)} of the wheel have another digest than RECORD states`,
  'record.size-mismatch': (count) => `${files(count)} of the wheel have another size than RECORD states`,
};

/** All of them: what is let through when RECORD as a whole is waived. */
export const RECORD_FAULTS: ReadonlySet<ReasonCode> = new Set(Object.keys(MESSAGES) as RecordFault[]);

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

/** Faulty files that an error names; a forged wheel may have thousands. */
const MAX_NAMED = 5;

/** RECORD cannot state its own digest, and its signatures are made after it (PEP 427, "Signed wheel files"). */
const EXEMPT_SUFFIXES = ['', '.jws', '.p7s'] as const;

interface Seen {
  size: number;
  algorithm: RecordAlgorithm;
  /** Of a file that came whole; base64url without padding. */
  digest?: string;
  /** Of a file that comes in pieces. */
  running?: Hash;
}

/**
 * Compares RECORD with the files of a wheel, in both directions, while the wheel is read.
 *
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#the-dist-info-directory
 */
export class RecordComparison {
  readonly #listed: ReadonlyMap<string, RecordEntry>;
  readonly #exempt: ReadonlySet<string>;
  readonly #seen = new Map<string, Seen>();
  readonly #faults = new Map<RecordFault, string[]>();

  /** @param recordPath `name-version.dist-info/RECORD`. */
  constructor(record: readonly RecordEntry[], recordPath: string) {
    this.#listed = new Map(record.map((entry) => [entry.path, entry]));
    this.#exempt = new Set(EXEMPT_SUFFIXES.map((suffix) => recordPath + suffix));
  }

  /** Takes the data of one file of the wheel. */
  takerOf(path: string): TakeData {
    const algorithm = this.#listed.get(path)?.hash?.algorithm ?? 'sha256';
    const seen: Seen = { size: 0, algorithm };
    this.#seen.set(path, seen);
    return (piece, isWhole) => {
      seen.size += piece.length;
      // one call in place of three: a tenth of the time of a wheel with thousands of small files
      if (isWhole) {
        seen.digest = hash(cryptoNameOf(algorithm), piece, 'base64url');
        return;
      }
      seen.running ??= createHash(cryptoNameOf(algorithm));
      seen.running.update(piece);
    };
  }

  /**
   * The verdict, when every file has been taken.
   *
   * @param waived faults that somebody answers for.
   * @returns what every file of the wheel is, in RECORD's own terms (with the true digests, where a fault was waived),
   *   and the waived faults.
   * @throws SafeInstallError (or SafeInstallErrors) `record.unlisted`, `record.missing`, `record.hash-missing`,
   *   `record.hash-mismatch`, `record.size-mismatch`.
   */
  conclude(waived: ReadonlySet<ReasonCode>): {
    readonly record: readonly RecordEntry[];
    readonly waived: readonly SafeInstallError[];
  } {
    const record = [...this.#seen].map(([path, seen]) => this.#compare(path, seen));
    for (const path of this.#listed.keys()) {
      if (!this.#seen.has(path)) this.#add('record.missing', path);
    }
    const errors = [...this.#faults].map(([code, paths]) => toError(code, paths));
    const fatal = errors.filter((error) => !waived.has(error.code));
    const [first, ...others] = fatal;
    if (first !== undefined) throw others.length === 0 ? first : new SafeInstallErrors(fatal);
    return { record, waived: errors };
  }

  #compare(path: string, seen: Seen): RecordEntry {
    const { size, algorithm } = seen;
    const actual = { path, hash: { algorithm, digest: digestOf(seen) }, size };
    if (this.#exempt.has(path)) return { path, hash: null, size: null };
    const stated = this.#listed.get(path);
    if (stated === undefined) this.#add('record.unlisted', path);
    else if (stated.hash === null) this.#add('record.hash-missing', path);
    else if (stated.hash.digest !== actual.hash.digest) this.#add('record.hash-mismatch', path);
    else if (stated.size !== null && stated.size !== size) this.#add('record.size-mismatch', path);
    return actual;
  }

  #add(code: RecordFault, path: string): void {
    const paths = this.#faults.get(code);
    if (paths === undefined) this.#faults.set(code, [path]);
    else paths.push(path);
  }
}

/** No piece at all is an empty file. */
const digestOf = ({ algorithm, digest, running }: Seen): string =>
  digest ?? running?.digest('base64url') ?? hash(cryptoNameOf(algorithm), '', 'base64url');

function toError(code: RecordFault, paths: readonly string[]): SafeInstallError {
  return refusal(code, MESSAGES[code](paths.length), {
    facts: paths.slice(0, MAX_NAMED).map((path) => ({ label: 'file', value: path })),
  });
}
