import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSubject } from '../../src/archive/check-archive.ts';
import type { NameRules } from '../../src/archive/names/entry-name.ts';
import { toSha256 } from '../../src/archive/same-bytes.ts';
import { readTarStrictly } from '../../src/archive/tar/read-tar.ts';
import { inflateExactly } from '../../src/archive/zip/inflate.ts';
import { readZipStrictly } from '../../src/archive/zip/read-zip.ts';
import { type ReasonCode, SafeInstallError, SafeInstallErrors } from '../../src/errors/index.ts';
import { parseSdistFilename, parseWheelFilename } from '../../src/packaging/index.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../support/shared-data.ts';
import { DEVIATIONS } from './conformance-deviations.ts';

interface Entry {
  readonly file: string;
  readonly expected: string;
  readonly why: string;
}

const scratch = scratchFolder();
const WINDOWS: NameRules = { windows: true, foldCase: true };

/** Names that the collection refuses where Windows is the target. */
const WINDOWS_ONLY = ['wheels/path-ads/', 'wheels/path-con/'];

/** What the manifest asks for, in one word. Where it leaves two ways open, ours has to be free of harm. */
function expectedOf({ expected }: Entry): 'accept' | 'reject' | 'either' {
  if (/^accept/.test(expected) || expected.startsWith('read as POSIX')) return 'accept';
  if (/^reject \((?:or read|ratio)|^reject or/.test(expected)) return 'either';
  return expected.startsWith('reject') ? 'reject' : 'either';
}

/** Bytes that a raw deflate stream unpacks to, whatever they are; the cap is far above those of the collection. */
function inflateAnySize(packed: Uint8Array): void {
  for (let size = 0; size < 2000; size += 1) {
    try {
      inflateExactly(packed, size);
      return;
    } catch (error) {
      if (!(error instanceof SafeInstallError) || error.code !== 'archive.size') throw error;
    }
  }
}

/** Reads a file of the collection as what it is: some are bare zips, tars or deflate streams, some wheels and sdists. */
async function readAsWhatItIs(file: string): Promise<void> {
  const path = sharedPath('archives', file);
  const filename = basename(file);
  const rules = WINDOWS_ONLY.some((folder) => file.startsWith(folder)) ? WINDOWS : {};
  if (/^(?:wheels|sdists)\//.test(file)) {
    const kind = filename.endsWith('.whl') ? 'wheel' : 'sdist';
    const { name, version } = (kind === 'wheel' ? parseWheelFilename : parseSdistFilename)(filename);
    const sha256 = toSha256(createHash('sha256').update(readFileSync(path)).digest('hex'));
    await checkSubject({ kind, path, identity: { filename, name, version }, sha256 }, rules);
  } else if (file.endsWith('.deflate')) {
    inflateAnySize(readFileSync(path));
  } else if (file.endsWith('.base64')) {
    const decoded = scratch.put(Buffer.from(readFileSync(path, 'latin1'), 'base64'));
    await (file.includes('/zip/') ? readZipStrictly(decoded) : readTarStrictly(decoded));
  } else if (/\/zip\/|\.(?:zip|whl|notzip|zip_fragment)$|exe_with/.test(file)) {
    await readZipStrictly(path);
  } else {
    await readTarStrictly(path);
  }
}

type Outcome =
  | { readonly verdict: 'accept' }
  | { readonly verdict: 'reject'; readonly codes: readonly ReasonCode[] };

/** Any error but ours is a bug, and is let through. */
async function outcomeOf(file: string): Promise<Outcome> {
  try {
    await readAsWhatItIs(file);
    return { verdict: 'accept' };
  } catch (error) {
    if (error instanceof SafeInstallError) return { verdict: 'reject', codes: [error.code] };
    if (!(error instanceof SafeInstallErrors)) throw error;
    return { verdict: 'reject', codes: error.errors.map((each) => each.code) };
  }
}

/** The others are what archives of the collection unpack to, or stand beside them. */
const IS_ARCHIVE = /\.(?:zip|whl|tar|tgz|deflate|notzip|zip_fragment|base64|bz2|xz|gz)$|exe_with/;

/** The data of one file of a zip; `undefined` where there is none, or the zip is refused. */
async function dataIn(zip: string, path: string): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let isThere = false;
  try {
    await readZipStrictly(sharedPath('archives', zip), {}, (member) => {
      if (member.name !== path) return undefined;
      isThere = true;
      return (piece) => pieces.push(Buffer.from(piece));
    });
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    return undefined;
  }
  return isThere ? Buffer.concat(pieces) : undefined;
}

describe.skipIf(SHARED_DATA === undefined)('the shared collection of archives', () => {
  const entries: readonly Entry[] =
    SHARED_DATA === undefined
      ? []
      : sharedJson<{ entries: readonly Entry[] }>('archives', 'manifest.json').entries;
  const archives = entries.filter(({ file }) => IS_ARCHIVE.test(file));
  const counts = { agree: 0, either: 0, deviate: 0 };

  afterAll(() => {
    const { agree, either, deviate } = counts;
    process.stdout.write(
      `archives: ${archives.length} read, ${agree} with the verdict of the manifest, ${either} left open by it, ${deviate} otherwise (listed)\n`,
    );
  });

  it('has archives', () => {
    expect(archives.length).toBeGreaterThan(500);
  });

  it.each(archives.map((entry) => [entry.file, entry] as const))('%s', async (file, entry) => {
    const outcome = await outcomeOf(file);
    const deviation = DEVIATIONS[file];
    const expected = deviation?.ours ?? expectedOf(entry);
    if (expected !== 'either') expect({ ...outcome, why: entry.why }).toMatchObject({ verdict: expected });
    if (outcome.verdict === 'reject') {
      const families = new Set(outcome.codes.map((code) => code.split('.')[0]));
      expect(['archive', 'record', 'wheel', 'metadata']).toEqual(expect.arrayContaining([...families]));
    }
    counts[deviation !== undefined ? 'deviate' : expected === 'either' ? 'either' : 'agree'] += 1;
  });

  it.each(entries.filter(({ file }) => !IS_ARCHIVE.test(file)).map(({ file }) => file))(
    '%s, which is no archive, is what its archive unpacks to, or is refused',
    async (file) => {
      const [, archive = '', path = ''] = /^(yauzl\/test\/success\/[^/]+)\/(.*)$/.exec(file) ?? [];
      const unpacked = archive === '' ? undefined : await dataIn(`${archive}.zip`, path);
      if (unpacked === undefined) expect(await outcomeOf(file)).toMatchObject({ codes: expect.any(Array) });
      else expect(unpacked.equals(readFileSync(sharedPath('archives', file)))).toBe(true);
    },
  );

  it('lists no deviation that is none', () => {
    const known = new Map(archives.map((entry) => [entry.file, expectedOf(entry)]));
    for (const [file, { ours }] of Object.entries(DEVIATIONS)) {
      expect([file, known.get(file)]).not.toEqual([file, ours]);
      expect([file, known.has(file)]).toEqual([file, true]);
    }
  });
});
