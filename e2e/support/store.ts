import { createHash } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The part of a cache that holds downloaded files. */
const storeOf = (cache: string): string => join(cache, 'artifacts');

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
      throw error;
    },
  );
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const SHA256_NAME = /^[0-9a-f]{64}$/;

/** Files of the store that are named by a sha256 which is not theirs: partial ones taken for whole. */
export async function falseNames(cache: string): Promise<string[]> {
  const named = (await filesBelow(storeOf(cache))).filter((path) => SHA256_NAME.test(basename(path)));
  const wrong: string[] = [];
  for (const path of named) {
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    if (digest !== basename(path)) wrong.push(path);
  }
  return wrong;
}

/** Files of the store that are not whole: a run that has ended by itself leaves none. */
export async function unfinished(cache: string): Promise<string[]> {
  return (await filesBelow(storeOf(cache))).filter((path) => !SHA256_NAME.test(basename(path)));
}

/** Makes files that are not whole look as if nobody had written to them for two hours. */
export async function ageUnfinished(cache: string): Promise<void> {
  const then = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const path of await unfinished(cache)) await utimes(path, then, then);
}

/** Flips one bit in the middle of every file of the store; returns how many there were. */
export async function corruptStore(cache: string): Promise<number> {
  const paths = await filesBelow(storeOf(cache));
  for (const path of paths) {
    const bytes = await readFile(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path, bytes);
  }
  return paths.length;
}
