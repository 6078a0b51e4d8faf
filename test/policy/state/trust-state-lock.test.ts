import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalizeName, parseVersion } from '../../../src/packaging/index.ts';
import { makeTemporaryFolder, pathExists, removePath } from '../../../src/platform/index.ts';
import { type Sighting, TrustState } from '../../../src/policy/state/trust-state.ts';
import { rememberSightings, trustStatePath } from '../../../src/policy/state/trust-state-file.ts';

const SIGHTING: Sighting = {
  name: normalizeName('acme'),
  release: { version: parseVersion('1.0'), uploadTime: null },
  publisher: null,
};

/** What the library does with a lock: in taking it, while it is held, in giving it back. */
interface Happening {
  readonly taken?: unknown;
  readonly held?: Error;
  readonly released?: unknown;
}

const errno = (code: string): Error => Object.assign(new Error(code), { code });

describe('the lock of the file in which publishers are remembered', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await makeTemporaryFolder('safe-install-test-');
    path = trustStatePath(join(folder, 'state'));
  });
  afterEach(async () => {
    vi.doUnmock('proper-lockfile');
    await removePath(folder);
  });

  function rememberWith({ taken, held, released }: Happening): Promise<void> {
    const lock = async (_path: string, options: { readonly onCompromised: (error: Error) => void }) => {
      if (taken !== undefined) throw taken;
      if (held !== undefined) options.onCompromised(held);
      return async () => {
        if (released !== undefined) throw released;
      };
    };
    vi.doMock('proper-lockfile', () => ({ lock }));
    return rememberSightings(path, TrustState.empty, [SIGHTING], { firstSeen: 'remember' });
  }

  it('is taken and given back', async () => {
    await rememberWith({});
    expect(await pathExists(path)).toBe(true);
  });

  it.each<readonly [string, Happening, string]>([
    ['held by another run', { taken: errno('ELOCKED') }, 'trust-state.locked'],
    ['in a folder that nobody may write to', { taken: errno('EACCES') }, 'disk.read-only'],
    ['lost to another run', { held: errno('ECOMPROMISED') }, 'trust-state.locked'],
    [
      'lost to another run, and not ours to give back',
      { held: errno('ECOMPROMISED'), released: errno('ERELEASED') },
      'trust-state.locked',
    ],
  ])('is %s: nothing is written', async (_reason, happening, code) => {
    await expect(rememberWith(happening)).toRefuseWith(code);
    expect(await pathExists(path)).toBe(false);
  });

  it('may be lost once all is written', async () => {
    await rememberWith({ released: errno('ERELEASED') });
    expect(await pathExists(path)).toBe(true);
  });

  it('is told of where it cannot be given back: who comes next would wait for it', async () => {
    await expect(rememberWith({ released: errno('EACCES') })).toRefuseWith('disk.read-only');
  });
});
