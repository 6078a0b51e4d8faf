import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { parseVersion } from '../../../src/packaging/index.ts';
import { checkConsistent, checkNothingLost } from '../../../src/policy/history/check-history.ts';
import { coverageOf } from '../../../src/policy/history/coverage.ts';
import { latenessOf, siblingToCompare } from '../../../src/policy/history/late-file.ts';
import type { RememberedProject } from '../../../src/policy/state/trust-state.ts';
import { type FileOptions, githubAttestation, listed, mailAttestation } from '../facts.ts';

const DAY = 86_400_000;

const refusalOf = (action: () => unknown): SafeInstallError | null => {
  try {
    action();
  } catch (error) {
    if (error instanceof SafeInstallError) return error;
    throw error;
  }
  return null;
};

const seen = (...releases: readonly (readonly [string, number | null])[]): RememberedProject => ({
  publishers: [],
  attested: releases.map(([version, day]) => ({
    version: parseVersion(version),
    uploadTime: day === null ? null : listed({ uploaded: day }).uploadTime,
  })),
});

describe('a file without provenance', () => {
  const WHEEL = 'acme-1.0-py3-none-any.whl';

  it.each<
    readonly [string, readonly FileOptions[], RememberedProject | null, string | null, string | undefined]
  >([
    ['of a project without any', [{ version: '0.9', uploaded: 20 }], null, null, undefined],
    ['alone', [], null, null, undefined],
    [
      'of a release of which another file has it',
      [{ filename: WHEEL, provenance: true }],
      null,
      'provenance.partial',
      WHEEL,
    ],
    [
      'of a release of which another file has it, which came later',
      [{ filename: WHEEL, provenance: true, uploaded: 1 }],
      null,
      'provenance.partial',
      WHEEL,
    ],
    ['of a release that has none', [{ filename: WHEEL }], null, null, undefined],
    [
      'after a release that had it',
      [{ version: '0.9', uploaded: 20, provenance: true }],
      null,
      'provenance.lost',
      'acme-0.9.tar.gz',
    ],
    [
      'before a release that had it',
      [{ version: '1.1', uploaded: 5, provenance: true }],
      null,
      null,
      undefined,
    ],
    ['of an old line', [{ version: '2.0', uploaded: 20, provenance: true }], null, null, undefined],
    [
      'added late to a release that is older than what the line below has',
      [
        { filename: WHEEL, uploaded: 20 },
        { version: '0.9', uploaded: 15, provenance: true },
      ],
      null,
      null,
      undefined,
    ],
    [
      'after a release that was seen with it',
      [],
      seen(['0.9', 20]),
      'provenance.lost',
      '0.9, as it was seen here',
    ],
    [
      'of a release that was seen with it',
      [],
      seen(['1.0', 10]),
      'provenance.lost',
      '1.0, as it was seen here',
    ],
    [
      'of a release that was seen with it, without a time',
      [],
      seen(['1.0.0', null]),
      'provenance.lost',
      '1.0.0, as it was seen here',
    ],
    ['before a release that was seen with it', [], seen(['1.1', 5]), null, undefined],
    [
      'after a release that the index shows without it, and that was seen with it',
      [{ version: '0.9', uploaded: 20 }],
      seen(['0.9', 20]),
      'provenance.lost',
      '0.9, as it was seen here',
    ],
  ])('%s', (_reason, others, remembered, code, witness) => {
    const file = listed();
    const error = refusalOf(() =>
      checkNothingLost({ file, listing: [file, ...others.map(listed)], remembered }),
    );
    expect(error?.code ?? null).toBe(code);
    expect(error?.facts[0]?.origin).toBe(witness);
  });

  it('is told what to do', () => {
    const file = listed();
    const lost = refusalOf(() => checkNothingLost({ file, listing: [], remembered: seen(['0.9', 20]) }));
    expect(lost?.hint).toContain('"evidence"');
    const partial = refusalOf(() =>
      checkNothingLost({ file, listing: [listed({ filename: WHEEL, provenance: true })], remembered: null }),
    );
    expect(partial?.hint).toContain('another file of the release');
  });
});

describe('a file that was added to its release', () => {
  const wheel = (uploaded: number | null, provenance = true, sha256?: string) =>
    listed({
      filename: `acme-1.0-py${uploaded ?? 'x'}-none-any.whl`,
      uploaded,
      provenance,
      ...(sha256 === undefined ? {} : { sha256 }),
    });

  it.each<readonly [string, number | null, readonly (number | null)[], number | null]>([
    ['within a day', 10, [11], null],
    ['a day and a moment later', 10, [11.001], 1.001],
    ['before the others', 10, [9], null],
    ['later than the first of several', 10, [9, 12, 11.5], 2],
    ['alone', 10, [], null],
    ['at no known time', null, [12], null],
    ['beside one at no known time', 10, [null], null],
  ])('%s', (_reason, uploaded, others, days) => {
    const lateness = latenessOf(
      listed({ uploaded }),
      others.map((each) => wheel(each)),
    );
    expect(lateness === null ? null : lateness / DAY).toBe(days);
  });

  it('is not compared with itself, nor with other releases', () => {
    const file = listed({ uploaded: 1 });
    expect(latenessOf(file, [file, listed({ version: '0.9', uploaded: 20 })])).toBeNull();
  });

  it('is compared with the first that has provenance and a digest', () => {
    const file = listed({ uploaded: 1 });
    const first = wheel(20);
    const listing = [wheel(10), file, first, wheel(30, false), { ...wheel(40), sha256: null }];
    expect(siblingToCompare(file, listing)).toBe(first);
  });

  it('is compared with one whose time is not known, where there is no other', () => {
    const file = listed({ uploaded: 1 });
    const unknown = wheel(null);
    expect(siblingToCompare(file, [wheel(20, false), unknown])).toBe(unknown);
    expect(siblingToCompare(file, [unknown, wheel(20)])?.uploadTime).not.toBeNull();
  });

  it('is compared with nothing where it is not late', () => {
    const file = listed({ uploaded: 10 });
    expect(siblingToCompare(file, [wheel(10.5)])).toBeNull();
    expect(siblingToCompare(file, [wheel(20, false)])).toBeNull();
  });
});

describe('the files of a release', () => {
  const file = listed({ uploaded: 1 });
  const other = listed({ filename: 'acme-1.0-py3-none-any.whl', uploaded: 10.5, provenance: true });
  const facts = (listing = [file, other]) => ({ file, listing, remembered: null });
  const sibling = (...attestations: readonly ReturnType<typeof githubAttestation>[]) => ({
    filename: other.filename,
    attestations,
  });

  it('are built from one commit', () => {
    expect(checkConsistent(facts(), [githubAttestation()], [sibling(githubAttestation())])).toEqual([]);
  });

  it.each([
    [
      'another file is of another',
      [githubAttestation()],
      [sibling(githubAttestation({ commit: 'd'.repeat(40) }))],
    ],
    [
      'two attestations of one file differ',
      [githubAttestation(), githubAttestation({ commit: 'd'.repeat(40) })],
      [],
    ],
    [
      'a second attestation of another file differs',
      [githubAttestation()],
      [sibling(githubAttestation(), githubAttestation({ commit: 'd'.repeat(40) }))],
    ],
  ])('are refused where they are not: %s', (_reason, attestations, siblings) => {
    const error = refusalOf(() => checkConsistent(facts(), attestations, siblings));
    expect(error?.code).toBe('provenance.inconsistent');
    expect(error?.facts.map(({ value }) => value[0]).sort()).toEqual(['c', 'd']);
  });

  it('are told of where a late one could be compared with none', () => {
    const [warning] = checkConsistent(facts(), [githubAttestation()], []);
    expect(warning?.code).toBe('provenance.late');
    expect(warning?.message).toBe(
      'it was added 9 days after the first file of its release, and could not be compared with that',
    );
  });

  it('are not told of where a certificate names no commit, unless one is late', () => {
    expect(checkConsistent(facts([file]), [mailAttestation('a@b.example')], [])).toEqual([]);
    expect(
      checkConsistent(facts(), [mailAttestation('a@b.example')], [sibling(githubAttestation())]),
    ).toHaveLength(1);
  });

  it.each<readonly [string, readonly FileOptions[], string]>([
    ['all of them', [{ provenance: true }, { filename: 'x', provenance: true }], 'full 2/2'],
    ['some of them', [{ provenance: true }, { filename: 'x' }], 'partial 1/2'],
    ['none of them', [{}, { version: '2.0', provenance: true }], 'none 0/1'],
    ['of no release', [{ version: '2.0', provenance: true }], 'none 0/0'],
  ])('have provenance, or not: %s', (_reason, listing, expected) => {
    const { kind, attested, files } = coverageOf(parseVersion('1.0'), listing.map(listed));
    expect(`${kind} ${attested}/${files}`).toBe(expected);
  });
});
