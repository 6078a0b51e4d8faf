import { SafeInstallError } from '../../errors/index.ts';
import {
  compareBuildTags,
  parseSdistFilename,
  parseSha256,
  parseWheelFilename,
  type SdistFilename,
  type Sha256,
  type WheelFilename,
} from '../../packaging/index.ts';
import { memberOf } from '../json/shape-reader.ts';
import type { StatementSubject } from './statement.ts';

/** The file that evidence is held against. */
export interface AttestedFile {
  /** As the index spells it. */
  readonly filename: string;
  /** Of the bytes on disk. */
  readonly sha256: Sha256;
}

/**
 * The statement is about these very bytes. Digests are compared as values, since their spelling is free.
 *
 * @throws SafeInstallError `statement.subject-digest`.
 */
export function checkSubjectDigest(subject: StatementSubject, sha256: Sha256): void {
  const stated = memberOf(subject.digest, 'sha256');
  const parsed = typeof stated === 'string' ? parseSha256(stated) : undefined;
  if (parsed === sha256) return;
  throw new SafeInstallError({
    code: 'statement.subject-digest',
    message:
      parsed === undefined
        ? 'the statement names no sha256 of its file'
        : 'the statement is about other bytes than those of the file',
    facts: [
      { label: 'expected', value: `sha256:${sha256}`, origin: 'the file' },
      { label: 'got', value: parsed === undefined ? 'none' : `sha256:${parsed}`, origin: 'the statement' },
    ],
  });
}

/**
 * The statement's name means this file: same kind of archive, project, version, build and tags. Spellings of one name are
 * many (`Acme.Tool-1.0.tar.gz`, `acme_tool-1.0.tar.gz`), so that what they parse to is compared, not the text.
 *
 * @throws SafeInstallError `statement.subject-name`.
 */
export function checkSubjectName(subject: StatementSubject, filename: string): void {
  const stated = parseFilename(subject.name);
  const own = parseFilename(filename);
  if (stated !== undefined && own !== undefined && isSameFile(stated, own)) return;
  throw new SafeInstallError({
    code: 'statement.subject-name',
    message:
      stated === undefined
        ? 'the statement names its file by no name of a distribution'
        : 'the statement is about a file of another name',
    facts: [
      { label: 'expected', value: filename, origin: 'the file' },
      { label: 'got', value: subject.name, origin: 'the statement' },
    ],
  });
}

type Filename = (WheelFilename | (SdistFilename & { readonly build: null; readonly tags: readonly [] })) & {
  readonly extension: string;
};

/** What the name says, or `undefined` when it is none of a wheel or source distribution. */
function parseFilename(filename: string): Filename | undefined {
  const extension = filename.slice(filename.lastIndexOf('.'));
  try {
    return extension === '.whl'
      ? { ...parseWheelFilename(filename), extension }
      : { ...parseSdistFilename(filename), build: null, tags: [], extension };
  } catch (error) {
    if (error instanceof SafeInstallError && error.code === 'packaging.filename') return undefined;
    throw error;
  }
}

const isSameFile = (one: Filename, other: Filename): boolean =>
  one.extension === other.extension &&
  one.name === other.name &&
  one.version.equals(other.version) &&
  compareBuildTags(one.build, other.build) === 0 &&
  one.tags.length === other.tags.length &&
  one.tags.every((tag) => other.tags.some((each) => each === tag));
