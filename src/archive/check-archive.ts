import type { DownloadedArtifact } from '../artifact/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from './checked-archive.ts';
import { checkSdist } from './sdist/check-sdist.ts';
import { checkWheel } from './wheel/check-wheel.ts';

/**
 * The strict check of a downloaded file (design, points 3 and 4), in this thread.
 *
 * @throws SafeInstallError (or SafeInstallErrors) `archive.*`, `record.*`, `wheel.*`, `metadata.*`, `hash.changed`,
 *   `store.unreadable`; each about the file, with the entry among its facts.
 */
export function checkArchive(
  artifact: DownloadedArtifact,
  options: CheckOptions = {},
): Promise<CheckedArchive> {
  return checkSubject(subjectOf(artifact), options);
}

export function subjectOf({ file, path, sha256 }: DownloadedArtifact): ArchiveSubject {
  const { kind, filename, name, version } = file;
  return { kind, path, identity: { filename, name, version }, sha256 };
}

/** {@link checkArchive} for those who have no artifact, only what it is about. */
export async function checkSubject(
  subject: ArchiveSubject,
  options: CheckOptions = {},
): Promise<CheckedArchive> {
  options.signal?.throwIfAborted();
  try {
    return await (subject.kind === 'wheel' ? checkWheel(subject, options) : checkSdist(subject, options));
  } catch (error) {
    throw aboutFile(error, subject.identity.filename);
  }
}

/** The entry that an error is about becomes a fact, and the file its subject. */
export function aboutFile(error: unknown, filename: string): unknown {
  if (error instanceof SafeInstallErrors)
    return new SafeInstallErrors(error.errors.map((each) => oneAboutFile(each, filename)));
  return error instanceof SafeInstallError ? oneAboutFile(error, filename) : error;
}

function oneAboutFile(error: SafeInstallError, filename: string): SafeInstallError {
  const { code, message, subject, facts, hint, excerpt, cause } = error;
  const entry = subject === undefined ? [] : [{ label: 'entry', value: subject }];
  return new SafeInstallError({
    code,
    message,
    subject: filename,
    facts: [...entry, ...facts],
    hint,
    excerpt,
    cause,
  });
}
