import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TufMirror } from '../../e2e/sigstore/index.ts';
import { PUBLIC_GOOD, type TrustSource } from '../../src/policy/index.ts';
import { BUILT_IN } from '../../src/policy/origin.ts';
import { TrustRoots } from '../../src/prepare/trust-roots.ts';
import { testSigstore } from '../attestation/support.ts';
import { keepingLog, temporaryFolder } from '../index/support.ts';
import { testClient } from '../platform/http/server.ts';

async function setUp(mode: 'daily' | 'never' = 'never') {
  const folder = await temporaryFolder();
  const log = keepingLog();
  const doors = {
    clock: { now: () => new Date() },
    folders: { state: folder, cache: folder, config: folder },
    log,
  };
  return { roots: new TrustRoots(testClient({ retries: 0 }), mode, doors), log, folder };
}

async function fileSource(folder: string): Promise<TrustSource> {
  const { sigstore } = await testSigstore();
  const path = join(folder, 'trusted_root.json');
  await writeFile(path, sigstore.trustedRoot);
  return { kind: 'file', name: 'own', path, origin: BUILT_IN };
}

describe('TrustRoots', () => {
  it('has the public-good root without a network', async () => {
    const { roots, log } = await setUp();
    expect((await roots.rootOf(PUBLIC_GOOD)).name).toBe('public-good');
    expect(log.lines).toEqual([]);
  });

  it('calls a root what the policy calls it, loads it once, and says which were needed', async () => {
    const { roots, folder } = await setUp();
    const source = await fileSource(folder);
    roots.begin(source);
    const [one, other] = await Promise.all([roots.rootOf(source), roots.rootOf(source)]);
    expect(one).toBe(other);
    expect(roots.loaded.map(({ root }) => root.name)).toEqual(['own']);
  });

  it('tells a failure to whoever needs the root', async () => {
    const { roots, folder } = await setUp();
    const source: TrustSource = {
      kind: 'file',
      name: 'own',
      path: join(folder, 'absent.json'),
      origin: BUILT_IN,
    };
    roots.begin(source);
    await expect(roots.rootOf(source)).toRefuseWith('trust.malformed');
    expect(roots.loaded).toEqual([]);
  });

  it('asks a mirror, and says so when it does not answer', async () => {
    const { sigstore } = await testSigstore();
    const mirror = await TufMirror.start(sigstore.trustedRoot);
    const { roots, folder } = await setUp('daily');
    const rootPath = join(folder, 'root.json');
    await writeFile(rootPath, mirror.firstRoot);
    const source: TrustSource = { kind: 'tuf', name: 'own', mirror: mirror.url, rootPath, origin: BUILT_IN };
    expect((await roots.rootOf(source)).name).toBe('own');
    await mirror.stop();
    await expect(
      new TrustRoots(testClient({ retries: 0 }), 'daily', {
        clock: { now: () => new Date() },
        folders: { state: join(folder, 'new'), cache: folder, config: folder },
        log: keepingLog(),
      }).rootOf(source),
    ).toRefuseWith('trust.unreachable');
  });

  it('goes on with the last good root through an outage, and says how old it is', async () => {
    const { sigstore } = await testSigstore();
    const mirror = await TufMirror.start(sigstore.trustedRoot);
    const { roots, folder } = await setUp('daily');
    const rootPath = join(folder, 'root.json');
    await writeFile(rootPath, mirror.firstRoot);
    const source: TrustSource = { kind: 'tuf', name: 'own', mirror: mirror.url, rootPath, origin: BUILT_IN };
    await roots.rootOf(source);
    await mirror.stop();
    const log = keepingLog();
    const later = new Date(Date.now() + 26 * 3_600_000);
    const next = new TrustRoots(testClient({ retries: 0 }), 'daily', {
      clock: { now: () => later },
      folders: { state: folder, cache: folder, config: folder },
      log,
    });
    expect((await next.rootOf(source)).name).toBe('own');
    expect(log.lines.join()).toMatch(
      /^the trust root "own" was not refreshed, and the one of \d{4}-\d\d-\d\d is used: /,
    );
  });
});
