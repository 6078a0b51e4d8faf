import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removePath } from './fs.ts';

/** No run takes so long: what is older, a process that was killed has left. */
const ABANDONED_MS = 36 * 60 * 60 * 1000;

/**
 * Removes folders of `makeTemporaryFolder` that killed processes of this user have left behind. What cannot be removed is
 * no reason not to go on.
 *
 * @param prefix as it was given there.
 */
export async function sweepAbandoned(prefix: string, parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix) || !/^[A-Za-z0-9]{6}$/.test(name.slice(prefix.length))) continue;
    const path = join(parent, name);
    const found = await lstat(path).catch(() => undefined);
    const isOurs = found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid);
    if (isOurs && Date.now() - found.mtimeMs > ABANDONED_MS) await removePath(path).catch(() => {});
  }
}
