import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const SHA256_NAME = /^[0-9a-f]{64}$/;

/** Files of a cache that are named by a sha256 which is not theirs: partial ones taken for whole. */
export async function falseNames(cache: string): Promise<string[]> {
  const named = (await filesBelow(cache)).filter((path) => SHA256_NAME.test(basename(path)));
  const wrong: string[] = [];
  for (const path of named) {
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    if (digest !== basename(path)) wrong.push(path);
  }
  return wrong;
}

/** Flips one bit in the middle of every archive of a cache; returns how many there were. */
export async function corruptArchives(cache: string): Promise<number> {
  let changed = 0;
  for (const path of await filesBelow(cache)) {
    const bytes = await readFile(path);
    if (bytes.toString('latin1', 0, 4) !== 'PK\u0003\u0004') continue;
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path, bytes);
    changed += 1;
  }
  return changed;
}
