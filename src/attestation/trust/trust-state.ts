import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { printable, SafeInstallError } from '../../errors/index.ts';
import { readFileCapped, removePath, writeFileAtomic } from '../../platform/index.ts';
import { memberOf, ShapeReader, WHOLE } from '../json/shape-reader.ts';
import { type JsonObject, parseStrictJson } from '../json/strict-json.ts';
import type { TufMetadata } from './tuf-metadata.ts';

/** The last good trusted root of a TUF repository, with what a later refresh grows from. */
export interface TrustState {
  readonly mirror: string;
  readonly refreshedAt: Date;
  readonly metadata: TufMetadata;
  /** Text of the `trusted_root.json`. */
  readonly trustedRoot: string;
}

/** Bytes of a state file: four files of metadata and a trusted root. */
const LARGEST_STATE = 16 * 1024 * 1024;

const CODES = { malformed: 'trust.malformed', tooLarge: 'trust.malformed' } as const;

/**
 * The file of a repository, written as a whole. Whoever begins with another root, after a new release of this program or
 * with a new file of his own, begins anew: what was learnt under the old one may not follow from it.
 */
export const statePath = (folder: string, mirror: string, firstRoot: string): string => {
  const digest = createHash('sha256').update(mirror).update('\n').update(firstRoot).digest('hex');
  return join(folder, 'trust', `${digest.slice(0, 32)}.json`);
};

/**
 * @returns `undefined` when nothing is kept of this repository, or what is kept cannot be read: it is what a refresh
 * brought, so that another refresh brings it again.
 */
export async function readTrustState(path: string, mirror: string): Promise<TrustState | undefined> {
  try {
    const bytes = await readFileCapped(path, LARGEST_STATE);
    if (bytes === undefined) return undefined;
    const state = parseState(bytes);
    return state.mirror === mirror ? state : undefined;
  } catch (error) {
    if (error instanceof SafeInstallError) return undefined;
    throw error;
  }
}

export async function writeTrustState(path: string, state: TrustState): Promise<void> {
  const { mirror, refreshedAt, metadata, trustedRoot } = state;
  const json = { version: 1, mirror, refreshedAt: refreshedAt.toISOString(), metadata, trustedRoot };
  await writeFileAtomic(path, JSON.stringify(json));
}

function parseState(bytes: Uint8Array): TrustState {
  const json = parseStrictJson(bytes, {
    what: 'the trust state',
    largest: LARGEST_STATE,
    deepest: 4,
    codes: { syntax: 'trust.malformed', duplicate: 'trust.malformed', size: 'trust.malformed' },
  });
  const shape = new ShapeReader('the trust state', CODES);
  const state = shape.object(json, WHOLE);
  if (memberOf(state, 'version') !== 1) shape.note('version', 'is not 1');
  const metadata = shape.object(memberOf(state, 'metadata'), 'metadata');
  const refreshedAt = new Date(shape.text(memberOf(state, 'refreshedAt'), 'refreshedAt'));
  if (Number.isNaN(refreshedAt.getTime())) shape.note('refreshedAt', 'is not a time');
  const read: TrustState = {
    mirror: shape.text(memberOf(state, 'mirror'), 'mirror'),
    refreshedAt,
    metadata: readMetadata(shape, metadata),
    trustedRoot: shape.text(memberOf(state, 'trustedRoot'), 'trustedRoot'),
  };
  shape.finish();
  return read;
}

const readMetadata = (shape: ShapeReader, metadata: JsonObject): TufMetadata => ({
  root: shape.text(memberOf(metadata, 'root'), 'metadata.root'),
  timestamp: shape.text(memberOf(metadata, 'timestamp'), 'metadata.timestamp'),
  snapshot: shape.text(memberOf(metadata, 'snapshot'), 'metadata.snapshot'),
  targets: shape.text(memberOf(metadata, 'targets'), 'metadata.targets'),
});

/** A refresh that has failed. */
export interface FailedAttempt {
  readonly at: Date;
  readonly message: string;
}

const attemptPath = (path: string): string => `${path}.failed`;

/** Bytes of the note about a failed attempt: a time and a sentence. */
const LARGEST_NOTE = 4096;

export async function readFailedAttempt(path: string): Promise<FailedAttempt | undefined> {
  const bytes = await readFileCapped(attemptPath(path), LARGEST_NOTE);
  const [time = '', message = ''] = (bytes?.toString('utf8') ?? '').split('\n');
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? undefined : { at, message };
}

export async function writeFailedAttempt(path: string, { at, message }: FailedAttempt): Promise<void> {
  await writeFileAtomic(attemptPath(path), `${at.toISOString()}\n${printable(message)}\n`);
}

export async function forgetFailedAttempt(path: string): Promise<void> {
  await removePath(attemptPath(path));
}
