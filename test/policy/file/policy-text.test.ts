import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { MAX_POLICY_BYTES } from '../../../src/policy/file/limits.ts';
import { parsePolicyText } from '../../../src/policy/file/policy-text.ts';

const refusalOf = (text: string | Uint8Array): SafeInstallError => {
  try {
    parsePolicyText(text, 'x.toml');
  } catch (error) {
    if (error instanceof SafeInstallError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
};

describe('parsePolicyText', () => {
  it.each([
    ['no value', 'a = 1\nb =\n', '2:4'],
    ['a key twice', 'a = 1\na = 2', '2:1'],
    ['an unclosed string', 'a = "x', '1:5'],
    ['a number beyond 2^53', 'a = 9223372036854775807', '1:5'],
    ['nesting without end', `a = ${'['.repeat(100)}${']'.repeat(100)}`, '1:37'],
    ['a table twice', '[a]\n[a]', '2:2'],
  ])('refuses %s, with its place', (_reason, text, place) => {
    const error = refusalOf(text);
    expect(error.code).toBe('policy.syntax');
    expect(error.subject).toBe(`x.toml:${place}`);
    expect(error.excerpt?.text).toBe(text.split('\n')[Number(place.split(':')[0]) - 1]);
    expect(error.message).toMatch(/^the file is not TOML: [a-z][^\n]*$/);
  });

  it('says what the parser says', () => {
    expect(refusalOf('a = 1\na = 2').message).toBe(
      'the file is not TOML: trying to redefine an already defined table or value',
    );
  });

  it('marks the column of a syntax error', () => {
    const { excerpt } = refusalOf('a = 1\nbc = ?\n');
    expect(excerpt).toEqual({ text: 'bc = ?', start: 5, end: 6 });
  });

  it('reads bytes as UTF-8, and as nothing else', () => {
    expect(parsePolicyText(Buffer.from('a = "\u00e9"'), 'x.toml').data).toEqual({ a: '\u00e9' });
    const error = refusalOf(Buffer.from([0x61, 0x3d, 0x22, 0xe9, 0x22]));
    expect([error.code, error.subject]).toEqual(['policy.syntax', 'x.toml']);
  });

  it('reads a file of the largest size, and none above it', () => {
    const comment = `#${'x'.repeat(MAX_POLICY_BYTES - 1)}`;
    expect(parsePolicyText(comment, 'x.toml').data).toEqual({});
    expect(refusalOf(`${comment}x`).code).toBe('policy.too-large');
  });

  it('knows the place and the line of what it has read', () => {
    const text = parsePolicyText('# x\r\n[t]\r\n  a = "b" # c\r\n', 'x.toml');
    expect(text.originOf(['t', 'a'])).toEqual({ source: 'x.toml', line: 3, column: 3 });
    expect(text.originOf(['t', 'a'], 'value')).toEqual({ source: 'x.toml', line: 3, column: 7 });
    expect(text.originOf(['t'])).toEqual({ source: 'x.toml', line: 2, column: 1 });
    expect(text.originOf([])).toEqual({ source: 'x.toml', line: 1, column: 1 });
    expect(text.excerptOf(['t', 'a'], 'value')).toEqual({ text: '  a = "b" # c', start: 6, end: 9 });
    expect(text.writtenAt(['t', 'a'])).toBe('"b"');
  });

  it('cuts a value of several lines where its first line ends', () => {
    const text = parsePolicyText('a = [\n  1,\n]\n', 'x.toml');
    expect(text.excerptOf(['a'], 'value')).toEqual({ text: 'a = [', start: 4, end: 5 });
  });

  it('knows the first line, an empty one and the last one', () => {
    const text = parsePolicyText('a = 1\n\n\nb = "x"', 'x.toml');
    expect(text.originOf(['a'])).toEqual({ source: 'x.toml', line: 1, column: 1 });
    expect(text.originOf(['b'], 'value')).toEqual({ source: 'x.toml', line: 4, column: 5 });
    expect(text.excerptOf(['b'], 'value')).toEqual({ text: 'b = "x"', start: 4, end: 7 });
    expect(text.excerptOf(['a'], 'key')).toEqual({ text: 'a = 1', start: 0, end: 1 });
  });

  it('places a syntax error at the end of the text', () => {
    expect(refusalOf('a = 1\nb').subject).toBe('x.toml:2:1');
    expect(refusalOf('a = 1\nb').excerpt).toEqual({ text: 'b', start: 0, end: 1 });
  });
});
