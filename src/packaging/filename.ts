import { SafeInstallError } from '../errors/index.ts';
import { type BuildTag, parseBuildTag } from './build-tag.ts';
import { isValidName, type NormalizedName, normalizeName } from './names.ts';
import { parseTag, type Tag } from './tag.ts';
import { tryParseVersion, type Version } from './version.ts';

/** What the name of a wheel says. */
export interface WheelFilename {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly build: BuildTag | null;
  /** Without repetitions; never empty. */
  readonly tags: readonly Tag[];
}

/** What the name of a source distribution says. */
export interface SdistFilename {
  readonly name: NormalizedName;
  readonly version: Version;
}

/** Bytes and characters that a file system takes in a name. */
const MAX_FILENAME_LENGTH = 255;

const SDIST_EXTENSIONS = ['.tar.gz', '.zip'] as const;

/** PEP 427 allows letters, digits, underscores and dots of the whole of Unicode in an escaped name. */
const WHEEL_NAME = /^[\p{L}\p{N}_.]+$/u;

function refuse(filename: string, message: string): never {
  throw new SafeInstallError({ code: 'packaging.filename', message, subject: filename });
}

function checkLength(filename: string): void {
  if (filename.length > MAX_FILENAME_LENGTH)
    refuse(
      filename,
      `a filename has at most ${MAX_FILENAME_LENGTH} characters, this one has ${filename.length}`,
    );
}

const versionIn = (filename: string, text: string): Version =>
  tryParseVersion(text) ?? refuse(filename, `"${text}" in the filename is not a version`);

function tagsIn(filename: string, text: string): readonly Tag[] {
  try {
    return parseTag(text);
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    throw new SafeInstallError({
      code: 'packaging.filename',
      message: error.message,
      subject: filename,
      cause: error,
    });
  }
}

/**
 * The parts of a wheel's filename, `NAME-VERSION(-BUILD)?-PYTHON-ABI-PLATFORM.whl`.
 *
 * @throws SafeInstallError `packaging.filename`
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
export function parseWheelFilename(filename: string): WheelFilename {
  checkLength(filename);
  if (!filename.endsWith('.whl')) refuse(filename, 'the filename of a wheel ends in ".whl"');
  const parts = filename.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6)
    refuse(filename, `the filename of a wheel has 5 or 6 parts, this one has ${parts.length}`);
  const [name = '', version = '', build = ''] = parts;
  if (!WHEEL_NAME.test(name) || name.includes('__'))
    refuse(filename, `"${name}" in the filename is not the name of a project`);
  return {
    name: normalizeName(name),
    version: versionIn(filename, version),
    build:
      parts.length === 5
        ? null
        : (parseBuildTag(build) ?? refuse(filename, `the build "${build}" does not begin with a digit`)),
    tags: tagsIn(filename, parts.slice(-3).join('-')),
  };
}

/**
 * The parts of a source distribution's filename, `NAME-VERSION.tar.gz` or `.zip`.
 *
 * @param project whose file it is said to be. Old filenames have hyphens in the version (`acme-1.0-1.tar.gz` is
 *   acme 1.0.post1), so that only the project's name tells where the version begins; without it, after the last hyphen.
 * @throws SafeInstallError `packaging.filename`, also when the file is not one of `project`.
 * @see https://packaging.python.org/en/latest/specifications/source-distribution-format/#source-distribution-file-name
 */
export function parseSdistFilename(filename: string, project?: NormalizedName): SdistFilename {
  checkLength(filename);
  const extension = SDIST_EXTENSIONS.find((each) => filename.endsWith(each));
  if (extension === undefined)
    return refuse(filename, 'the filename of a source distribution ends in ".tar.gz" or ".zip"');
  const stem = filename.slice(0, -extension.length);
  const hyphen = project === undefined ? stem.lastIndexOf('-') : endOfName(stem, project);
  const name = stem.slice(0, Math.max(hyphen, 0));
  if (!isValidName(name)) refuse(filename, `"${name}" in the filename is not the name of a project`);
  return { name: normalizeName(name), version: versionIn(filename, stem.slice(hyphen + 1)) };
}

/** The hyphen after the first piece of `stem` that is a spelling of `project`; -1 when there is none. */
function endOfName(stem: string, project: NormalizedName): number {
  let hyphen = stem.indexOf('-');
  while (hyphen !== -1 && normalizeName(stem.slice(0, hyphen)) !== project)
    hyphen = stem.indexOf('-', hyphen + 1);
  return hyphen;
}
