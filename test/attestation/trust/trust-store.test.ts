import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MirrorFault, TufMirror } from '../../../e2e/sigstore/index.ts';
import {
  lastFailedRefresh,
  loadTrust,
  type RefreshMode,
  type Trust,
  type TrustSource,
} from '../../../src/attestation/index.ts';
import { refreshThroughTuf } from '../../../src/attestation/trust/tuf-refresh.ts';
import { createHttpClient, type HttpClient } from '../../../src/platform/index.ts';
import { testSigstore } from '../support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('loadTrust', () => {
  let folder: string;
  let mirror: TufMirror;
  let http: HttpClient;
  let now: Date;
  let source: TrustSource;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trust-test-'));
    const { sigstore } = await testSigstore();
    mirror = await TufMirror.start(sigstore.trustedRoot);
    http = createHttpClient({ environment: {}, retries: 0 });
    now = new Date();
    const root = join(folder, 'root.json');
    await writeFile(root, mirror.firstRoot);
    source = { kind: 'tuf', mirror: mirror.url, root };
  });

  afterEach(async () => {
    await http.close();
    await mirror.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const load = async (mode: RefreshMode, from: TrustSource = source): Promise<Trust> =>
    await loadTrust(from, mode, { http, clock: { now: () => now }, stateFolder: join(folder, 'state') });

  const asked = (): number => mirror.hits.splice(0).length;

  it('fetches the root of a mirror, and then asks no more than daily', async () => {
    const first = await load('daily');
    expect(first).toMatchObject({ origin: 'tuf', refreshedAt: now, problem: null });
    expect(first.root.name).toBe(mirror.url);
    expect(asked()).toBeGreaterThan(3);
    await load('daily'); // in the same millisecond
    expect(asked()).toBe(0);

    now = new Date(now.getTime() + DAY - 1);
    expect((await load('daily')).root.sha256).toBe(first.root.sha256);
    expect(asked()).toBe(0);

    now = new Date(now.getTime() + 1);
    await load('daily');
    expect(asked()).toBeGreaterThan(0);
  });

  it('asks at once when it is told to', async () => {
    await load('daily');
    asked();
    await load('now');
    expect(asked()).toBeGreaterThan(0);
  });

  it('takes a newer root, and keeps it', async () => {
    const before = await load('daily');
    mirror.publish((await testSigstore()).sigstore.trustedRoot.replace('"test"', '"newer"'));
    const after = await load('now');
    expect(after.root.sha256).not.toBe(before.root.sha256);
    expect((await load('never')).root.sha256).toBe(after.root.sha256);
  });

  it('follows the rotation of the TUF root', async () => {
    await load('daily');
    const later = new Date(now.getTime() + 400 * DAY);
    mirror.rotate(later);
    expect((await load('now')).expires).toEqual(later);
  });

  it('never asks when it must not, and says that there is nothing', async () => {
    await expect(load('never')).toRefuseWith('trust.unreachable');
    expect(asked()).toBe(0);
  });

  it.each<[MirrorFault, string]>([
    ['down', 'trust.unreachable'],
    ['server-error', 'trust.unreachable'],
    ['not-json', 'trust.tuf'],
    ['endless', 'trust.unreachable'],
  ])('has nothing to fall back on before the first success: %s', async (fault, code) => {
    mirror.fault = fault;
    await expect(load('daily')).toRefuseWith(code);
  });

  it.each<[MirrorFault, string]>([
    ['foreign-key', 'trust.tuf'],
    ['other-target', 'trust.tuf'],
    ['no-target', 'trust.tuf'],
  ])('refuses a repository that lies: %s', async (fault, code) => {
    mirror.fault = fault;
    mirror.publish((await testSigstore()).sigstore.trustedRoot);
    await expect(load('daily')).toRefuseWith(code);
  });

  it.each<[MirrorFault, string]>([
    ['down', 'trust.unreachable'],
    ['server-error', 'trust.unreachable'],
    ['not-json', 'trust.tuf'],
  ])('uses the last good root in an outage, and says so: %s', async (fault, code) => {
    const good = await load('daily');
    mirror.fault = fault;
    now = new Date(now.getTime() + 2 * DAY);
    const trust = await load('daily');
    expect(trust.root.sha256).toBe(good.root.sha256);
    expect(trust.refreshedAt).toEqual(good.refreshedAt);
    expect(trust.problem?.code).toBe(code);
  });

  it('does not ask again within the hour after a failure, but says that it failed', async () => {
    await load('daily');
    mirror.fault = 'down';
    now = new Date(now.getTime() + 2 * DAY);
    await load('daily');
    expect(asked()).toBeGreaterThan(0);

    mirror.fault = null;
    now = new Date(now.getTime() + HOUR - 1);
    expect((await load('daily')).problem?.code).toBe('trust.unreachable');
    expect(asked()).toBe(0);

    now = new Date(now.getTime() + 1);
    expect((await load('daily')).problem).toBeNull();
    expect(asked()).toBeGreaterThan(0);
  });

  it('tells of the last attempt to refresh where it has failed, until one succeeds', async () => {
    const failure = () => lastFailedRefresh(source, { stateFolder: join(folder, 'state') });
    await load('daily');
    expect(await failure()).toBeNull();
    mirror.fault = 'server-error';
    await load('now');
    expect(await failure()).toMatchObject({ at: now, message: expect.stringContaining('500') });
    mirror.fault = null;
    await load('now');
    expect(await failure()).toBeNull();
  });

  it('knows of no attempt to refresh a file', async () => {
    const path = join(folder, 'root.json');
    expect(await lastFailedRefresh({ kind: 'file', path }, { stateFolder: folder })).toBeNull();
  });

  it('gives a repository that does not answer a limited time', async () => {
    mirror.fault = 'silent';
    const metadata = { root: mirror.firstRoot };
    await expect(refreshThroughTuf({ mirror: mirror.url, metadata, http, limit: 50 })).toRefuseWith(
      'trust.unreachable',
    );
  });

  it('keeps the last good root when a signed one cannot be read', async () => {
    const good = await load('daily');
    mirror.publish('{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}');
    const trust = await load('now');
    expect(trust.root.sha256).toBe(good.root.sha256);
    expect(trust.problem?.code).toBe('trust.malformed');
  });

  it('does not use a root past its expiry', async () => {
    const soon = new Date(now.getTime() + DAY / 2);
    mirror.beginWith(soon);
    await writeFile(join(folder, 'root.json'), mirror.firstRoot);
    expect((await load('daily')).expires?.getTime()).toBe(soon.getTime());

    mirror.fault = 'down';
    now = new Date(soon.getTime() + 1);
    await expect(load('never')).toRefuseWith('trust.expired');
    await expect(load('daily')).toRefuseWith('trust.expired');
  });

  it('refuses metadata that is past its expiry', async () => {
    mirror.publish((await testSigstore()).sigstore.trustedRoot, { expires: new Date(now.getTime() - DAY) });
    await expect(load('daily')).toRefuseWith('trust.tuf');
  });

  it('refuses an older version than it has seen', async () => {
    mirror.publish((await testSigstore()).sigstore.trustedRoot);
    const good = await load('daily');
    mirror.rollBack();
    const trust = await load('now');
    expect(trust.problem?.code).toBe('trust.tuf');
    expect(trust.root.sha256).toBe(good.root.sha256);
  });

  it('begins anew when the user names another first root', async () => {
    await load('daily');
    asked();
    await writeFile(join(folder, 'root.json'), `${mirror.firstRoot}\n`);
    await load('daily');
    expect(asked()).toBeGreaterThan(0);
  });

  it.each([
    ['is empty', ''],
    ['is cut off', '{"version":1,"mirror":"'],
    ['is of another version', '{"version":2}'],
    ['is of another mirror', '{"version":1,"mirror":"https://other.example"}'],
  ])('fetches again when what it kept %s', async (_reason, text) => {
    await load('daily');
    asked();
    const trustFolder = join(folder, 'state', 'trust');
    for (const name of await readdir(trustFolder)) await writeFile(join(trustFolder, name), text);
    expect((await load('daily')).problem).toBeNull();
    expect(asked()).toBeGreaterThan(0);
  });

  it('asks again where a root was fetched, or a fetch failed, at a time that has not come yet', async () => {
    await load('daily');
    asked();
    now = new Date(now.getTime() - 1);
    await load('daily');
    expect(asked()).toBeGreaterThan(0);

    mirror.fault = 'down';
    await load('now');
    mirror.fault = null;
    now = new Date(now.getTime() - 2 * DAY);
    asked();
    expect((await load('daily')).problem).toBeNull();
    expect(asked()).toBeGreaterThan(0);
  });

  it('tells of a failure within the hour what was wrong', async () => {
    await load('daily');
    mirror.fault = 'server-error';
    now = new Date(now.getTime() + DAY);
    const first = await load('daily');
    asked();
    const second = await load('daily'); // in the same millisecond
    expect(asked()).toBe(0);
    expect(second.problem?.message).toBe('the repository answered 500');
    expect(second.problem?.message).toBe(first.problem?.message);
    expect((await load('never')).problem).toBeNull();
  });

  it('counts on the day of its expiry, to the millisecond, and tells the day', async () => {
    const soon = new Date(now.getTime() + DAY / 2);
    mirror.beginWith(soon);
    await writeFile(join(folder, 'root.json'), mirror.firstRoot);
    await load('daily');
    now = soon;
    expect((await load('never')).expires).toEqual(soon);
    now = new Date(soon.getTime() + 1);
    const expired = load('never');
    await expect(expired).rejects.toMatchObject({
      message: `the trust root expired on ${soon.toISOString().slice(0, 10)}`,
      subject: mirror.url,
    });
    await expect(expired).rejects.toSatisfy((error: Error) => error.cause === undefined);
  });

  it('says why an expired root is not a newer one', async () => {
    now = new Date('2040-01-01T00:00:00Z');
    const offline = createHttpClient({ environment: {}, offline: true });
    const doors = { http: offline, clock: { now: () => now }, stateFolder: join(folder, 'state') };
    await expect(loadTrust({ kind: 'public-good' }, 'daily', doors)).rejects.toMatchObject({
      code: 'trust.expired',
      cause: { code: 'trust.unreachable' },
    });
  });

  it('uses what it has while another process refreshes', async () => {
    await load('daily');
    const trustFolder = join(folder, 'state', 'trust');
    const [state = ''] = await readdir(trustFolder);
    await mkdir(join(trustFolder, `${state}.lock`));
    asked();
    now = new Date(now.getTime() + DAY);
    expect(await load('daily')).toMatchObject({ origin: 'tuf', problem: null });
    expect(asked()).toBe(0);
  });

  it.each<[string, RefreshMode, number]>([
    ['that stands before an install', 'daily', 5_000],
    ['that the user asks for', 'now', 30_000],
  ])('gives a refresh %s its time', async (_which, mode, limit) => {
    await load('daily');
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    now = new Date(now.getTime() + DAY);
    await load(mode);
    expect(timeout.mock.calls[0]).toEqual([limit]);
    timeout.mockRestore();
  });

  it('gives the first refresh more time', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    await load('daily');
    expect(timeout.mock.calls[0]).toEqual([30_000]);
    timeout.mockRestore();
  });

  it('hides no error of its own behind a root that it holds', async () => {
    await load('daily');
    now = new Date(now.getTime() + DAY);
    const bug = new TypeError('a bug');
    let reads = 0;
    const clock = {
      now: () => {
        if (reads++ > 0) throw bug;
        return now;
      },
    };
    await expect(
      loadTrust(source, 'daily', { http, clock, stateFolder: join(folder, 'state') }),
    ).rejects.toBe(bug);
  });

  it('is called as its policy calls it', async () => {
    const path = join(folder, 'trusted_root.json');
    await writeFile(path, (await testSigstore()).sigstore.trustedRoot);
    const names = [
      await load('never', { kind: 'file', path }),
      await load('never', { kind: 'file', path, name: 'acme' }),
      await load('daily', { ...source, name: 'mirror' } as TrustSource),
    ].map(({ root }) => root.name);
    expect(names).toEqual([path, 'acme', 'mirror']);
  });

  it('reads 1 MiB of a file that the user names and no more', async () => {
    const path = join(folder, 'trusted_root.json');
    const { trustedRoot } = (await testSigstore()).sigstore;
    await writeFile(path, trustedRoot.padEnd(1024 * 1024));
    expect((await load('never', { kind: 'file', path })).origin).toBe('file');
    await writeFile(path, trustedRoot.padEnd(1024 * 1024 + 1));
    await expect(load('never', { kind: 'file', path })).toRefuseWith('disk.too-large');
  });

  it('asks once when several runs want the same', async () => {
    const trusts = await Promise.all([load('daily'), load('daily'), load('daily')]);
    expect(new Set(trusts.map((trust) => trust.root.sha256)).size).toBe(1);
    expect(mirror.hits.filter((path) => path === '/timestamp.json')).toHaveLength(1);
  });

  it('reads a file that the user names, without any network', async () => {
    const path = join(folder, 'trusted_root.json');
    await writeFile(path, (await testSigstore()).sigstore.trustedRoot);
    expect(await load('daily', { kind: 'file', path })).toMatchObject({
      origin: 'file',
      expires: null,
      problem: null,
    });
    expect(asked()).toBe(0);
  });

  it('refuses a file that is not there, or is none', async () => {
    await expect(load('never', { kind: 'file', path: join(folder, 'absent') })).toRefuseWith(
      'trust.malformed',
    );
    await expect(load('never', { kind: 'file', path: join(folder, 'absent') })).rejects.toThrow(
      'there is no such file',
    );
    await expect(load('never', { kind: 'file', path: join(folder, 'root.json') })).toRefuseWith(
      'trust.malformed',
    );
  });

  it('has the public-good root built in', async () => {
    const trust = await load('never', { kind: 'public-good' });
    expect(trust).toMatchObject({ origin: 'embedded', refreshedAt: null, problem: null });
    expect(trust.root.name).toBe('public-good');
    expect(trust.expires?.getTime()).toBeGreaterThan(Date.parse('2027-01-01T00:00:00Z'));
    expect(trust.root.material.tlogs.length).toBeGreaterThan(0);
  });

  it('uses the built-in root when its repository cannot be reached', async () => {
    const failing = createHttpClient({ environment: {}, offline: true });
    const trust = await loadTrust({ kind: 'public-good' }, 'daily', {
      http: failing,
      clock: { now: () => now },
      stateFolder: join(folder, 'state'),
    });
    expect(trust).toMatchObject({ origin: 'embedded', refreshedAt: null });
    expect(trust.problem?.code).toBe('trust.unreachable');
  });

  it('does not use the built-in root past its expiry', async () => {
    now = new Date('2040-01-01T00:00:00Z');
    await expect(load('never', { kind: 'public-good' })).toRefuseWith('trust.expired');
  });
});
