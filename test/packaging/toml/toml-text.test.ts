import { describe, expect, it } from 'vitest';
import { parseTomlText, type TomlRules } from '../../../src/packaging/toml/toml-text.ts';

const rules: TomlRules = {
  source: 'x.toml',
  what: 'a lock',
  maxBytes: 40,
  maxDepth: 3,
  codes: { syntax: 'policy.syntax', tooLarge: 'policy.too-large' },
};

describe('parseTomlText', () => {
  it('tells whole numbers from others where that is asked for', () => {
    expect(parseTomlText('a = 1\nb = 1.0', { ...rules, integers: 'apart' }).data).toEqual({ a: 1n, b: 1 });
    expect(parseTomlText('a = 1\nb = 1.0', rules).data).toEqual({ a: 1, b: 1 });
  });

  it('takes a byte order mark for none of the text, and the places stay those of the text', () => {
    const text = parseTomlText(Buffer.from('\ufeffa = 1\nb = 2'), rules);
    expect(text.data).toEqual({ a: 1, b: 2 });
    expect(text.originOf(['b'])).toEqual({ source: 'x.toml', line: 2, column: 1 });
  });

  it('keeps a key that every object inherits', () => {
    expect(Object.keys(parseTomlText('__proto__ = 1\nconstructor = 2', rules).data)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  it.each([
    ['text that is no TOML', 'a = ', 'policy.syntax'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff]), 'policy.syntax'],
    ['arrays too deep', 'a = [[[[1]]]]', 'policy.syntax'],
    ['more bytes than are read', `#${'x'.repeat(40)}`, 'policy.too-large'],
  ])('refuses %s', (_reason, text, code) => {
    expect(() => parseTomlText(text, rules)).toRefuse(code);
  });
});
