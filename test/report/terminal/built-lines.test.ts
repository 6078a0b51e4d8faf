import { describe, expect, it } from 'vitest';
import type { BuiltFrom } from '../../../src/artifact/index.ts';
import { builtLines } from '../../../src/report/terminal/built-lines.ts';
import { sha256, verified } from '../support.ts';

const sdist = (name: string): BuiltFrom => ({
  kind: 'sdist',
  filename: `${name}-1.0.tar.gz`,
  sha256: sha256(name),
  size: 7,
});

describe('builtLines', () => {
  it('tell what was built, and from what', () => {
    const repository: BuiltFrom = {
      kind: 'repository',
      url: 'https://me:secret@git.example/c.git',
      vcs: 'git',
      commit: '0123456789abcdef'.repeat(2),
      requestedRevision: null,
      subdirectory: null,
      editable: false,
    };
    const lines = builtLines([
      verified({ name: 'a', builtFrom: sdist('a') }),
      verified({ name: 'b', builtFrom: { kind: 'folder', url: 'file:///home/me/b', editable: true } }),
      verified({ name: 'c', builtFrom: repository }),
      verified({ name: 'd' }),
    ]);
    expect(lines[0]).toBe('Built here: a-1.0 from a-1.0.tar.gz');
    expect(lines[1]).toMatch(/^Built here, local: b-1\.0 from file:\/\/\/home\/me\/b\b/);
    expect(lines[2]).toMatch(
      /^Built here, unverifiable: c-1\.0 from https:\/\/.*git\.example\/c\.git\b.*0123456789ab/,
    );
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('secret');
  });

  it('do not fill the screen', () => {
    const many = Array.from({ length: 20 }, (_, number) =>
      verified({ name: `p${number}`, builtFrom: sdist(`p${number}`) }),
    );
    expect(builtLines(many)).toHaveLength(9);
    expect(builtLines(many).at(-1)).toBe('Built here: 12 more');
  });
});
