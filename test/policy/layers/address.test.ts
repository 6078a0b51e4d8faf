import { describe, expect, it } from 'vitest';
import { isSameAddress } from '../../../src/policy/layers/address.ts';

describe('the address of an index', () => {
  it.each([
    ['itself', 'https://a.example/simple', true],
    ['itself with slashes behind', 'https://a.example/simple//', true],
    ['its host in capitals', 'https://A.Example/simple', true],
    ['itself with credentials', 'https://user:secret@a.example/simple', true],
    ['itself with its port, which goes without saying', 'https://a.example:443/simple', true],
    ['another path', 'https://a.example/simpl', false],
    ['a path in capitals', 'https://a.example/Simple', false],
    ['another host', 'https://b.example/simple', false],
    ['another port', 'https://a.example:8443/simple', false],
    ['another scheme', 'http://a.example/simple', false],
    ['a scheme with another first letter', 'xttps://a.example/simple', false],
    ['a path on this machine', '/srv/simple', false],
    ['nothing', '', false],
  ])('compared with %s', (_reason, other, expected) => {
    expect(isSameAddress('https://a.example/simple', other)).toBe(expected);
    expect(isSameAddress(other, 'https://a.example/simple')).toBe(expected);
  });

  it('that is none is itself, and nothing else', () => {
    expect(isSameAddress('/srv/simple', '/srv/simple')).toBe(true);
    expect(isSameAddress('/srv/simple', '/srv/simple/')).toBe(false);
  });
});
