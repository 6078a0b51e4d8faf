import { describe, expect, it } from 'vitest';
import { sourcePhrase } from '../../../src/report/facts/source-phrase.ts';

describe('what a wheel was built from', () => {
  it.each([
    [{ kind: 'sdist', filename: 'a-1.tar.gz', sha256: '0', size: 1 }, 'a-1.tar.gz'],
    [{ kind: 'folder', url: 'file:///home/user/a', editable: true }, 'file:///home/user/a, in place'],
    [
      {
        kind: 'repository',
        url: 'https://user:secret@git.example/a.git',
        vcs: 'git',
        commit: '0123456789abcdef0123456789abcdef01234567',
        requestedRevision: null,
        subdirectory: null,
        editable: false,
      },
      'https://****@git.example/a.git at 0123456789ab',
    ],
  ])('%o', (from, expected) => {
    expect(sourcePhrase(from as Parameters<typeof sourcePhrase>[0])).toBe(expected);
  });
});
