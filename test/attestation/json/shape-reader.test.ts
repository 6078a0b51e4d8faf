import { describe, expect, it } from 'vitest';
import { memberOf, ShapeReader, WHOLE } from '../../../src/attestation/json/shape-reader.ts';
import type { JsonObject, JsonValue } from '../../../src/attestation/json/strict-json.ts';

const reader = (): ShapeReader =>
  new ShapeReader('it', { malformed: 'provenance.malformed', tooLarge: 'provenance.too-large' });

const count = (value: JsonValue | undefined): number => {
  const shape = reader();
  const number = shape.count(value, 'index');
  shape.finish();
  return number;
};

describe('ShapeReader.count', () => {
  it.each<[JsonValue, number]>([
    [0, 0],
    ['0', 0],
    [12, 12],
    ['12', 12],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('reads %j', (value, number) => {
    expect(count(value)).toBe(number);
  });

  it.each<[JsonValue | undefined]>([
    [undefined],
    [null],
    [''],
    [-1],
    ['-1'],
    [1.5],
    ['1.5'],
    ['01'],
    [' 1'],
    ['1e3'],
    ['0x10'],
    ['9007199254740992'],
    ['9007199254740993'],
    ['12345678901234567'],
    [9_007_199_254_740_992],
    [[]],
  ])('refuses %j', (value) => {
    expect(() => count(value)).toRefuse('provenance.malformed');
  });
});

/** What is told of a reading; nothing where all was as it should be. */
function told(read: (shape: ShapeReader) => unknown): string {
  const shape = reader();
  read(shape);
  try {
    shape.finish();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('ShapeReader', () => {
  it.each<[string, (shape: ShapeReader) => unknown, string]>([
    ['an object', (shape) => shape.object({}, 'x'), ''],
    ['no object', (shape) => shape.object(undefined, 'x'), 'x is missing'],
    ['null for an object', (shape) => shape.object(null, 'x'), 'x is missing'],
    ['a list for an object', (shape) => shape.object([], 'x'), 'x is not an object'],
    ['a text for an object', (shape) => shape.object('', 'x'), 'x is not an object'],
    ['a list', (shape) => shape.array([1, 2], 'x', 2), ''],
    ['no list', (shape) => shape.array(null, 'x', 2), 'x is missing'],
    ['an object for a list', (shape) => shape.array({}, 'x', 2), 'x is not an array'],
    ['a text', (shape) => shape.text('a', 'x'), ''],
    ['no text', (shape) => shape.text(undefined, 'x'), 'x is missing'],
    ['an empty text', (shape) => shape.text('', 'x'), 'x is empty'],
    ['a number for a text', (shape) => shape.text(1, 'x'), 'x is not a string'],
    ['bytes', (shape) => shape.bytes('AA==', 'x'), ''],
    ['no bytes', (shape) => shape.bytes(null, 'x'), 'x is missing'],
    ['a number for bytes', (shape) => shape.bytes(1, 'x'), 'x is not a string'],
    ['what is no base64', (shape) => shape.bytes('A', 'x'), 'x is not base64'],
    ['empty bytes', (shape) => shape.bytes('', 'x'), 'x is empty'],
    ['no count', (shape) => shape.count(undefined, 'x'), 'x is missing'],
    ['a text for a count', (shape) => shape.count('one', 'x'), 'x is not a whole number from 0 to 2^53'],
  ])('reads %s', (_what, read, problem) => {
    expect(told(read)).toBe(problem === '' ? '' : `it is malformed: ${problem}`);
  });

  it('refuses a long list before it looks at its members', () => {
    expect(() => reader().array([1, 2, 3], 'x', 2)).toRefuse('provenance.too-large');
    expect(() => reader().array([1, 2, 3], 'x', 2)).toThrow(
      'it has 3 members in x, more than the 2 that are read',
    );
  });

  it('knows whether all was sound so far', () => {
    const shape = reader();
    expect(shape.isSound).toBe(true);
    shape.note('x', 'is bad');
    expect(shape.isSound).toBe(false);
  });

  it.each<[string, readonly string[], string]>([
    ['each member that is bad', ['a', 'b'], 'a is bad; b is bad'],
    ['a member once', ['a', 'a'], 'a is bad'],
    ['a member with its parent', ['a', 'a.b.c', 'ab'], 'a is bad; ab is bad'],
    ['a parent after its member', ['a.b', 'a'], 'a.b is bad; a is bad'],
    ['nothing but the whole', [WHOLE, 'a'], `${WHOLE} is bad`],
    [
      'a dozen',
      Array.from({ length: 12 }, (_, index) => `m${index}`),
      Array.from({ length: 12 }, (_, index) => `m${index} is bad`).join('; '),
    ],
    [
      'no more than a dozen',
      Array.from({ length: 14 }, (_, index) => `m${index}`),
      `${Array.from({ length: 12 }, (_, index) => `m${index} is bad`).join('; ')}; and 2 more`,
    ],
  ])('names %s', (_what, paths, message) => {
    const problems = told((shape) => {
      for (const path of paths) shape.note(path, 'is bad');
    });
    expect(problems).toBe(`it is malformed: ${message}`);
  });
});

describe('memberOf', () => {
  it('takes nothing for a member that every object inherits', () => {
    const object = JSON.parse('{"a":1,"__proto__":2}') as JsonObject;
    expect(['a', '__proto__', 'constructor', 'b'].map((name) => memberOf(object, name))).toEqual([
      1,
      2,
      undefined,
      undefined,
    ]);
  });
});
