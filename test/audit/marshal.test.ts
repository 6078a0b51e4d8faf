import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeDigest, MarshalFault } from '../../src/audit/marshal.ts';
import { execProgram } from '../../src/platform/index.ts';
import { knownPythons } from '../support/pythons.ts';

const MINOR = 11;
const DIGEST = /^[\w-]{43}$/;

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const typed = (type: string, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(type), ...parts]);
const none = typed('N');
const text = (value: string, type = 'u'): Buffer =>
  typed(type, int32(Buffer.byteLength(value)), Buffer.from(value));
const short = (value: string): Buffer =>
  typed('z', Buffer.from([value.length]), Buffer.from(value, 'latin1'));
const tuple = (...items: readonly Buffer[]): Buffer => typed('(', int32(items.length), ...items);
const small = (...items: readonly Buffer[]): Buffer => typed(')', Buffer.from([items.length]), ...items);
const set = (...items: readonly Buffer[]): Buffer => typed('>', int32(items.length), ...items);
const reference = (index: number): Buffer => typed('r', int32(index));
const referred = (object: Buffer): Buffer => {
  const copy = Buffer.from(object);
  copy[0] = (copy[0] ?? 0) | 0x80;
  return copy;
};
const long = (count: number, ...digits: readonly number[]): Buffer =>
  typed('l', int32(count), ...digits.map((digit) => Buffer.from([digit & 0xff, digit >> 8])));

describe('codeDigest', () => {
  it.each<[string, Buffer, Buffer]>([
    ['a text, however it is written', text('abc'), short('abc')],
    ['an interned text', text('abc', 't'), typed('A', int32(3), Buffer.from('abc'))],
    ['a text of one byte a character', text('\u00e9'), typed('z', Buffer.from([1, 0xe9]))],
    ['a tuple, however long it might be', tuple(none, none), small(none, none)],
    ['a frozenset, in whatever order', set(text('a'), text('b')), set(text('b'), text('a'))],
    ['a number, however it is written', typed('i', int32(5)), long(1, 5)],
    ['an object that is referred to', small(referred(text('a')), reference(0)), small(text('a'), text('a'))],
    ['an object that might be, and is not', small(referred(text('a')), none), small(text('a'), none)],
  ])('is the same for %s', (_reason, left, right) => {
    expect(codeDigest(left, MINOR)).toBe(codeDigest(right, MINOR));
  });

  it.each<[string, Buffer, Buffer]>([
    ['another text', text('a'), text('b')],
    ['bytes', text('a'), typed('s', int32(1), Buffer.from('a'))],
    ['another order', tuple(text('a'), text('b')), tuple(text('b'), text('a'))],
    ['another nesting', tuple(text('a'), tuple(text('b'))), tuple(tuple(text('a')), text('b'))],
    ['another sign', long(1, 5), long(-1, 5)],
    ['a digit more', long(1, 5), long(2, 5, 1)],
    ['a constant', typed('T'), typed('F')],
    ['texts that run into each other', tuple(text('ab'), text('c')), tuple(text('a'), text('bc'))],
    ['a slice', typed(':', none, none, none), tuple(none, none, none)],
    ['a float', typed('g', Buffer.alloc(8)), typed('g', Buffer.alloc(8, 1))],
    ['a complex number', typed('y', Buffer.alloc(16)), typed('y', Buffer.alloc(16, 1))],
    [
      'what is referred to',
      small(referred(text('a')), referred(text('b')), reference(0)),
      small(text('a'), text('b'), text('b')),
    ],
  ])('is another for %s', (_reason, left, right) => {
    expect(codeDigest(left, MINOR)).not.toBe(codeDigest(right, MINOR));
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['bytes behind it', Buffer.concat([none, none])],
    ['a type that there is not', typed('?')],
    ['a list, which no code holds', typed('[', int32(0))],
    ['an end in a text', text('abc').subarray(0, -1)],
    ['an end in a number', typed('i', Buffer.from([1]))],
    ['a length that is negative', typed('u', int32(-1))],
    ['a tuple that is longer than the file', typed('(', int32(2_000_000_000))],
    ['a number of more digits than there are', long(1_000_000, 1)],
    ['a reference to nothing', reference(0)],
    ['a reference to what it stands in', typed(String.fromCharCode(0x28 | 0x80), int32(1), reference(0))],
    ['tuples in each other without end', Buffer.concat([Buffer.from(')\u0001'.repeat(100_000)), none])],
    ['code that ends too early', typed('c', Buffer.alloc(20))],
  ])('is none of %s', (_reason, bytes) => {
    expect(() => codeDigest(bytes, MINOR)).toThrow(MarshalFault);
  });

  it('looks once at what is referred to a billion times', () => {
    // each tuple holds the one before twice: 2^60 objects when they are written out
    let nested = referred(tuple(none, none));
    for (let level = 0; level < 60; level += 1) nested = referred(tuple(nested, reference(60 - level)));
    expect(codeDigest(nested, MINOR)).toMatch(DIGEST);
    const flat = [referred(tuple(none, none))];
    for (let level = 0; level < 60; level += 1)
      flat.push(referred(tuple(reference(level + 1), reference(level + 1))));
    expect(codeDigest(referred(tuple(...flat)), MINOR)).toMatch(DIGEST);
  });

  it('fails in one way, whatever the bytes are', () => {
    const letters = fc.constantFrom(...'NTFSil(gysutaAzZ)>:cr\u0000\u0001\u0002\u00ff');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 200 }), (found) => {
        try {
          codeDigest(Buffer.from(found.join(''), 'latin1'), MINOR);
        } catch (error) {
          if (!(error instanceof MarshalFault)) throw error;
        }
      }),
    );
  });
});

/** Marshals code of a source in the two forms that there are: with references and short forms, and without. */
const ASK = `
import base64, json, marshal, sys
source, path = json.loads(sys.stdin.read())
code = compile(source, path, "exec", dont_inherit=True)
print(json.dumps([base64.b64encode(marshal.dumps(code, form)).decode() for form in (4, 2)]))
`;

const PYTHONS = await knownPythons();

const SOURCE = `
import os
NAMES = {"a", "b"} if os else None
def outer(one, /, two=2.5, *three, four=-10**30, **five):
    """Says é and U0001f600."""
    def inner():
        nonlocal two
        two = (one, b"bytes", 3j, ..., True, None, 40000)
        return two in {"x", "y", "z"}
    return [each for each in three if each not in ("p", "q")], inner
class Thing:
    field: int = 1
`;

describe.each(PYTHONS)('codeDigest of what Python $release writes', ({ executable, release }) => {
  const minor = Number(release.split('.')[1]);

  async function digestsOf(source: string, path = '/a/b.py'): Promise<readonly string[]> {
    const input = JSON.stringify([source, path]);
    const { stdout } = await execProgram(executable, ['-I', '-S', '-c', ASK], { input });
    const codes = JSON.parse(stdout) as readonly string[];
    return codes.map((code) => codeDigest(Buffer.from(code, 'base64'), minor));
  }

  it('is the same in both forms, and wherever the source stood', async () => {
    const here = await digestsOf(SOURCE);
    const there = await digestsOf(SOURCE, '/elsewhere/c.py');
    expect(new Set([...here, ...there]).size).toBe(1);
  });

  it.each<[string, string, string]>([
    ['one number', '-10**30', '-10**31'],
    ['one name', 'field', 'field2'],
    ['one operator', 'not in ("p"', 'in ("p"'],
    ['a line more at the end', '1\n', '1\nprint("evil")\n'],
    ['a comment that moves the lines', 'import os\n', '# x\nimport os\n'],
  ])('is another with %s', async (_reason, from, to) => {
    const [before] = await digestsOf(SOURCE);
    const [after] = await digestsOf(SOURCE.replace(from, to));
    expect(after).not.toBe(before);
  });
});
