import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordLine } from '../../support/make-wheel.ts';

/** Writes files below a folder, the folders between as needed. */
export async function writeTree(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, data] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data);
  }
}

/** A RECORD of these files, with lines for what has no digest. */
export const recordOf = (
  files: Readonly<Record<string, string | Uint8Array>>,
  bare: readonly string[] = [],
): string =>
  [
    ...Object.entries(files).map(([path, data]) => recordLine(path, data)),
    ...bare.map((path) => `${path},,`),
    '',
  ].join('\n');
