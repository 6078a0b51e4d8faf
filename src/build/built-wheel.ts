import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckedArchive, checkArchive, nameRulesFor, readWheelMetadata } from '../archive/index.ts';
import type { DistributionFile, DownloadedArtifact, WheelFile } from '../artifact/index.ts';
import { type Fact, SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import {
  bestRank,
  type CoreMetadata,
  parseMetadata,
  parseSha256,
  parseWheelFilename,
  type Requirement,
  rankTags,
  type Tag,
} from '../packaging/index.ts';
import { digestOfFile, isErrno } from '../platform/index.ts';
import { buildError } from './build-error.ts';

/** A wheel that was built here and has passed every check that a wheel has to pass. */
export interface BuiltWheel {
  /** Its file is that of the source but for the name and what the name says. */
  readonly artifact: DownloadedArtifact & { readonly file: WheelFile };
  readonly report: CheckedArchive;
}

/** What a wheel is held against. */
export interface WheelExpectation {
  readonly subject: string;
  /** What it was built from. */
  readonly source: DistributionFile;
  /** What was said of it before it was built, and was reckoned with. */
  readonly stated: CoreMetadata;
  /** Of the Python that it is built for, best first. */
  readonly tags: readonly Tag[];
  readonly signal: AbortSignal;
}

/**
 * Takes a wheel from where a backend has put it.
 *
 * @param folder that the backend was told to put it into.
 * @param answer what the hook has answered; it should be the name of a file in that folder.
 * @throws SafeInstallError `build.answer`, `build.identity`, `build.wheel`, `build.metadata`.
 */
export async function takeBuiltWheel(
  folder: string,
  answer: unknown,
  { subject, source, stated, tags, signal }: WheelExpectation,
): Promise<BuiltWheel> {
  const filename = await filenameOf(folder, answer, subject);
  const path = join(folder, filename);
  const { name, version, build, tags: builtTags } = parseName(filename, subject);
  const facts = (got: string): readonly Fact[] => [
    { label: 'expected', value: `${source.name} ${source.version}` },
    { label: 'got', value: got },
  ];
  if (name !== source.name || !version.equals(source.version)) {
    throw buildError('build.identity', subject, 'its build has made a wheel of another name or version', {
      facts: facts(`${name} ${version}`),
    });
  }
  const { sha256: digest, size } = await digestOfFile(path);
  const sha256 = parseSha256(digest);
  if (sha256 === undefined) throw new TypeError('a sha256 has 64 hexadecimal digits');
  const file: WheelFile = {
    ...source,
    kind: 'wheel',
    filename,
    build,
    tags: [...builtTags],
    sha256: null,
    size: null,
    coreMetadata: null,
    provenance: null,
  };
  const artifact = { file, path, sha256, size };
  let report: CheckedArchive;
  try {
    report = await checkArchive(artifact, { ...nameRulesFor(process.platform), signal });
  } catch (error) {
    throw unsound(error, subject, filename);
  }
  if (bestRank(file.tags, rankTags(tags)) === undefined) {
    throw buildError('build.wheel', subject, 'its build has made a wheel for another Python or platform', {
      facts: [{ label: 'wheel', value: filename }],
    });
  }
  checkSameNeeds(stated, parseMetadata(report.metadataBytes), subject);
  return { artifact, report };
}

/**
 * METADATA of a wheel that had to be built for it.
 *
 * @throws SafeInstallError `build.answer`, `build.wheel`.
 */
export async function readBuiltMetadata(
  folder: string,
  answer: unknown,
  subject: string,
): Promise<Uint8Array> {
  const filename = await filenameOf(folder, answer, subject);
  try {
    return await readWheelMetadata(join(folder, filename));
  } catch (error) {
    throw unsound(error, subject, filename);
  }
}

async function filenameOf(folder: string, answer: unknown, subject: string): Promise<string> {
  const wrong = (cause?: unknown): SafeInstallError =>
    buildError('build.answer', subject, 'its build backend does not answer with the name of a wheel', {
      facts: typeof answer === 'string' ? [{ label: 'got', value: answer.slice(0, 200) }] : [],
      cause,
    });
  if (typeof answer !== 'string' || !/^[A-Za-z0-9][^/\\\u0000-\u001f:]{0,250}\.whl$/.test(answer))
    throw wrong();
  try {
    const found = await lstat(join(folder, answer)); // a link would lead to a file that may change
    if (!found.isFile()) throw wrong();
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw wrong(error);
  }
  return answer;
}

function parseName(filename: string, subject: string) {
  try {
    return parseWheelFilename(filename);
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    throw buildError('build.answer', subject, "its build has made a wheel without a wheel's name", {
      facts: [{ label: 'got', value: filename }],
      cause: error,
    });
  }
}

/** The refusal of the strict reading, told as one of the build: the source itself has passed. */
function unsound(error: unknown, subject: string, filename: string): unknown {
  const first = error instanceof SafeInstallErrors ? error.errors[0] : error;
  if (!(first instanceof SafeInstallError)) return error;
  if (first.code === 'archive.metadata-name' || first.code === 'archive.metadata-version') {
    return buildError(
      'build.identity',
      subject,
      `the wheel that was built of it says otherwise: ${first.message}`,
      {
        facts: first.facts,
        cause: error,
      },
    );
  }
  return buildError('build.wheel', subject, `the wheel that was built of it is not sound: ${first.message}`, {
    facts: [{ label: 'wheel', value: filename }, { label: 'check', value: first.code }, ...first.facts],
    cause: error,
  });
}

/**
 * What the wheel needs is what was stated before (PEP 643, and PEP 517 of `prepare_metadata_for_build_wheel`): the plan was
 * made with it.
 */
function checkSameNeeds(stated: CoreMetadata, built: CoreMetadata, subject: string): void {
  const fields = [
    ['Requires-Dist', stated.requiresDist, built.requiresDist],
    ['Provides-Extra', stated.providesExtra, built.providesExtra],
    ['Requires-Python', [stated.requiresPython ?? ''], [built.requiresPython ?? '']],
  ] as const;
  for (const [field, before, after] of fields) {
    const [expected, got] = [asTexts(before), asTexts(after)];
    const missing = expected.filter((text) => !got.includes(text));
    const added = got.filter((text) => !expected.includes(text));
    if (missing.length + added.length === 0) continue;
    throw buildError('build.metadata', subject, `the ${field} of the wheel is not what was stated before`, {
      facts: [
        ...missing.slice(0, 3).map((value) => ({ label: 'expected', value: value === '' ? 'none' : value })),
        ...added.slice(0, 3).map((value) => ({ label: 'got', value: value === '' ? 'none' : value })),
      ],
    });
  }
}

const asTexts = (values: readonly (Requirement | { toString(): string })[]): readonly string[] =>
  values.map((value) => value.toString());
