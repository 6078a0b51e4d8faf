import { describe, expect, it } from 'vitest';
import { NameRegister } from '../../../src/archive/names/name-register.ts';

/** Registers names; a folder's ends with a slash. */
function register(names: readonly string[], foldCase = false): void {
  const names_ = new NameRegister({ foldCase });
  for (const name of names) names_.add(name.replace(/\/$/, ''), name.endsWith('/'));
}

describe('NameRegister', () => {
  it.each<[string, readonly string[]]>([
    ['different files', ['a', 'b', 'a.b']],
    ['a folder and what is in it', ['a/', 'a/b', 'a/c/', 'a/c/d']],
    ['what is in a folder, and the folder', ['a/b/c', 'a/b/', 'a/']],
    ['a file that begins like a folder', ['a/b', 'ab', 'a-b']],
    ['two cases', ['a', 'A', 'b/x', 'B/x']],
  ])('takes %s', (_what, names) => {
    expect(() => register(names)).not.toThrow();
  });

  it.each<[string, readonly string[]]>([
    ['a file twice', ['a/b', 'c', 'a/b']],
    ['a folder twice', ['a/', 'b', 'a/']],
    ['two normal forms of one name', ['caf\u00e9', 'cafe\u0301']],
    ['a ligature and its letters', ['\ufb01le', 'file']],
    ['a full-width letter and the letter', ['\uff41', 'a']],
  ])('refuses %s', (_what, names) => {
    expect(() => register(names)).toRefuse('archive.duplicate-entry');
  });

  it.each<[string, readonly string[]]>([
    ['a file and a folder', ['a', 'a/']],
    ['a folder and a file', ['a/', 'a']],
    ['a file and something below it', ['a', 'a/b']],
    ['a file and something far below it', ['a', 'x', 'a/b/c/d']],
    ['something below a name and a file of the name', ['a/b', 'a']],
    ['something far below a name and a file of the name', ['a/b/c', 'a']],
    ['a file among folders that are known', ['a/b/c', 'a/x', 'a/b']],
    ['a file below a file, in two normal forms', ['caf\u00e9', 'cafe\u0301/x']],
  ])('refuses %s of one name', (_what, names) => {
    expect(() => register(names)).toRefuse('archive.name-conflict');
  });

  it.each<[string, readonly string[]]>([
    ['two cases of a file', ['a', 'A']],
    ['two cases of a folder around a file', ['a/b', 'A/b']],
    ['a sharp s and its capitals', ['stra\u00dfe', 'STRASSE']],
    ['a dotted capital', ['\u0130', 'i\u0307']],
  ])('refuses %s where case is folded', (_what, names) => {
    expect(() => register(names, true)).toRefuse('archive.duplicate-entry');
    expect(() => register(names)).not.toThrow();
  });

  it('refuses a file and a folder that differ in case where case is folded', () => {
    expect(() => register(['a/b', 'A'], true)).toRefuse('archive.name-conflict');
  });

  it('refuses more folders than any package has entries', () => {
    const deep = (index: number) => `${index}/${'x/'.repeat(1000)}f`;
    expect(() => register(Array.from({ length: 249 }, (_, index) => deep(index)))).not.toThrow();
    expect(() => register(Array.from({ length: 250 }, (_, index) => deep(index)))).toRefuse(
      'archive.too-many',
    );
  });
});
