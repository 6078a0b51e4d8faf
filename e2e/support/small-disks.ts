import { chmod, cp, lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

/** Whether this process may mount file systems: a small disk, or one that cannot be written to, is a mount of its own. */
export const MAY_MOUNT: boolean = await (async () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const result = await execa('unshare', ['--mount', 'true'], { reject: false });
  return result.exitCode === 0;
})();

/** Mounts a file system of `bytes` at `folder` until the test is over. */
export async function mountSmallDisk(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', folder]);
  onTestFinished(async () => {
    await execa('umount', ['--lazy', folder]);
  });
}

/** Puts a small disk in the place of `folder`, with what is in it and room for `bytes` more. */
export async function moveOntoSmallDisk(folder: string, bytes: number): Promise<void> {
  const aside = `${folder}-aside`;
  await rename(folder, aside);
  await mountSmallDisk(folder, bytes + (await sizeOf(aside)));
  await cp(aside, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

/** Bytes that the files below `folder` take on a disk of 4096-byte pages. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  let total = 0;
  for (const entry of entries) {
    const { size } = await lstat(join(entry.parentPath, entry.name));
    total += Math.ceil(size / 4096) * 4096;
  }
  return total;
}

/** Makes a folder and all in it unwritable until the test is over: even root cannot write to a read-only mount. */
export async function makeReadOnly(folder: string): Promise<void> {
  if (MAY_MOUNT) {
    await execa('mount', ['--bind', folder, folder]);
    onTestFinished(async () => {
      await execa('umount', ['--lazy', folder]);
    });
    await execa('mount', ['-o', 'remount,bind,ro', folder]);
    return;
  }
  await execa('chmod', ['-R', 'a-w', folder]);
  onTestFinished(async () => {
    await execa('chmod', ['-R', 'u+w', folder]);
    await chmod(folder, 0o700);
  });
}
