import { describe, expect, it } from 'vitest';
import type { DistributionFile } from '../../src/artifact/index.ts';
import { normalizeName, parseMetadata, parseVersion, type Sha256 } from '../../src/packaging/index.ts';
import { type DirectDoors, fetchDirect, fileAt } from '../../src/prepare/direct.ts';
import type { DirectRequest } from '../../src/resolver/index.ts';

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

describe('what an address names', () => {
  const URL = 'https://files.example/acme-1.0-py3-none-any.whl';
  const DIGEST = SHA as Sha256;
  const SHOP = { name: normalizeName('shop'), version: parseVersion('2.0') };
  const metadata = {
    metadata: parseMetadata(Buffer.from('Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n')),
    sha256: DIGEST,
  };
  const request: DirectRequest = {
    url: URL,
    name: null,
    requiredBy: null,
    hashes: { allowed: [], isRequired: false },
  };

  /** Fetches it, and says what was fetched on the way. */
  async function fetched(asked: Partial<DirectRequest>, terms: Partial<DirectDoors> = {}) {
    const steps: string[] = [];
    const note = (what: string, { filename }: DistributionFile, allowed: readonly string[]): void => {
      steps.push([what, filename, ...allowed.map((each) => each.slice(0, 2))].join(' '));
    };
    const doors: DirectDoors = {
      mayAsk: true,
      trustedHosts: [],
      fetchMetadata: async (file, { allowed }) => {
        note('metadata', file, allowed);
        return metadata;
      },
      fetchWhole: async (file, allowed) => {
        note('whole', file, allowed);
        return { file, path: '/store/acme', sha256: DIGEST, size: 1 };
      },
      ...terms,
    };
    const outcome = await fetchDirect({ ...request, ...asked }, doors).then(
      ({ file }) => file.filename,
      (error: unknown) => error,
    );
    return { outcome, steps };
  }

  it.each<[string, Partial<DirectRequest>, readonly string[]]>([
    ['without a digest comes whole before it is read', {}, ['whole acme', 'metadata acme']],
    [
      'without a digest but with a --hash is held to it before it is read',
      { hashes: { allowed: ['cd'.repeat(32) as Sha256], isRequired: true } },
      ['whole acme cd', 'metadata acme cd'],
    ],
    [
      'with a digest is read as any file, and the digest is one that the user demands',
      { url: `${URL}#sha256=${SHA}`, hashes: { allowed: [], isRequired: true } },
      ['metadata acme ab'],
    ],
    [
      'with a digest of a package is read as any file, and nobody has demanded anything',
      { url: `${URL}#sha256=${SHA}`, requiredBy: SHOP },
      ['metadata acme'],
    ],
  ])('%s', async (_reason, asked, steps) => {
    const expected = steps.map((step) => step.replace('acme', 'acme-1.0-py3-none-any.whl'));
    expect(await fetched(asked)).toEqual({ outcome: 'acme-1.0-py3-none-any.whl', steps: expected });
  });

  it.each<[string, Partial<DirectRequest>, Partial<DirectDoors>, string, boolean]>([
    [
      'without a digest where a package asks for it',
      { requiredBy: SHOP },
      { mayAsk: false },
      'source.unverifiable',
      false,
    ],
    ['without a digest where a build asks for it', {}, { mayAsk: false }, 'source.unverifiable', false],
    [
      'without a digest over plain http',
      { url: 'http://files.example/acme-1.0-py3-none-any.whl' },
      {},
      'network.insecure',
      false,
    ],
    [
      'without a digest where hashes are demanded of all',
      { hashes: { allowed: [], isRequired: true } },
      {},
      'hash.missing',
      true,
    ],
  ])('is refused: %s', async (_reason, asked, terms, code, isFetched) => {
    const { outcome, steps } = await fetched(asked, terms);
    expect(outcome).toMatchObject({ code });
    expect(steps.length > 0).toBe(isFetched);
    if (isFetched) expect(outcome).toMatchObject({ facts: [{ label: 'got', value: `sha256:${SHA}` }] });
  });

  it.each<[string, string, readonly string[]]>([
    ['from this machine', 'http://127.0.0.1:8000/acme-1.0.zip', []],
    ['from a host that the user trusts', 'http://files.example/acme-1.0.zip', ['files.example']],
    ['over plain http with a digest', `http://files.example/acme-1.0.zip#sha256=${SHA}`, []],
  ])('is taken %s', async (_reason, url, trustedHosts) => {
    expect((await fetched({ url }, { trustedHosts })).outcome).toBe('acme-1.0.zip');
  });
});
