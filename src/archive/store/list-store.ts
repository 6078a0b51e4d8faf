import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSha256, type Sha256 } from '../../packaging/index.ts';
import { isErrno } from '../../platform/index.ts';

/** One file of the store. */
export interface StoredFile {
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly usedAt: number;
}

/** The files of the store; one that another process removes meanwhile is left out. */
export async function listStore(folder: string): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  const root = join(folder, 'sha256');
  for (const shelf of await namesIn(root)) {
    for (const name of await namesIn(join(root, shelf))) {
      const sha256 = parseSha256(name);
      if (sha256 === undefined) continue;
      const path = join(root, shelf, name);
      try {
        const { size, mtimeMs } = await stat(path);
        files.push({ path, sha256, size, usedAt: mtimeMs });
      } catch (error) {
        if (!isErrno(error, 'ENOENT')) throw error;
      }
    }
  }
  return files;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
