import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../src/attestation/json/strict-json.ts';

const rules = {
  what: 'the text',
  largest: 1000,
  deepest: 5,
  codes: { syntax: 'provenance.json', duplicate: 'provenance.duplicate-key', size: 'provenance.too-large' },
} as const;

describe('parseStrictJson', () => {
  it.each([
    ['null', null],
    [' { "a" : [ 1 , true , "x" ] } ', { a: [1, true, 'x'] }],
    ['{"a":{"a":1},"b":{"a":2}}', { a: { a: 1 }, b: { a: 2 } }],
    ['[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['{"a":"a","b":"a"}', { a: 'a', b: 'a' }],
    ['{"a\\"b":1,"a":"\\\\","b":"}"}', { 'a"b': 1, a: '\\', b: '}' }],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}', { a: '{"a":1,"a":2}' }],
    ['[[[[[]]]]]', [[[[[]]]]]],
  ])('reads %s', (text, value) => {
    expect(parseStrictJson(text, rules)).toEqual(value);
    expect(parseStrictJson(Buffer.from(text), rules)).toEqual(value);
  });

  it.each([
    ['the same key twice', '{"a":1,"a":1}'],
    ['the same key in another spelling', '{"a":1,"\\u0061":2}'],
    ['the same key further inside', '{"x":[{"a":1,"b":{},"a":2}]}'],
    ['the same key after an object', '{"a":{"b":1},"a":2}'],
    ['the same key after an array', '{"a":[1,2],"a":2}'],
    ['an empty key twice', '{"":1,"":2}'],
    ['the same key after a text that ends with a backslash', String.raw`{"x":"\\","b":"","b":1}`],
    ['the same key after two backslashes and a quote', String.raw`{"x":"\\\"","b":"","b":1}`],
    ['the same key after three backslashes', String.raw`{"x":"\\\\\\","b":"","b":1}`],
    ['the same key that ends with a quote', String.raw`{"a\"":1,"a\"":2}`],
    ['the same key after a member whose object is empty', '{"a":{},"b":[],"a":1}'],
    ['the same key after an empty text', '{"a":"","b":"","b":1}'],
    ['the same key after empty texts in an array', '{"a":["","",""],"a":1}'],
    ['a key of every object twice', '{"__proto__":1,"__proto__":2}'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseStrictJson(text, rules)).toRefuse('provenance.duplicate-key');
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"a":'],
    ['half a string', '{"a":"b'],
    ['half a key', '{"a'],
    ['a string with a bad escape', '{"\\x":1}'],
    ['two values', '{} {}'],
    ['a comment', '{} // x'],
    ['a comma too many', '[1,]'],
    ['closing brackets alone', ']]}}'],
    ['NaN', 'NaN'],
    ['a byte order mark', '\ufeff{}'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseStrictJson(text, rules)).toRefuse('provenance.json');
    expect(() => parseStrictJson(Buffer.from(text), rules)).toRefuse('provenance.json');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseStrictJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]), rules)).toRefuse('provenance.json');
  });

  it.each([
    ['too many bytes', ' '.repeat(1001)],
    ['too much inside each other', '[[[[[[]]]]]]'],
    ['too many objects inside each other', '{"a":{"a":{"a":{"a":{"a":{}}}}}}'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseStrictJson(text, rules)).toRefuse('provenance.too-large');
  });

  it('reads as many bytes as its cap says', () => {
    expect(parseStrictJson(`${' '.repeat(999)}1`, rules)).toBe(1);
  });

  it.each([
    ['{"a":1,"\\u0061":2}', 'the text has the key "a" twice in one object'],
    [' '.repeat(1001), 'the text has more than the 1000 bytes that are read of its kind'],
    ['[[[[[[', 'the text has more than 5 objects and arrays inside each other'],
    ['[', 'the text is not JSON'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => parseStrictJson(text, rules)).toThrow(message);
  });

  it('reads whatever JSON.stringify writes', () => {
    const large = { ...rules, largest: 1_000_000, deepest: 100 };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseStrictJson(text, large)).toEqual(JSON.parse(text));
      }),
    );
  });
});
