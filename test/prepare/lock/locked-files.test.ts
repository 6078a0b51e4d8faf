import { describe, expect, it } from 'vitest';
import type { Candidate, DistributionFile, Project } from '../../../src/artifact/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../../../src/errors/index.ts';
import {
  type MarkerEnvironment,
  type NormalizedName,
  parseTag,
  parseVersion,
} from '../../../src/packaging/index.ts';
import { isMissing, prefersSdist, refusesSdist } from '../../../src/prepare/lock/lock-selection.ts';
import { LockedFiles, type LockedFilesDoors } from '../../../src/prepare/lock/locked-files.ts';
import { planOfLocks } from '../../../src/prepare/lock/locked-plan.ts';
import { previousLock } from '../../../src/prepare/lock/previous-lock.ts';
import { acme, DIGEST, lockFile } from './support.ts';

const ACME = 'acme' as NormalizedName;
const INDEX = 'index = "https://packages.example/simple"';
const IDENTITY = ['[[packages.attestation-identities]]', 'kind = "Google"', 'email = "a@b.example"'];

const lockedFiles = (
  lines: readonly string[],
  indexes: 'asked' | 'not asked' = 'asked',
  dependencies: 'followed' | 'left' = 'left',
) => {
  const target = {
    markers: { python_full_version: '3.11.7' } as MarkerEnvironment,
    tags: parseTag('py3-none-any'),
  };
  return new LockedFiles(planOfLocks([lockFile(lines)], target), { indexes, dependencies });
};

const project = (name: NormalizedName): Project => ({
  name,
  files: [],
  status: 'active',
  statusReason: null,
  skipped: [],
});

const doors = (more: Partial<LockedFilesDoors> = {}): LockedFilesDoors => ({
  fetchProject: async (name) => project(name),
  readMetadata: async () => Buffer.from('Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n'),
  ...more,
});

const failing = (code: 'hash.mismatch' | 'hash.size' | 'network.timeout') =>
  doors({
    readMetadata: async () => {
      throw new SafeInstallError({ code, message: 'it is wrong' });
    },
  });

const originOf = (source: string) => ({ source, line: 3, column: 1 });

describe('LockedFiles', () => {
  it('offers the one file of a locked project, and reads what it says from the whole of it', async () => {
    const files = lockedFiles(acme());
    const source = files.over(
      {
        fetchProject: async (name) => project(name),
        fetchMetadata: () => Promise.reject(new Error('not asked')),
      },
      doors(),
    );
    const [file] = (await source.fetchProject(ACME)).files;
    expect(file).toMatchObject({ filename: 'acme-1.0-py3-none-any.whl', sha256: DIGEST });
    const { metadata } = await source.fetchMetadata(file as DistributionFile, undefined as never);
    expect(String(metadata.version)).toBe('1.0');
    expect((await source.fetchProject('other' as NormalizedName)).files).toEqual([]);
  });

  it('reads what an sdist needs as everybody does, where dependencies are followed', async () => {
    const sdist = [
      '[[packages]]',
      'name = "acme"',
      `sdist = { path = "acme-1.0.tar.gz", hashes = { sha256 = "${DIGEST}" } }`,
    ];
    const read = { metadata: 'of a build' } as never;
    const askedOf = async (dependencies: 'followed' | 'left') => {
      const own = doors();
      const source = lockedFiles(sdist, 'asked', dependencies).over(
        { ...own, fetchMetadata: async () => read },
        own,
      );
      const [file] = (await source.fetchProject(ACME)).files;
      return (await source.fetchMetadata(file as DistributionFile, undefined as never)) === read;
    };
    expect([await askedOf('followed'), await askedOf('left')]).toEqual([true, false]);
  });

  it('asks each project once', async () => {
    let asked = 0;
    const files = lockedFiles(acme());
    const counting = doors({
      fetchProject: async (name) => {
        asked += 1;
        return project(name);
      },
    });
    await files.fetchAll(() => true, counting);
    await files
      .over({ ...counting, fetchMetadata: () => Promise.reject(new Error()) }, counting)
      .fetchProject(ACME);
    expect(asked).toBe(1);
  });

  it('fetches nothing that is installed already', async () => {
    const never = doors({ fetchProject: () => Promise.reject(new Error('not asked')) });
    await expect(lockedFiles(acme()).fetchAll(() => false, never)).resolves.toBeUndefined();
  });

  it.each([
    ['hash.mismatch', 'pylock.toml:7'],
    ['hash.size', 'pylock.toml:7'],
    ['network.timeout', undefined],
  ] as const)('tells %s with the line of the lock', async (code, origin) => {
    const error = await lockedFiles(acme())
      .fetchAll(() => true, failing(code))
      .catch((reason: unknown) => reason);
    const [first] = error instanceof SafeInstallErrors ? error.errors : [];
    expect([first?.code, first?.subject, first?.facts[0]?.origin]).toEqual([code, 'acme 1.0', origin]);
  });

  it('lets pass what is no error of ours', async () => {
    const broken = doors({ readMetadata: () => Promise.reject(new RangeError('a bug')) });
    await expect(lockedFiles(acme()).fetchAll(() => true, broken)).rejects.toThrow(RangeError);
  });

  it('are passed over by nobody, unlike other files', async () => {
    const files = lockedFiles(acme());
    const [file] = (
      await files
        .over({ ...doors(), fetchMetadata: () => Promise.reject(new Error()) }, doors())
        .fetchProject(ACME)
    ).files;
    const passesOver = files.exceptOurs(() => true);
    expect([passesOver(file as DistributionFile), passesOver({} as DistributionFile)]).toEqual([false, true]);
  });

  it('names the index of the lock, unless none is asked', () => {
    expect([lockedFiles(acme(INDEX)).indexOf(ACME), lockedFiles(acme(INDEX)).indexes]).toEqual([
      'https://packages.example/simple',
      ['https://packages.example/simple'],
    ]);
    expect(lockedFiles(acme()).indexes).toEqual([]);
    expect(lockedFiles(acme(INDEX), 'not asked').indexOf(ACME)).toBeNull();
    expect(lockedFiles(acme(INDEX)).indexOf('other' as NormalizedName)).toBeNull();
  });

  it('is not taken before a policy that says where a project comes from', () => {
    const policy = (value: string) => ({ pinOf: () => ({ value, origin: originOf('safe-install.toml') }) });
    const files = lockedFiles(acme(INDEX));
    expect(() => files.checkPins(policy('https://other.example/simple'))).toRefuse('lock.index');
    expect(() => files.checkPins(policy('https://packages.example/simple/'))).not.toThrow();
    expect(() => files.checkPins({ pinOf: () => null })).not.toThrow();
    expect(() => lockedFiles(acme()).checkPins(policy('https://other.example/simple'))).not.toThrow();
  });

  it('names the publishers of its own files only', () => {
    const files = lockedFiles([...acme(), ...IDENTITY]);
    const candidate = (sha256: string) => ({ name: ACME, file: { sha256 } }) as unknown as Candidate;
    expect(files.publishersFor(candidate(DIGEST))?.map(({ origin }) => origin)).toEqual(['pylock.toml:9']);
    expect(files.publishersFor(candidate('0'.repeat(64)))).toBeNull();
    expect(lockedFiles(acme()).publishersFor(candidate(DIGEST))).toBeNull();
  });
});

describe('a lock that is written anew', () => {
  const { parsed } = lockFile([...acme(), ...IDENTITY]);
  const publishersOf = (version: string) =>
    previousLock(parsed, 'keep')
      .publishersFor({ name: ACME, version: parseVersion(version) })
      ?.map(({ origin }) => origin) ?? null;

  it('keeps its versions, unless newer ones are wanted', () => {
    expect([...previousLock(parsed, 'keep').versions].map(String)).toEqual(['acme,1.0']);
    expect([...previousLock(parsed, 'upgrade').versions]).toEqual([]);
  });

  it('holds the same release and later ones to its publishers, and not earlier ones', () => {
    expect(['1.0', '2.0', '0.9'].map(publishersOf)).toEqual([['pylock.toml:9'], ['pylock.toml:9'], null]);
  });

  it('holds a project without publishers to none', () => {
    const previous = previousLock(lockFile(acme()).parsed, 'upgrade');
    expect(previous.publishersFor({ name: ACME, version: parseVersion('1.0') })).toBeNull();
  });
});

describe('what is wanted of a lock', () => {
  const installed = [{ name: ACME, version: parseVersion('1.0') }];
  const entry = (version: string) => ({ name: ACME, version: parseVersion(version) });
  const options = {
    forceReinstall: false,
    ignoreInstalled: false,
    reinstallPackages: new Set<NormalizedName>(),
  };

  it('is what is not installed in that version', () => {
    const misses = isMissing(installed, options);
    expect([misses(entry('1.0')), misses(entry('1.1'))]).toEqual([false, true]);
    expect(isMissing([], options)(entry('1.0'))).toBe(true);
    expect(isMissing(installed, { ...options, forceReinstall: true })(entry('1.0'))).toBe(true);
    expect(isMissing(installed, { ...options, ignoreInstalled: true })(entry('1.0'))).toBe(true);
    expect(isMissing(installed, { ...options, reinstallPackages: new Set([ACME]) })(entry('1.0'))).toBe(true);
  });

  it.each<readonly [string[], string[], boolean]>([
    [[], [], false],
    [['acme'], [], true],
    [[':all:'], [], true],
    [[':all:'], ['acme'], false],
    [['other'], [], false],
  ])('is the sdist with --no-binary %j --only-binary %j: %s', (noBinary, onlyBinary, expected) => {
    const formatControl = {
      noBinary: new Set(noBinary as never[]),
      onlyBinary: new Set(onlyBinary as never[]),
    };
    expect(prefersSdist({ formatControl })(ACME)).toBe(expected);
    const turned = { noBinary: formatControl.onlyBinary, onlyBinary: formatControl.noBinary };
    expect(refusesSdist({ formatControl: turned })(ACME)).toBe(expected);
  });
});
