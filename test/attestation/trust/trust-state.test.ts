import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  forgetFailedAttempt,
  readFailedAttempt,
  readTrustState,
  statePath,
  type TrustState,
  writeFailedAttempt,
  writeTrustState,
} from '../../../src/attestation/trust/trust-state.ts';

const MIRROR = 'https://tuf.example';
const LARGEST = 16 * 1024 * 1024;

const STATE: TrustState = {
  mirror: MIRROR,
  refreshedAt: new Date('2026-01-02T03:04:05Z'),
  metadata: { root: '{"r":1}', timestamp: '{"t":1}', snapshot: '{"s":1}', targets: '{"g":1}' },
  trustedRoot: '{}',
};

let path: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-state-test-'));
  path = join(folder, 'state.json');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('statePath', () => {
  it('is another one for another mirror or another root to begin with', () => {
    const paths = [
      statePath('state', MIRROR, 'root'),
      statePath('state', MIRROR, 'other'),
      statePath('state', 'https://other.example', 'root'),
      statePath('state', `${MIRROR}r`, 'oot'),
    ];
    expect(new Set(paths).size).toBe(4);
    for (const each of paths) expect(each).toMatch(/^state.trust.[0-9a-f]{32}\.json$/u);
  });
});

describe('a trust state', () => {
  const read = async (text: string) => {
    await writeFile(path, text);
    return await readTrustState(path, MIRROR);
  };
  const written = async (): Promise<Record<string, unknown>> => {
    await writeTrustState(path, STATE);
    return JSON.parse(await readFile(path, 'utf8'));
  };

  it('is read as it was written', async () => {
    expect(await readTrustState(path, MIRROR)).toBeUndefined();
    await writeTrustState(path, STATE);
    expect(await readTrustState(path, MIRROR)).toEqual(STATE);
  });

  it('counts for its own mirror only', async () => {
    await writeTrustState(path, STATE);
    expect(await readTrustState(path, `${MIRROR}/`)).toBeUndefined();
  });

  it.each([
    ['version', 2],
    ['version', undefined],
    ['mirror', undefined],
    ['mirror', 1],
    ['refreshedAt', undefined],
    ['refreshedAt', 'yesterday'],
    ['metadata', undefined],
    ['metadata', { ...STATE.metadata, root: undefined }],
    ['metadata', { ...STATE.metadata, timestamp: undefined }],
    ['metadata', { ...STATE.metadata, snapshot: undefined }],
    ['metadata', { ...STATE.metadata, targets: undefined }],
    ['trustedRoot', undefined],
    ['trustedRoot', ''],
  ])('does not count when its %s is %j', async (name, member) => {
    expect(await read(JSON.stringify({ ...(await written()), [name]: member }))).toBeUndefined();
  });

  it('may have more members, four objects inside each other and no more', async () => {
    const good = await written();
    expect(await read(JSON.stringify({ ...good, more: [[[]]] }))).toEqual(STATE);
    expect(await read(JSON.stringify({ ...good, more: [[[[]]]] }))).toBeUndefined();
  });

  it('may have 16 MiB and no more', async () => {
    const good = JSON.stringify(await written());
    expect(await read(good.padEnd(LARGEST))).toEqual(STATE);
    expect(await read(good.padEnd(LARGEST + 1))).toBeUndefined();
  });

  it('is not nothing when it cannot be read at all', async () => {
    await mkdir(path);
    await expect(readTrustState(path, MIRROR)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

describe('a failed attempt', () => {
  const at = new Date('2026-01-02T03:04:05Z');

  it('is remembered until it is forgotten', async () => {
    expect(await readFailedAttempt(path)).toBeUndefined();
    await writeFailedAttempt(path, { at, message: 'the repository\nanswered 500' });
    expect(await readFailedAttempt(path)).toEqual({ at, message: 'the repository\\u{a}answered 500' });
    await forgetFailedAttempt(path);
    expect(await readFailedAttempt(path)).toBeUndefined();
    await forgetFailedAttempt(path);
  });

  it('is none without a time', async () => {
    await writeFile(`${path}.failed`, 'never\nthe repository answered 500\n');
    expect(await readFailedAttempt(path)).toBeUndefined();
  });

  it('has no message where none was written', async () => {
    await writeFile(`${path}.failed`, at.toISOString());
    expect(await readFailedAttempt(path)).toEqual({ at, message: '' });
  });

  it('has 4 KiB and no more', async () => {
    await writeFile(`${path}.failed`, `${at.toISOString()}\n`.padEnd(4096, 'x'));
    expect(await readFailedAttempt(path)).toMatchObject({ at });
    await writeFile(`${path}.failed`, `${at.toISOString()}\n`.padEnd(4097, 'x'));
    await expect(readFailedAttempt(path)).toRefuseWith('disk.too-large');
  });
});
