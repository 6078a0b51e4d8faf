import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DistributionFile } from '../../src/artifact/index.ts';
import { readEvidenceFile } from '../../src/index/evidence.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const ACME = makeWheel({ name: 'acme' });
const PROVENANCE = { version: 1, attestation_bundles: [] };
const TEXT = JSON.stringify(PROVENANCE);
const LARGEST = 2 * 1024 * 1024;

async function setUp(provenance: unknown = PROVENANCE) {
  const server = await localIndex();
  server.add(ACME, provenance === undefined ? {} : { provenance });
  const cacheFolder = await temporaryFolder();
  const open = (offline = false) =>
    packageIndex([server.url], { doors: { cacheFolder }, http: { offline, retries: 0 } });
  const index = open();
  const { files } = await index.fetchProject(name('acme'));
  server.requests.length = 0;
  return { server, index, open, file: files[0] as DistributionFile };
}

const textOf = (fetched: { readonly document: { readonly bytes: Uint8Array } } | null) =>
  Buffer.from(fetched?.document.bytes ?? []).toString();

describe('fetchEvidence', () => {
  it('brings what is announced, as it comes', async () => {
    const { index, file, server } = await setUp();
    const fetched = await index.fetchEvidence(file, { age: 'kept' });
    expect(textOf(fetched)).toBe(TEXT);
    expect(fetched).toMatchObject({ isKept: false, document: { suffix: '.provenance' } });
    expect(fetched?.document.location).toBe(file.provenance);
    expect(server.requests).toHaveLength(1);
  });

  it('brings nothing, and asks for nothing, where nothing is announced', async () => {
    const { index, file, server } = await setUp(undefined);
    expect(await index.fetchEvidence({ ...file, provenance: null }, { age: 'kept' })).toBeNull();
    expect(server.requests).toEqual([]);
  });

  it('keeps it, and says so', async () => {
    const { index, open, file, server } = await setUp();
    await index.fetchEvidence(file, { age: 'kept' });
    await index.close();
    server.requests.length = 0;
    const again = await open().fetchEvidence(file, { age: 'kept' });
    expect([textOf(again), again?.isKept, server.requests]).toEqual([TEXT, true, []]);
  });

  it('brings newer one where that is wanted', async () => {
    const { index, open, file, server } = await setUp();
    await index.fetchEvidence(file, { age: 'kept' });
    await index.close();
    server.requests.length = 0;
    const again = await open().fetchEvidence(file, { age: 'new' });
    expect([textOf(again), again?.isKept, server.requests.length]).toEqual([TEXT, false, 1]);
  });

  it('lives from what is kept while it is offline, and calls that the newest there is', async () => {
    const { index, open, file } = await setUp();
    await index.fetchEvidence(file, { age: 'kept' });
    await index.close();
    const again = await open(true).fetchEvidence(file, { age: 'new' });
    expect([textOf(again), again?.isKept]).toEqual([TEXT, false]);
    await expect(
      open(true).fetchEvidence({ ...file, provenance: `${file.provenance}.other` }, { age: 'kept' }),
    ).toRefuseWith('network.offline');
  });

  it('keeps evidence for the bytes that it was announced for', async () => {
    const { index, open, file, server } = await setUp();
    await index.fetchEvidence(file, { age: 'kept' });
    await index.close();
    server.requests.length = 0;
    const other = { ...file, sha256: 'b'.repeat(64) as DistributionFile['sha256'] };
    expect((await open().fetchEvidence(other, { age: 'kept' }))?.isKept).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [401, 'index.unauthorized'],
    [403, 'index.unauthorized'],
    [404, 'index.file-missing'],
    [410, 'index.file-missing'],
    [500, 'index.unavailable'],
  ])('refuses an answer of %i', async (status, code) => {
    const { index, file, server } = await setUp();
    server.faults.add({ path: '/provenance/', fault: { kind: 'status', status } });
    await expect(index.fetchEvidence(file, { age: 'kept' })).toRefuseWith(code);
  });

  it('reads 2 MiB and not one byte more', async () => {
    const { index, file, server } = await setUp();
    const body = (length: number) =>
      server.faults.add({
        path: '/provenance/',
        fault: { kind: 'body', contentType: 'application/json', body: ' '.repeat(length) },
      });
    const disarm = body(LARGEST);
    expect(textOf(await index.fetchEvidence(file, { age: 'new' }))).toHaveLength(LARGEST);
    disarm();
    body(LARGEST + 1);
    await expect(index.fetchEvidence(file, { age: 'new' })).toRefuseWith('provenance.too-large');
  });

  it('ends an answer that does not end', async () => {
    const { index, file, server } = await setUp();
    server.faults.add({ path: '/provenance/', fault: { kind: 'endless' } });
    await expect(index.fetchEvidence(file, { age: 'kept' })).toRefuseWith('provenance.too-large');
  });
});

describe('readEvidenceFile', () => {
  const at = async (bytes: string | Uint8Array, filename: string) => {
    const path = join(await temporaryFolder(), filename);
    await writeFile(path, bytes);
    return { path, url: pathToFileURL(path).href };
  };

  it.each([
    ['acme-1.0.tar.gz.sigstore.json', '.sigstore.json'],
    ['acme-1.0.tar.gz.sigstore', '.sigstore'],
    ['acme-1.0.tar.gz.publish.attestation', '.publish.attestation'],
    ['acme-1.0.tar.gz.provenance', '.provenance'],
    ['evidence.json', '.provenance'],
  ])('reads %s, a copy of which is named %s', async (filename, suffix) => {
    const { path, url } = await at(TEXT, filename);
    expect(await readEvidenceFile(url)).toEqual({ location: path, suffix, bytes: Buffer.from(TEXT) });
  });

  it('refuses one that is not there, and one that is too large', async () => {
    const { url } = await at(Buffer.alloc(LARGEST + 1), 'large.provenance');
    await expect(readEvidenceFile(url)).toRefuseWith('provenance.too-large');
    await expect(readEvidenceFile(`${url}.other`)).toRefuseWith('index.file-missing');
  });
});
