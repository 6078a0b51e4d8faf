import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArtifactStore, downloadArtifact, type OpenFile } from '../../../src/archive/index.ts';
import { MAX_ARTIFACT_BYTES } from '../../../src/archive/limits.ts';
import { toSha256 } from '../../../src/archive/same-bytes.ts';
import type { DistributionFile } from '../../../src/artifact/index.ts';
import { makeWheel } from '../../support/make-wheel.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { downloadedArtifact } from '../archive-subject.ts';

const scratch = scratchFolder();
const BYTES = Buffer.from('the bytes of a wheel, in several pieces');
const digestOf = (bytes: Uint8Array) => toSha256(createHash('sha256').update(bytes).digest('hex'));
const SHA256 = digestOf(BYTES);
const OTHER = digestOf(Buffer.from('other'));

const base = downloadedArtifact(scratch, makeWheel({ name: 'acme' })).file;
const file = (
  facts: Partial<Pick<DistributionFile, 'sha256' | 'size' | 'url' | 'origin'>> = {},
): DistributionFile => ({ ...base, sha256: SHA256, size: BYTES.length, ...facts }) as DistributionFile;

const newStore = () => ArtifactStore.open(mkdtempSync(join(scratch.path, 'cache-')));
const leftIn = (store: ArtifactStore) => readdirSync(join(store.folder, 'incoming'));

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 10) yield bytes.subarray(at, at + 10);
}

interface Answer {
  /** Up to where the body goes, for each request; to the end without it. */
  readonly until?: readonly number[];
  readonly bytes?: Uint8Array;
  readonly total?: number | null;
  /** The server serves no parts. */
  readonly whole?: boolean;
  readonly failing?: Error;
}

/** An index that answers in this way, and remembers what it was asked for. */
function indexWith(answer: Answer = {}): { readonly open: OpenFile; readonly asked: number[] } {
  const asked: number[] = [];
  const bytes = answer.bytes ?? BYTES;
  const open: OpenFile = async (_file, { offset }) => {
    const from = answer.whole === true ? 0 : offset;
    const until = answer.until?.[asked.length] ?? bytes.length;
    asked.push(offset);
    async function* body(): AsyncGenerator<Uint8Array> {
      yield* inPieces(bytes.subarray(from, until));
      if (answer.failing !== undefined) throw answer.failing;
    }
    return { body: body(), offset: from, total: answer.total === undefined ? bytes.length : answer.total };
  };
  return { open, asked };
}

describe('downloadArtifact', () => {
  it('brings a file into the store and tells what arrives', async () => {
    const store = await newStore();
    const counts: number[] = [];
    const wanted = file();
    const artifact = await downloadArtifact(wanted, {
      store,
      open: indexWith().open,
      onBytes: (count) => counts.push(count),
    });
    expect(artifact).toEqual({
      file: wanted,
      path: store.pathOf(SHA256),
      sha256: SHA256,
      size: BYTES.length,
    });
    expect(readFileSync(artifact.path)).toEqual(BYTES);
    expect(counts).toEqual([10, 10, 10, BYTES.length - 30]);
    expect(leftIn(store)).toEqual([]);
  });

  it('asks nobody for a file that the store has', async () => {
    const store = await newStore();
    const { open, asked } = indexWith();
    await downloadArtifact(file(), { store, open });
    const counts: number[] = [];
    await downloadArtifact(file(), { store, open, onBytes: (count) => counts.push(count) });
    expect([asked, counts]).toEqual([[0], [BYTES.length]]);
  });

  it.each<[string, Parameters<typeof file>[0], readonly string[], Answer]>([
    ['a size and a digest of the index', {}, [], {}],
    ['no size at all', { size: null }, [], { total: null }],
    ['the size of the server alone', { size: null }, [], {}],
    ['the digest of the user alone', { sha256: null }, [SHA256], {}],
    ['several digests of the user', { sha256: null }, [OTHER, SHA256], {}],
    ['the same digest twice', {}, [SHA256], {}],
    [
      'no digest, by its own address',
      { sha256: null, size: null, origin: { kind: 'url', location: 'https://files.example/' } },
      [],
      {},
    ],
    ['no digest, from the own disk', { sha256: null, size: null, url: 'file:///acme.whl' }, [], {}],
  ])('takes a file with %s', async (_what, facts, hashes, answer) => {
    const allowedHashes = hashes.map(toSha256);
    const { open } = indexWith(answer);
    expect(
      await downloadArtifact(file(facts), { store: await newStore(), open, allowedHashes }),
    ).toMatchObject({ sha256: SHA256 });
  });

  it.each<[string, Parameters<typeof file>[0], readonly string[], Answer, string, number]>([
    ['nobody states a digest', { sha256: null }, [], {}, 'hash.missing', 0],
    [
      'the index states a digest that the user does not allow',
      { sha256: OTHER },
      [SHA256],
      {},
      'hash.mismatch',
      0,
    ],
    ['the bytes are others than the index states', { sha256: OTHER }, [], {}, 'hash.mismatch', 1],
    ['the bytes are none that the user allows', { sha256: null }, [OTHER], {}, 'hash.mismatch', 1],
    [
      'the bytes of an address are none that the user allows',
      { sha256: null, origin: { kind: 'url', location: 'https://files.example/' } },
      [OTHER],
      {},
      'hash.mismatch',
      1,
    ],
    [
      'the bytes of the own disk are none that the user allows',
      { sha256: null, url: 'file:///x' },
      [OTHER],
      {},
      'hash.mismatch',
      1,
    ],
    ['the server has a file of another size', {}, [], { total: 7 }, 'hash.size', 1],
    ['more arrives than the index states', { size: 20 }, [], { total: null }, 'hash.size', 1],
    [
      'less arrives than the index states, again and again',
      { size: 50 },
      [],
      { total: null },
      'hash.truncated',
      3,
    ],
    [
      'less arrives than the server states, again and again',
      { size: null },
      [],
      { total: 50 },
      'hash.truncated',
      3,
    ],
    ['more arrives than the server states', { size: null }, [], { total: 20 }, 'hash.too-large', 1],
  ])('refuses when %s, and leaves nothing behind', async (_what, facts, hashes, answer, code, requests) => {
    const store = await newStore();
    const { open, asked } = indexWith(answer);
    const allowedHashes = hashes.map(toSha256);
    await expect(downloadArtifact(file(facts), { store, open, allowedHashes })).toRefuseWith(code);
    expect(asked).toHaveLength(requests);
    expect(leftIn(store)).toEqual([]);
    expect((await store.info()).entries).toBe(0);
  });

  it('refuses what the store has under the right digest, when the index states another size', async () => {
    const store = await newStore();
    await downloadArtifact(file(), { store, open: indexWith().open });
    await expect(downloadArtifact(file({ size: 5 }), { store, open: indexWith().open })).toRefuseWith(
      'hash.size',
    );
  });

  it('ends an answer that does not end', async () => {
    const huge = { length: MAX_ARTIFACT_BYTES + 1 } as Uint8Array;
    const open: OpenFile = async () => ({
      body: (async function* () {
        yield huge;
      })(),
      offset: 0,
      total: null,
    });
    await expect(downloadArtifact(file({ size: null }), { store: await newStore(), open })).toRefuseWith(
      'hash.too-large',
    );
  });

  it.each<[string, Answer, readonly number[]]>([
    ['the rest', { until: [15] }, [0, 15]],
    ['the rest twice', { until: [15, 25] }, [0, 15, 25]],
    ['the whole, where the server serves no parts', { until: [15], whole: true }, [0, 15]],
  ])('asks for %s when a body ends too early', async (_what, answer, expected) => {
    const { open, asked } = indexWith(answer);
    const artifact = await downloadArtifact(file(), { store: await newStore(), open });
    expect([artifact.sha256, asked]).toEqual([SHA256, expected]);
  });

  it.each<[number, readonly number[]]>([
    [0, [0]],
    [1, [0, 15]],
  ])('asks for the rest no more than %i times, where that is said', async (resumes, expected) => {
    const { open, asked } = indexWith({ until: [15, 25] });
    const download = downloadArtifact(file(), { store: await newStore(), open, resumes });
    await expect(download).toRefuseWith('hash.truncated');
    expect(asked).toEqual(expected);
  });

  it('begins anew when the parts are parts of two files', async () => {
    const replaced = Buffer.from(BYTES.toString().toUpperCase());
    const answers = [replaced.subarray(0, 15), BYTES, BYTES];
    const asked: number[] = [];
    const open: OpenFile = async (_file, { offset }) => {
      const bytes = answers[asked.length] ?? BYTES;
      asked.push(offset);
      return { body: inPieces(bytes.subarray(offset)), offset, total: BYTES.length };
    };
    expect(await downloadArtifact(file(), { store: await newStore(), open })).toMatchObject({
      sha256: SHA256,
    });
    expect(asked).toEqual([0, 15, 0]);
  });

  it('passes on what goes wrong on the way, and leaves nothing behind', async () => {
    const store = await newStore();
    const failing = new Error('the line is cut');
    await expect(downloadArtifact(file(), { store, open: indexWith({ failing }).open })).rejects.toBe(
      failing,
    );
    expect(leftIn(store)).toEqual([]);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    const store = await newStore();
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    const download = downloadArtifact(file(), {
      store,
      open: indexWith().open,
      signal: stop.signal,
      onBytes: () => stop.abort(reason),
    });
    await expect(download).rejects.toBe(reason);
    expect(leftIn(store)).toEqual([]);
  });
});
