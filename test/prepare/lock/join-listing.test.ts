import { describe, expect, it } from 'vitest';
import type { DistributionFile } from '../../../src/artifact/index.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { type MarkerEnvironment, parseSha256, parseTag } from '../../../src/packaging/index.ts';
import { joinListing } from '../../../src/prepare/lock/join-listing.ts';
import { type LockedEntry, planOfLocks } from '../../../src/prepare/lock/locked-plan.ts';
import { acme, DIGEST, lockFile } from './support.ts';

function entryOf(...more: readonly string[]): LockedEntry {
  const target = {
    markers: { python_full_version: '3.11.7' } as MarkerEnvironment,
    tags: parseTag('py3-none-any'),
  };
  const [entry] = planOfLocks(
    [lockFile(acme('index = "https://packages.example/simple"', ...more))],
    target,
  ).entries.values();
  if (entry === undefined) throw new Error('there is no entry');
  return entry;
}

const listed = (more: Partial<DistributionFile> = {}): DistributionFile =>
  ({
    ...joinListing(entryOf(), [], 'any'),
    url: 'https://user:secret@files.example/acme-1.0-py3-none-any.whl?sig=1',
    origin: { kind: 'index', location: 'https://packages.example/simple' },
    size: 7,
    provenance: 'https://packages.example/provenance',
    yanked: 'broken',
    uploadTime: new Date('2025-01-01'),
    ...more,
  }) as DistributionFile;

const other = parseSha256('cd'.repeat(32)) ?? null;

describe('joinListing', () => {
  it('takes from the index what only the index knows, its address with what opens it too', () => {
    expect(joinListing(entryOf(), [listed()], 'enforced')).toMatchObject({
      kind: 'wheel',
      filename: 'acme-1.0-py3-none-any.whl',
      sha256: DIGEST,
      size: 7,
      url: 'https://user:secret@files.example/acme-1.0-py3-none-any.whl?sig=1',
      provenance: 'https://packages.example/provenance',
      yanked: 'broken',
      uploadTime: new Date('2025-01-01'),
      tags: ['py3-none-any'],
    });
  });

  it('is content with the lock alone where no index lists the file', () => {
    expect(joinListing(entryOf(), [], 'any')).toMatchObject({
      url: 'https://files.example/acme-1.0-py3-none-any.whl',
      origin: { kind: 'find-links', location: 'https://files.example/acme-1.0-py3-none-any.whl' },
      sha256: DIGEST,
      provenance: null,
      yanked: false,
    });
  });

  it('binds a file of which the index states no digest to the one of the lock', () => {
    expect(joinListing(entryOf(), [listed({ sha256: null, size: null })], 'enforced')).toMatchObject({
      sha256: DIGEST,
      size: 7,
    });
  });

  it('takes from the one what the other does not say', () => {
    const bare = { ...entryOf('requires-python = ">=3.9"') };
    const { size, uploadTime } = bare.file;
    const uploaded = new Date('2025-02-02');
    const entry: LockedEntry = { ...bare, file: { ...bare.file, size: null, uploadTime: uploaded } };
    const joined = joinListing(entry, [listed({ uploadTime: null, requiresPython: null })], 'enforced');
    expect([size, uploadTime]).toEqual([7, null]);
    expect([joined.size, joined.uploadTime, String(joined.requiresPython)]).toEqual([7, uploaded, '>=3.9']);
    const unlisted = joinListing(entry, [listed({ size: null })], 'enforced');
    expect(unlisted.size).toBeNull();
  });

  it('lets a mirror have addresses of its own', () => {
    const url = 'https://mirror.example/acme-1.0-py3-none-any.whl';
    expect(joinListing(entryOf(), [listed({ url })], 'any').url).toBe(url);
  });

  it.each<readonly [string, Partial<DistributionFile> | null, string, string | undefined]>([
    ['another digest', { sha256: other }, 'hash.mismatch', 'pylock.toml:8'],
    ['another size', { size: 8 }, 'hash.size', 'pylock.toml:8'],
    [
      'another address',
      { url: 'https://evil.example/acme-1.0-py3-none-any.whl' },
      'lock.url',
      'pylock.toml:8',
    ],
    [
      'a file of a folder in its place',
      { origin: { kind: 'find-links', location: '/x' } },
      'lock.index',
      'pylock.toml:6',
    ],
    ['no such file', null, 'lock.index', 'pylock.toml:6'],
  ])('refuses a lock whose own index states %s, and names the line', (_reason, more, code, origin) => {
    const listing = more === null ? [] : [listed(more)];
    try {
      joinListing(entryOf(), listing, 'enforced');
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      expect([error.code, error.facts.find((fact) => fact.origin?.startsWith('pylock'))?.origin]).toEqual([
        code,
        origin,
      ]);
      expect(error.facts.map(({ value }) => value).join()).not.toContain('secret');
    }
  });
});
