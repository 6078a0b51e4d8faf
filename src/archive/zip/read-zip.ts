import type { Sha256 } from '../../packaging/index.ts';
import type { TakeData } from './member-data.ts';
import { ZipArchive, type ZipOptions } from './zip-archive.ts';
import type { ZipMember } from './zip-member.ts';

/** What a strict reading of a zip archive found. */
export interface ZipReading {
  /** In the order of the central directory. */
  readonly members: readonly ZipMember[];
  readonly sha256: Sha256;
}

/**
 * Reads a whole zip archive strictly, whatever it holds. Nothing is written anywhere.
 *
 * @param takerOf is asked for each file who wants its data.
 * @throws SafeInstallError `archive.*` when two readers could read it in two ways.
 */
export async function readZipStrictly(
  path: string,
  options: ZipOptions = {},
  takerOf?: (member: ZipMember) => TakeData | undefined,
): Promise<ZipReading> {
  const archive = await ZipArchive.open(path, options);
  try {
    const sha256 = await archive.readAll(takerOf);
    return { members: archive.members, sha256 };
  } finally {
    archive.close();
  }
}
