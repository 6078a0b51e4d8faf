import {
  type ErrorDetails,
  type ReasonCode,
  SafeInstallError,
  SafeInstallErrors,
} from '../../errors/index.ts';
import { normalizeName, parseVersion, type Sha256 } from '../../packaging/index.ts';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from '../checked-archive.ts';
import type { ReadingPlace } from './keep-reading.ts';

/** What a worker thread is asked; instances of classes do not cross the border between threads. */
export interface CheckRequest {
  readonly id: number;
  readonly kind: 'wheel' | 'sdist';
  readonly path: string;
  readonly filename: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: Sha256;
  readonly foldCase: boolean;
  readonly windows: boolean;
  readonly waived: ReadonlySet<ReasonCode>;
  /** Where to keep the report. */
  readonly place: ReadingPlace | undefined;
}

type PlainError = Omit<ErrorDetails, 'cause'>;

/** What it answers: a report, why the file is refused, or that something broke that says nothing about the file. */
export type CheckAnswer =
  | {
      readonly id: number;
      readonly kind: 'checked';
      readonly report: Omit<CheckedArchive, 'waived'>;
      readonly waived: readonly PlainError[];
    }
  | { readonly id: number; readonly kind: 'refused'; readonly errors: readonly PlainError[] }
  | { readonly id: number; readonly kind: 'broken'; readonly message: string };

export function toRequest(
  id: number,
  subject: ArchiveSubject,
  options: CheckOptions,
  place?: ReadingPlace,
): CheckRequest {
  const { kind, path, identity, sha256 } = subject;
  return {
    id,
    kind,
    path,
    filename: identity.filename,
    name: identity.name,
    version: identity.version.toString(),
    sha256,
    foldCase: options.foldCase ?? false,
    windows: options.windows ?? false,
    waived: options.waived ?? new Set(),
    place,
  };
}

export function fromRequest(request: CheckRequest): {
  readonly subject: ArchiveSubject;
  readonly options: CheckOptions;
} {
  const { kind, path, sha256, filename, name, version, foldCase, windows, waived } = request;
  const identity = { filename, name: normalizeName(name), version: parseVersion(version) };
  return { subject: { kind, path, identity, sha256 }, options: { foldCase, windows, waived } };
}

export function toAnswer(id: number, checked: CheckedArchive): CheckAnswer {
  const { waived, ...report } = checked;
  return { id, kind: 'checked', report, waived: waived.map(toPlain) };
}

export function toFailure(id: number, error: unknown): CheckAnswer {
  if (error instanceof SafeInstallErrors) return { id, kind: 'refused', errors: error.errors.map(toPlain) };
  if (error instanceof SafeInstallError) return { id, kind: 'refused', errors: [toPlain(error)] };
  return {
    id,
    kind: 'broken',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

/** @throws SafeInstallError (or SafeInstallErrors) why the file is refused. */
export function fromAnswer(answer: Exclude<CheckAnswer, { kind: 'broken' }>): CheckedArchive {
  if (answer.kind === 'checked')
    return { ...answer.report, waived: answer.waived.map((error) => new SafeInstallError(error)) };
  const errors = answer.errors.map((error) => new SafeInstallError(error));
  const [first, ...others] = errors;
  throw first !== undefined && others.length === 0 ? first : new SafeInstallErrors(errors);
}

const toPlain = ({ code, message, subject, facts, hint, excerpt }: SafeInstallError): PlainError => ({
  code,
  message,
  subject,
  facts,
  hint,
  excerpt,
});
