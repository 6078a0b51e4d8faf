import { describe, expect, it } from 'vitest';
import { MAX_WHEEL_FILE_BYTES, parseWheelFile } from '../../src/packaging/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('parseWheelFile', () => {
  it.each<[string, string, Partial<ReturnType<typeof parseWheelFile>>]>([
    [
      'all of it',
      'Wheel-Version: 1.0\nGenerator: acme 1.2\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\nBuild: 1\n',
      {
        wheelVersion: [1, 0],
        generator: 'acme 1.2',
        rootIsPurelib: true,
        tags: ['py2-none-any', 'py3-none-any'],
        build: '1',
      },
    ],
    [
      'the version alone',
      'Wheel-Version: 1.0\n',
      { rootIsPurelib: false, tags: [], generator: null, build: null },
    ],
    ['a minor version of the future', 'Wheel-Version: 1.9\n', { wheelVersion: [1, 9] }],
    ['a version without a minor number', 'Wheel-Version: 1\n', { wheelVersion: [1, 0] }],
    [
      'two generators, as delocate leaves them',
      'Wheel-Version: 1.0\nGenerator: acme 1.2\nGenerator: delocate 0.13\n',
      { generator: 'acme 1.2, delocate 0.13' },
    ],
    ['capitals', 'wheel-version: 1.0\nroot-is-purelib: FALSE\n', { rootIsPurelib: false }],
  ])('reads %s', (_what, text, expected) => {
    expect(parseWheelFile(bytes(text))).toMatchObject(expected);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(''), 'wheel.malformed'],
    ['no version', bytes('Generator: acme\n'), 'wheel.malformed'],
    ['a version that is none', bytes('Wheel-Version: one\n'), 'wheel.malformed'],
    ['two versions', bytes('Wheel-Version: 1.0\nWheel-Version: 2.0\n'), 'wheel.malformed'],
    ['the next major version', bytes('Wheel-Version: 2.0\n'), 'wheel.version'],
    [
      'two answers to where the files go',
      bytes('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nRoot-Is-Purelib: false\n'),
      'wheel.malformed',
    ],
    ['neither true nor false', bytes('Wheel-Version: 1.0\nRoot-Is-Purelib: yes\n'), 'wheel.malformed'],
    ['bytes that are not UTF-8', Uint8Array.of(0xff), 'wheel.malformed'],
    ['more bytes than are read', new Uint8Array(MAX_WHEEL_FILE_BYTES + 1), 'wheel.malformed'],
  ])('refuses %s', (_what, content, code) => {
    expect(() => parseWheelFile(content)).toRefuse(code);
  });
});
