import { parsePylock } from '../../../src/packaging/index.ts';
import type { LockFile } from '../../../src/prepare/lock/lock-files.ts';

export const DIGEST = 'ab'.repeat(32);

/** A lock of these lines, as if it lay in `/locks/`. */
export function lockFile(lines: readonly string[], more: Partial<LockFile> = {}): LockFile {
  const text = ['lock-version = "1.0"', 'created-by = "test"', ...lines].join('\n');
  return {
    parsed: parsePylock(text, { shown: 'pylock.toml' }),
    url: 'file:///locks/pylock.toml',
    extras: [],
    groups: [],
    ...more,
  };
}

/** An entry with one wheel. */
export const acme = (...more: readonly string[]): readonly string[] => [
  '[[packages]]',
  'name = "acme"',
  'version = "1.0"',
  ...more,
  'wheels = [',
  `{ url = "https://files.example/acme-1.0-py3-none-any.whl", size = 7, hashes = { sha256 = "${DIGEST}" } },`,
  ']',
];
