import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TrustRoot } from '../../src/attestation/index.ts';
import { combineLayers, TrustState } from '../../src/policy/index.ts';
import { LOCAL_EVIDENCE, withSidecar } from '../../src/prepare/local-evidence.ts';
import { filesMeantBy, type LocalJudgement, verifyLocalFile } from '../../src/prepare/local-files.ts';
import type { TrustRoots } from '../../src/prepare/trust-roots.ts';
import { testSigstore } from '../attestation/support.ts';
import { temporaryFolder } from '../index/support.ts';
import { listed } from '../policy/facts.ts';
import { makeWheel } from '../support/make-wheel.ts';

const MADE = makeWheel({ name: 'acme', version: '1.0' });

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, data] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), data);
  }
  return folder;
}

async function judgement(parts: Partial<LocalJudgement> = {}): Promise<LocalJudgement> {
  const { sigstore } = await testSigstore();
  const rootOf = () => Promise.resolve(TrustRoot.parse(sigstore.trustedRoot, 'public-good'));
  return {
    governance: {
      policy: combineLayers([], 'off'),
      ci: 'off',
      state: TrustState.empty,
      statePath: '/nowhere',
      now: new Date(),
    },
    roots: { rootOf } as unknown as TrustRoots,
    evidence: null,
    named: null,
    ...parts,
  };
}

const NEVER = new AbortController().signal;

describe('filesMeantBy', () => {
  it.each<[string, string, readonly string[] | undefined]>([
    ['a wheel', 'a-1-py3-none-any.whl', ['a-1-py3-none-any.whl']],
    ['a wheel in a folder', 'out/b-1.tar.gz', ['out/b-1.tar.gz']],
    ['a folder', './out', ['out/b-1.tar.gz', 'out/c-1.zip']],
    ['a folder by its bare name', 'out', ['out/b-1.tar.gz', 'out/c-1.zip']],
    ['a project that a folder without files is named like', 'empty', undefined],
    ['a project', 'requests', undefined],
    ['a file of another kind', 'notes.txt', undefined],
    ['a wheel that is not there', 'absent-1-py3-none-any.whl', undefined],
  ])('finds %s', async (_reason, word, expected) => {
    const folder = await folderWith({
      'a-1-py3-none-any.whl': '',
      'out/b-1.tar.gz': '',
      'out/c-1.zip': '',
      'out/readme.md': '',
      'empty/readme.md': '',
      'notes.txt': '',
    });
    expect(await filesMeantBy(word, folder)).toEqual(expected?.map((each) => join(folder, each)));
  });

  it('refuses a folder without any, where nothing else can be meant', async () => {
    const folder = await folderWith({ 'empty/readme.md': '' });
    await expect(filesMeantBy('./empty', folder)).toRefuseWith('usage.path');
  });
});

describe('withSidecar', () => {
  const at = (folder: string) => ({
    ...listed(),
    url: pathToFileURL(join(folder, 'acme-1.0.tar.gz')).href,
  });

  it.each(['.provenance', '.sigstore.json', '.sigstore', '.publish.attestation'])(
    'finds "%s" beside a file',
    async (suffix) => {
      const folder = await folderWith({ [`acme-1.0.tar.gz${suffix}`]: '{}' });
      const { provenance } = await withSidecar(at(folder));
      expect(provenance).toBe(pathToFileURL(join(folder, `acme-1.0.tar.gz${suffix}`)).href);
    },
  );

  it('finds nothing where nothing is, and does not look beside what is elsewhere', async () => {
    const folder = await folderWith({ 'other-1.0.tar.gz.provenance': '{}' });
    expect((await withSidecar(at(folder))).provenance).toBeNull();
    expect(await withSidecar(listed())).toEqual(listed());
  });
});

describe('LOCAL_EVIDENCE', () => {
  it('brings what lies there, tells what cannot be read as a value, and announces a file alone', async () => {
    const folder = await folderWith({ 'a.provenance': '{}' });
    const file = { ...listed(), provenance: pathToFileURL(join(folder, 'a.provenance')).href };
    expect((await LOCAL_EVIDENCE.of(file, 'kept')).found).toMatchObject({ kind: 'document' });
    const absent = { ...file, provenance: `${file.provenance}.absent` };
    expect((await LOCAL_EVIDENCE.of(absent, 'kept')).found).toMatchObject({
      kind: 'unreachable',
      error: { code: 'index.file-missing' },
    });
    expect((await LOCAL_EVIDENCE.of(listed(), 'kept')).found).toEqual({ kind: 'none' });
    expect(await LOCAL_EVIDENCE.announcementOf(file)).toEqual({ file, listing: [file] });
  });
});

describe('verifyLocalFile', () => {
  it('reads, compares and judges the file, with what lies beside it', async () => {
    const { sigstore } = await testSigstore();
    const folder = await folderWith({
      [MADE.filename]: MADE.bytes,
      [`${MADE.filename}.provenance`]: JSON.stringify(await sigstore.provenance(MADE)),
    });
    const path = join(folder, MADE.filename);
    const { verdict, artifact, candidate } = await verifyLocalFile(path, await judgement(), NEVER);
    expect(verdict.evidence.kind).toBe('attested');
    expect([artifact.sha256, artifact.size, candidate.metadata.sha256]).toEqual([
      MADE.sha256,
      MADE.bytes.length,
      MADE.metadataSha256,
    ]);
  });

  it('takes the evidence that is named before what lies beside it', async () => {
    const { sigstore } = await testSigstore();
    const folder = await folderWith({
      [MADE.filename]: MADE.bytes,
      [`${MADE.filename}.provenance`]: '{',
      'evidence.json': JSON.stringify(await sigstore.provenance(MADE)),
    });
    const path = join(folder, MADE.filename);
    const evidence = join(folder, 'evidence.json');
    const { verdict } = await verifyLocalFile(path, await judgement({ evidence }), NEVER);
    expect(verdict.evidence.kind).toBe('attested');
    await expect(verifyLocalFile(path, await judgement(), NEVER)).toRefuseWith('provenance.json');
  });

  it('refuses what is broken, and what a named signer has not signed', async () => {
    const folder = await folderWith({
      [MADE.filename]: MADE.bytes.subarray(0, -1),
      'good/acme-1.0-py3-none-any.whl': MADE.bytes,
    });
    await expect(
      verifyLocalFile(join(folder, MADE.filename), await judgement(), NEVER),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^archive\./) });
    const named = [
      { publisher: { kind: 'Google', email: 'me@acme.example' }, origin: '--publisher' },
    ] as const;
    await expect(
      verifyLocalFile(join(folder, 'good', MADE.filename), await judgement({ named }), NEVER),
    ).toRefuseWith('provenance.lost');
  });
});
