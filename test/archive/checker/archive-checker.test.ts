import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { KnownReadings } from '../../../src/archive/checker/known-readings.ts';
import { checkArchive, createArchiveChecker } from '../../../src/archive/index.ts';
import type { ReasonCode } from '../../../src/errors/index.ts';
import { makeSdist } from '../../support/make-sdist.ts';
import { makeWheel } from '../../support/make-wheel.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { downloadedArtifact } from '../archive-subject.ts';

const scratch = scratchFolder();
const folder = join(scratch.path, 'dist');
const workerUrl = pathToFileURL(join(folder, 'archive-worker.js'));

beforeAll(async () => {
  const input = { 'archive-worker': join(import.meta.dirname, '../../../src/archive/archive-worker.ts') };
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
  });
  await bundle.close();
});

const wheel = downloadedArtifact(scratch, makeWheel({ name: 'acme', entryPoints: { acme: 'acme:main' } }));
const sdist = downloadedArtifact(scratch, makeSdist({ name: 'acme' }));
const forged = downloadedArtifact(scratch, makeWheel({ name: 'acme', record: (lines) => lines.slice(1) }));
const twice = downloadedArtifact(
  scratch,
  makeWheel({ name: 'acme', record: (lines) => [...lines.slice(1), 'ghost,,'] }),
);
const collision = downloadedArtifact(scratch, makeWheel({ name: 'acme', files: { a: '', A: '' } }));

const inThread = () => createArchiveChecker({ threads: 1, workerUrl, threadPaysAbove: -1 });

/** What becomes of it, with errors as data. */
const outcome = async (checking: Promise<unknown>): Promise<unknown> =>
  checking.then(
    (checked) => checked,
    (error: {
      code?: string;
      errors?: readonly { code: string }[];
      subject?: string;
      facts?: unknown;
      message: string;
    }) => ({
      code: error.code,
      codes: error.errors?.map((each) => each.code),
      subject: error.subject,
      facts: error.facts,
      message: error.message,
    }),
  );

describe('createArchiveChecker', () => {
  it.each([
    ['a wheel', wheel, {}],
    ['an sdist', sdist, {}],
    ['a wheel that is refused', forged, {}],
    ['a wheel that is refused for two reasons', twice, {}],
    ['a wheel with a waiver', forged, { waived: new Set<ReasonCode>(['record.unlisted']) }],
    ['a wheel for another file system', collision, { foldCase: true }],
    [
      'a wheel for Windows',
      downloadedArtifact(scratch, makeWheel({ name: 'acme', files: { nul: '' } })),
      { windows: true },
    ],
    ['a file that is gone', { ...wheel, path: join(scratch.path, 'gone') }, {}],
  ])('finds the same of %s in another thread', async (_what, artifact, options) => {
    const checker = inThread();
    const there = await outcome(checker.check(artifact, options));
    const here = await outcome(checkArchive(artifact, options));
    expect(there).toEqual(here);
    await checker.close();
  });

  it('checks many at once, each once', async () => {
    const checker = createArchiveChecker({ threads: 2, workerUrl, threadPaysAbove: -1 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => checker.check(index % 2 ? wheel : sdist)),
    );
    expect(results.map(({ kind }) => kind)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? 'wheel' : 'sdist')),
    );
    await checker.close();
  });

  it.each([
    ['there are too few bytes for a thread', { threads: 1, threadPaysAbove: 2 ** 30 }],
    ['no thread may be started', { threads: 0, threadPaysAbove: -1 }],
    ['there is no bundle', { threads: 1, threadPaysAbove: -1, workerUrl: undefined }],
    [
      'the thread does not start',
      { threads: 1, threadPaysAbove: -1, workerUrl: new URL('absent.js', workerUrl) },
    ],
  ])('checks here when %s', async (_why, options) => {
    const checker = createArchiveChecker({ workerUrl, ...options });
    expect(await checker.check(wheel)).toMatchObject({ kind: 'wheel' });
    await expect(checker.check(forged)).toRefuseWith('record.unlisted');
    await checker.close();
  });

  it('helps a thread out when it has nothing else to do', async () => {
    // a thread that never answers: whatever it has not been given yet is checked here
    const silent = new URL('data:text/javascript,setInterval(() => {}, 1000)');
    const checker = createArchiveChecker({ threads: 1, workerUrl: silent, threadPaysAbove: -1 });
    const checks = Array.from({ length: 5 }, () => checker.check(wheel));
    const first = await Promise.race(checks);
    expect(first).toMatchObject({ kind: 'wheel' });
    await checker.close();
    expect(await Promise.all(checks)).toEqual(checks.map(() => first));
  });

  it('tells itself what a thread breaks over', async () => {
    const broken = `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id }) => parentPort.postMessage({ id, kind: 'broken', message: 'no' }));`;
    const workerUrl = new URL(`data:text/javascript,${encodeURIComponent(broken)}`);
    const checker = createArchiveChecker({ threads: 1, workerUrl, threadPaysAbove: -1 });
    expect(await checker.check(wheel)).toMatchObject({ kind: 'wheel' });
    await expect(checker.check(forged)).toRefuseWith('record.unlisted');
    await checker.close();
  });

  it('keeps in a thread what it finds there', async () => {
    const readings = new KnownReadings(mkdtempSync(join(scratch.path, 'cache-')), 'a checker');
    const artifact = downloadedArtifact(scratch, makeWheel({ name: 'acme', files: { b: 'b' } }));
    const checker = createArchiveChecker({ threads: 1, workerUrl, threadPaysAbove: -1, readings });
    const report = await checker.check(artifact);
    rmSync(artifact.path); // were it opened again, it would be refused
    expect(await checker.check(artifact)).toEqual(report);
    await checker.close();
  });

  it('checks here what a thread leaves undone', async () => {
    const checker = inThread();
    const checking = checker.check(wheel);
    await checker.close();
    expect(await checking).toMatchObject({ kind: 'wheel' });
    expect(await checker.check(sdist)).toMatchObject({ kind: 'sdist' });
  });

  it('checks nothing when it is told to stop', async () => {
    const reason = new Error('Ctrl-C');
    await expect(inThread().check(wheel, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
