import { describe, expect, it } from 'vitest';
import { fileAt } from '../../src/prepare/direct.ts';

const at = (url: string) => fileAt({ url, name: null, requiredBy: null });
const SHA = 'ab'.repeat(32);

describe('the file at an address', () => {
  it.each([
    ['a wheel', 'https://files.example/acme-1.0-py3-none-any.whl', 'wheel', 'url', 'acme', '1.0'],
    [
      'an escaped plus',
      'https://files.example/acme-1.0%2Blocal-py3-none-any.whl',
      'wheel',
      'url',
      'acme',
      '1.0+local',
    ],
    ['an sdist', 'https://files.example/acme-1.0.tar.gz', 'sdist', 'url', 'acme', '1.0'],
    ['a file on the disk', 'file:///home/user/acme-1.0.zip', 'sdist', 'path', 'acme', '1.0'],
    ['a query', 'https://files.example/acme-1.0.zip?token=x', 'sdist', 'url', 'acme', '1.0'],
  ])('is told by its name: %s', (_reason, url, kind, origin, name, version) => {
    const file = at(url);
    expect([file.kind, file.origin.kind, file.name, String(file.version)]).toEqual([
      kind,
      origin,
      name,
      version,
    ]);
  });

  it('has the digest that stands behind the address, and not the rest of it', () => {
    const file = at(`https://files.example/acme-1.0-py3-none-any.whl#sha256=${SHA}&egg=acme`);
    expect(file.sha256).toBe(SHA);
    expect(file.url).not.toContain('#');
  });

  it.each([
    ['an archive of a branch', 'https://git.example/acme/archive/main.zip', 'source.unverifiable'],
    ['a page', 'https://files.example/acme', 'source.unverifiable'],
    ['another way to fetch', 'ftp://files.example/acme-1.0.tar.gz', 'source.unverifiable'],
    ['a wheel whose name is none', 'https://files.example/acme.whl', 'packaging.filename'],
    ['a digest that is none', 'https://files.example/acme-1.0.zip#sha256=xyz', 'usage.path'],
    ['no address', 'nothing', 'usage.path'],
  ])('is refused: %s', (_reason, url, code) => {
    expect(() => at(url)).toRefuse(code);
  });
});
