import { join } from 'node:path';
import { readDigest } from './read-file.ts';

/**
 * What older virtualenv and uv put into each environment that they make, and list in no RECORD: a module that mends
 * distutils, and the line that loads it at every start. By their bytes, base64url of the sha256, since a name proves
 * nothing: of virtualenv 20.26, of uv 0.4, and the line.
 */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map([
  [
    '_virtualenv.py',
    ['DyA1HqfpADnEbT-r3vmR8oseP_M-sT7m8NXNIeoOixQ', '4-EMihmmKkmSjBObjmgk6sktzdp2OZU7zRCSEBHLvf8'],
  ],
  ['.lock', ['47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU']], // of uv, in a --target; empty
  ['_virtualenv.pth', ['aaw9jyfmecgblKsws7VunNE4IZsbqUofo2BtWnahQz0']],
]);

/** virtualenv's note of the folders that it has copied `pip` and the like from. It is no code. */
const SEED_NOTE = /^[\w.+-]{1,100}\.virtualenv$/;

export const isSeedNote = (path: string): boolean => SEED_NOTE.test(path);

/** Bytecode of the module; it is looked at like that of any source elsewhere, and Python made it. */
const KNOWN_SOURCE = '_virtualenv.py';

/** Whether an unlisted file is one that the tool which made the environment has written. */
export function isOfEnvironmentTool(folder: string, path: string): boolean {
  if (isSeedNote(path)) return true;
  const digests = KNOWN.get(path);
  return digests !== undefined && hasDigest(join(folder, path), digests);
}

/** Time and size of that module where it is the known one; for its bytecode. */
export function knownSource(
  folder: string,
): readonly [string, { modified: number; size: number }] | undefined {
  const reading = readDigest(join(folder, KNOWN_SOURCE), 'sha256');
  if (reading.kind !== 'file' || !KNOWN.get(KNOWN_SOURCE)?.includes(reading.digest ?? '')) return undefined;
  return [KNOWN_SOURCE, { modified: reading.modified, size: reading.size }];
}

function hasDigest(path: string, digests: readonly string[]): boolean {
  const reading = readDigest(path, 'sha256');
  return reading.kind === 'file' && reading.digest !== null && digests.includes(reading.digest);
}
