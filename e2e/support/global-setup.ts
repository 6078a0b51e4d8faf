import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { templateEnvironment, uvFolder } from './tools.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Milliseconds of the newest file below a folder. */
async function newestOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

async function isStale(): Promise<boolean> {
  const built = join(ROOT, 'dist/cli.js');
  return !existsSync(built) || statSync(built).mtimeMs < (await newestOf(join(ROOT, 'src')));
}

/** Builds the command when its sources are newer, and has the installers ready before the first suite asks for them. */
export default async function setup(): Promise<void> {
  if (process.env.SAFE_INSTALL_TEST_COMMAND === undefined && (await isStale()))
    await execa(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  await templateEnvironment('pip');
  await Promise.all([templateEnvironment('old-pip'), templateEnvironment('none')]);
  await Promise.all([uvFolder('uv'), uvFolder('old-uv')]);
}
