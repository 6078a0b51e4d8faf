import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, exitCodeOf, REASONS, type ReasonCode } from '../../src/errors/index.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const codes = Object.keys(REASONS) as ReasonCode[];

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'codes.test.ts')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('reason codes', () => {
  it('have the exit codes of the design', () => {
    expect(EXIT_CODES).toEqual({
      refused: 1,
      usage: 2,
      unverifiable: 3,
      unresolvable: 4,
      installer: 5,
      bug: 70,
    });
  });

  it.each(codes)('%s is dotted, says what it means and what to do', (code) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/);
    const { means, remedy } = REASONS[code];
    expect(means).toMatch(/^(?:[A-Z`]|pip |uv |safe-install ).*\.$/s);
    expect(remedy).toMatch(/^(?:[A-Z`]|pip |uv |safe-install ).*\.$/s);
    expect(exitCodeOf(code)).toBeGreaterThan(0);
  });

  it('are each provoked by a test', () => {
    const tests = [...textsBelow(join(ROOT, 'test')), ...textsBelow(join(ROOT, 'e2e'))].join('\n');
    expect(codes.filter((code) => !tests.includes(code))).toEqual([]);
  });

  it('are each used by the code that they document', () => {
    const sources = textsBelow(join(ROOT, 'src'))
      .filter((text) => !text.includes('export const REASONS'))
      .join('\n');
    expect(codes.filter((code) => !sources.includes(code))).toEqual([]);
  });
});
