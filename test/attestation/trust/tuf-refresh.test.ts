import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MirrorFault, TufMirror } from '../../../e2e/sigstore/index.ts';
import { expiryOf } from '../../../src/attestation/trust/tuf-metadata.ts';
import { type Refreshed, refreshThroughTuf } from '../../../src/attestation/trust/tuf-refresh.ts';
import { createHttpClient, type HttpClient } from '../../../src/platform/index.ts';

const DAY = 24 * 3_600_000;
const ROOT = '{"the":"root"}';

let folder: string;
let mirror: TufMirror;
let http: HttpClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuf-refresh-test-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) vi.stubEnv(name, folder);
  mirror = await TufMirror.start(ROOT);
  http = createHttpClient({ environment: {}, retries: 0 });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await http.close();
  await mirror.stop();
  await rm(folder, { recursive: true, force: true });
});

const refresh = async (url = mirror.url): Promise<Refreshed> =>
  await refreshThroughTuf({ mirror: url, metadata: { root: mirror.firstRoot }, http, limit: 30_000 });

describe('refreshThroughTuf', () => {
  it('brings the root, and all metadata that vouches for it', async () => {
    const { trustedRoot, metadata } = await refresh();
    expect(trustedRoot).toBe(ROOT);
    expect(metadata.root).toBe(mirror.firstRoot);
    for (const role of ['timestamp', 'snapshot', 'targets'] as const)
      expect(JSON.parse(metadata[role] ?? '').signed._type).toBe(role);
  });

  it('takes an address with a slash at its end for the same', async () => {
    expect((await refresh(`${mirror.url}/`)).trustedRoot).toBe(ROOT);
    expect(mirror.hits.filter((path) => path.startsWith('//'))).toEqual([]);
  });

  it('knows what it has seen before', async () => {
    mirror.publish(ROOT);
    const { metadata } = await refresh();
    mirror.rollBack();
    const again = refreshThroughTuf({ mirror: mirror.url, metadata, http, limit: 30_000 });
    await expect(again).toRefuseWith('trust.tuf');
  });

  it('follows 64 rotations at a time', async () => {
    const dayOf = (rotation: number): Date => new Date(Date.UTC(2100, 0, 1) + rotation * DAY);
    for (let rotation = 1; rotation <= 66; rotation++) mirror.rotate(dayOf(rotation));
    const { metadata } = await refresh();
    expect(expiryOf(metadata.root)).toEqual(dayOf(64));
  });

  it('leaves nothing behind, whether it succeeds or fails', async () => {
    await refresh();
    mirror.fault = 'not-json';
    await expect(refresh()).toRefuseWith('trust.tuf');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<[MirrorFault, string, string | RegExp]>([
    ['down', 'trust.unreachable', /^the server cannot be reached$/u],
    ['server-error', 'trust.unreachable', /^the repository answered 500$/u],
    ['no-target', 'trust.tuf', 'does not verify (it has no target trusted_root.json)'],
    ['foreign-key', 'trust.tuf', /^what the repository sent does not verify \((?!Error)/u],
  ])('says what is wrong with a repository: %s', async (fault, code, message) => {
    mirror.fault = fault;
    if (fault === 'no-target' || fault === 'foreign-key') mirror.publish(ROOT);
    await expect(refresh()).toRefuseWith(code);
    await expect(refresh()).rejects.toThrow(message);
    await expect(refresh()).rejects.toMatchObject({
      subject: expect.stringContaining('127.0.0.1'),
      cause: expect.any(Error),
    });
  });

  it('reads 4 MiB of a root and no more', async () => {
    const largest = 4 * 1024 * 1024;
    mirror.publish(ROOT.padEnd(largest));
    expect((await refresh()).trustedRoot).toHaveLength(largest);
    mirror.publish(ROOT.padEnd(largest + 1));
    await expect(refresh()).rejects.toThrow(`the file has ${largest + 1} bytes`);
  });
});
