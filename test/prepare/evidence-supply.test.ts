import { describe, expect, it } from 'vitest';
import type { DistributionFile } from '../../src/artifact/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import type { FetchedEvidence, PackageIndex } from '../../src/index/index.ts';
import type { EffectivePolicy } from '../../src/policy/index.ts';
import { EvidenceSupply } from '../../src/prepare/evidence-supply.ts';
import { listed } from '../policy/facts.ts';

const FETCHED: FetchedEvidence = {
  document: { location: 'there', suffix: '.provenance', bytes: Buffer.from('{}') },
  isKept: true,
};

/** An index that lists these files, and takes note of what is asked of it. */
function index(files: readonly DistributionFile[], fail?: SafeInstallError) {
  const asked: string[] = [];
  const answer = <Value>(what: string, value: Value): Promise<Value> => {
    asked.push(what);
    return fail === undefined ? Promise.resolve(value) : Promise.reject(fail);
  };
  const fake: Partial<PackageIndex> = {
    fetchProject: (name) =>
      answer(`project ${name}`, { name, files, status: 'active', statusReason: null, skipped: [] }),
    fetchEvidence: ({ filename, provenance }, { age }) =>
      answer(`${age} ${filename}`, provenance === null ? null : FETCHED),
    close: () => answer('close', undefined),
  };
  return { asked, index: fake as PackageIndex };
}

function supply(
  own: ReturnType<typeof index>,
  evidenceIndex: { readonly url: string; readonly at: ReturnType<typeof index> } | null = null,
) {
  const opened: string[] = [];
  const policy = {
    evidenceIndexOf: () =>
      evidenceIndex === null ? null : { value: evidenceIndex.url, origin: { source: 'x', line: 1 } },
  } as unknown as EffectivePolicy;
  const made = new EvidenceSupply({
    index: own.index,
    policy,
    openIndex: (url) => {
      opened.push(url);
      return (evidenceIndex?.at ?? own).index;
    },
    signal: new AbortController().signal,
  });
  return { opened, supply: made };
}

const UNAVAILABLE = new SafeInstallError({ code: 'index.unavailable', message: 'the server is busy' });
const BARE = listed();
const SIGNED = listed({ provenance: true });

describe('announcementOf', () => {
  it('is what the index of the file lists', async () => {
    const own = index([SIGNED, listed({ version: '2.0' })]);
    const { supply: made } = supply(own);
    const { file, listing } = await made.announcementOf(SIGNED);
    expect([file, listing.length]).toEqual([SIGNED, 2]);
  });

  it('is what the other index lists where the policy names one, and nothing but the provenance is taken from it', async () => {
    const there = { ...SIGNED, uploadTime: new Date(0), size: 5 };
    const own = index([BARE]);
    const other = index([there]);
    const { supply: made, opened } = supply(own, { url: 'https://upstream.example/simple', at: other });
    const { file, listing } = await made.announcementOf(BARE);
    expect(file).toEqual({ ...BARE, provenance: there.provenance });
    expect(listing).toEqual([there]);
    await made.announcementOf(BARE);
    expect([opened, own.asked]).toEqual([['https://upstream.example/simple'], []]);
  });

  it('is none for a file that the other index does not list', async () => {
    const { supply: made } = supply(index([BARE]), {
      url: 'https://upstream.example/simple',
      at: index([listed({ version: '2.0', provenance: true })]),
    });
    expect((await made.announcementOf(BARE)).file.provenance).toBeNull();
  });

  it('cannot be had where the other index does not answer', async () => {
    const { supply: made } = supply(index([BARE]), {
      url: 'https://upstream.example/simple',
      at: index([], UNAVAILABLE),
    });
    await expect(made.announcementOf(BARE)).toRefuseWith('provenance.unreachable');
  });

  it.each(['path', 'url'] as const)('is the file alone for one that is named by its %s', async (kind) => {
    const own = index([SIGNED]);
    const file = { ...BARE, origin: { kind, location: 'https://files.example/' } };
    expect(await supply(own).supply.announcementOf(file)).toEqual({ file, listing: [file] });
    expect(own.asked).toEqual([]);
  });
});

describe('of', () => {
  it('brings a document', async () => {
    expect(await supply(index([SIGNED])).supply.of(SIGNED, 'kept')).toEqual({
      found: { kind: 'document', document: FETCHED.document },
      isKept: true,
    });
  });

  it('asks once for what will do from before, and again for what is to be new', async () => {
    const own = index([SIGNED]);
    const { supply: made } = supply(own);
    made.begin(SIGNED);
    await made.of(SIGNED, 'kept');
    await made.of(SIGNED, 'new');
    expect(own.asked).toEqual([`kept ${SIGNED.filename}`, `new ${SIGNED.filename}`]);
  });

  it('asks for nothing where nothing is announced', async () => {
    const own = index([BARE]);
    expect(await supply(own).supply.of(BARE, 'kept')).toEqual({ found: { kind: 'none' }, isKept: false });
    expect(own.asked).toEqual([]);
  });

  it('tells what cannot be had as a value', async () => {
    const { supply: made } = supply(index([], UNAVAILABLE));
    made.begin(SIGNED);
    expect(await made.of(SIGNED, 'kept')).toEqual({
      found: { kind: 'unreachable', error: UNAVAILABLE },
      isKept: false,
    });
  });
});

it('closes the indexes that it has opened', async () => {
  const other = index([SIGNED]);
  const { supply: made } = supply(index([BARE]), { url: 'https://upstream.example/simple', at: other });
  await made.announcementOf(BARE);
  await made.close();
  expect(other.asked.at(-1)).toBe('close');
});
