import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the files of one test file, removed when its tests have run. */
export interface ScratchFolder {
  readonly path: string;
  /** Writes a file under a name of its own and returns its path. */
  put(bytes: Uint8Array | string, name?: string): string;
}

/** Call it once, at the top of a test file. */
export function scratchFolder(): ScratchFolder {
  const path = mkdtempSync(join(tmpdir(), 'safe-install-test-'));
  let count = 0;
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    put(bytes, name) {
      count += 1;
      const file = join(path, name ?? `file-${count}`);
      writeFileSync(file, bytes);
      return file;
    },
  };
}
