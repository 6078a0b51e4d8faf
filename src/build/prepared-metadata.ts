import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { MAX_METADATA_BYTES } from '../packaging/index.ts';
import { isErrno, readFileCapped } from '../platform/index.ts';
import { buildError } from './build-error.ts';

const DIST_INFO = /^[A-Za-z0-9][^/\\\u0000-\u001f:]{0,250}\.dist-info$/;

/**
 * Reads what `prepare_metadata_for_build_wheel` has made.
 *
 * @param parent the folder that the hook was told to work in.
 * @param answer what it has answered; it should be the name of a `.dist-info` folder in there.
 * @throws SafeInstallError `build.answer`.
 */
export async function readPreparedMetadata(
  parent: string,
  answer: unknown,
  subject: string,
): Promise<{ readonly bytes: Uint8Array; readonly folder: string }> {
  if (typeof answer !== 'string' || !DIST_INFO.test(answer)) {
    throw buildError(
      'build.answer',
      subject,
      'its build backend does not answer with the name of a .dist-info folder',
      {
        facts: typeof answer === 'string' ? [{ label: 'got', value: answer.slice(0, 200) }] : [],
      },
    );
  }
  const folder = join(parent, answer);
  const unreadable = (cause?: unknown): SafeInstallError =>
    buildError('build.answer', subject, 'its build backend has prepared no METADATA that can be read', {
      cause,
    });
  try {
    // a pipe in its place would hold the reading up for ever, a link would lead elsewhere
    if (!(await lstat(join(folder, 'METADATA'))).isFile()) throw unreadable();
    const bytes = await readFileCapped(join(folder, 'METADATA'), MAX_METADATA_BYTES);
    if (bytes === undefined) throw unreadable();
    return { bytes, folder };
  } catch (error) {
    if (
      error instanceof SafeInstallError ? error.code === 'build.answer' : !isErrno(error, 'ENOENT', 'ENOTDIR')
    )
      throw error;
    throw unreadable(error);
  }
}
