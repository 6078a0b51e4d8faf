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

  it('is the file alone for one that is named by its path', async () => {
    const own = index([SIGNED]);
    const file = { ...BARE, origin: { kind: 'path' as const, location: 'file:///files/' } };
    expect(await supply(own).supply.announcementOf(file)).toEqual({ file, listing: [file] });
    expect(own.asked).toEqual([]);
  });
});

describe('announcementOf a file that is named by its address', () => {
  const URL = 'https://files.example/acme-1.0-py3-none-any.whl?token=1';
  const BY_ADDRESS: DistributionFile = { ...BARE, url: URL, origin: { kind: 'url', location: URL } };
  const documentOf = (text: string): FetchedEvidence => ({
    document: { location: 'there', suffix: '.sigstore.json', bytes: Buffer.from(text) },
    isKept: false,
  });
  const refusal = (code: ConstructorParameters<typeof SafeInstallError>[0]['code']): SafeInstallError =>
    new SafeInstallError({ code, message: 'no' });

  /** A server that has these documents beside the file. */
  function server(answers: Readonly<Record<string, FetchedEvidence | SafeInstallError>>) {
    const asked: string[] = [];
    const fake: Partial<PackageIndex> = {
      fetchEvidence: ({ provenance }) => {
        asked.push(provenance ?? '');
        const suffix = Object.keys(answers).find((each) => provenance?.includes(`whl${each}?`)) ?? '';
        const answer = answers[suffix] ?? refusal('index.file-missing');
        return answer instanceof SafeInstallError ? Promise.reject(answer) : Promise.resolve(answer);
      },
    };
    return { asked, supply: supply({ asked, index: fake as PackageIndex }).supply };
  }

  it('is what lies beside it, the best of it, and is asked for once', async () => {
    const { asked, supply: made } = server({
      '.sigstore': documentOf('{"of": "sigstore"}'),
      '.sigstore.json': documentOf(' {"of": "sigstore.json"}'),
    });
    const { file, listing } = await made.announcementOf(BY_ADDRESS);
    expect(file.provenance).toBe('https://files.example/acme-1.0-py3-none-any.whl.sigstore.json?token=1');
    expect(listing).toEqual([file]);
    await made.announcementOf(BY_ADDRESS);
    const { found } = await made.of(file, 'kept');
    expect(found).toEqual({ kind: 'document', document: documentOf(' {"of": "sigstore.json"}').document });
    expect(asked).toHaveLength(4);
  });

  it.each<[string, FetchedEvidence | SafeInstallError]>([
    ['a server that has none', refusal('index.file-missing')],
    ['a server that says nothing of what it does not have', refusal('index.unauthorized')],
    ['a server that is busy', refusal('index.unavailable')],
    ['a server that answers everything with a page', documentOf('<!doctype html>')],
    ['a server that answers everything with much', refusal('provenance.too-large')],
    ['an empty answer', documentOf('')],
  ])('is none with %s', async (_reason, answer) => {
    const { supply: made } = server({ '.provenance': answer, '.sigstore.json': answer });
    expect(await made.announcementOf(BY_ADDRESS)).toEqual({ file: BY_ADDRESS, listing: [BY_ADDRESS] });
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
