import { memberOf, type ShapeReader } from '../json/shape-reader.ts';
import type { JsonValue } from '../json/strict-json.ts';
import { LARGEST_CHECKPOINT, MOST_ENTRIES, MOST_PROOF_HASHES } from './limits.ts';

/** Where in a log's tree an entry is, with the path to the root that the log has signed (RFC 6962, section 2.1.1). */
export interface InclusionProof {
  /** In this tree; a Rekor v1 log has several, so that it differs from the entry's own index. */
  readonly logIndex: number;
  readonly treeSize: number;
  /** 32 bytes. A copy: what counts is the signed one in the checkpoint. */
  readonly rootHash: Buffer;
  /** 32 bytes each, from the leaf's sibling upwards. */
  readonly hashes: readonly Buffer[];
  /** A signed note: origin, size, root hash, and signatures. */
  readonly checkpoint: string;
}

/** An entry of a transparency log, as PEP 740 and Sigstore bundles both write it. Nothing of it is verified yet. */
export interface TransparencyEntry {
  /** 32 bytes: the sha256 of the log's public key. */
  readonly logId: Buffer;
  readonly logIndex: number;
  readonly kind: string;
  readonly version: string;
  /** Seconds since 1970; `null` where none is stated (Rekor v2). True only with a promise. */
  readonly integratedTime: number | null;
  /** The log's signature over body, time and index (Rekor v1). */
  readonly promise: Buffer | null;
  readonly proof: InclusionProof;
  /** The canonical JSON that the log holds. */
  readonly body: Buffer;
}

/**
 * Whether the entry is one of a Rekor v2 log: such a log states no time, so that a timestamp has to come with it.
 * (`intoto` 0.0.2 is a type of Rekor v1.)
 */
export const isRekorV2 = (entry: TransparencyEntry): boolean =>
  entry.version === '0.0.2' && (entry.kind === 'dsse' || entry.kind === 'hashedrekord');

const HASH_BYTES = 32;

/** Reads one or more entries; an inclusion proof with its checkpoint is asked of every one, whatever its log. */
export function readEntries(
  shape: ShapeReader,
  value: JsonValue | undefined,
  path: string,
): readonly TransparencyEntry[] {
  const list = shape.array(value, path, MOST_ENTRIES);
  if (Array.isArray(value) && list.length === 0) shape.note(path, 'is empty');
  return list.map((entry, index) => readEntry(shape, entry, `${path}[${index}]`));
}

function readEntry(shape: ShapeReader, value: JsonValue, path: string): TransparencyEntry {
  const entry = shape.object(value, path);
  const kind = shape.object(memberOf(entry, 'kindVersion'), `${path}.kindVersion`);
  const logId = shape.object(memberOf(entry, 'logId'), `${path}.logId`);
  const time = memberOf(entry, 'integratedTime');
  const promise = memberOf(entry, 'inclusionPromise');
  const seconds = isAbsent(time) ? 0 : shape.count(time, `${path}.integratedTime`);
  return {
    logId: readHash(shape, memberOf(logId, 'keyId'), `${path}.logId.keyId`),
    logIndex: shape.count(memberOf(entry, 'logIndex') ?? 0, `${path}.logIndex`), // proto3 leaves a zero out
    kind: shape.text(memberOf(kind, 'kind'), `${path}.kindVersion.kind`),
    version: shape.text(memberOf(kind, 'version'), `${path}.kindVersion.version`),
    integratedTime: seconds === 0 ? null : seconds,
    promise: isAbsent(promise) ? null : readPromise(shape, promise, `${path}.inclusionPromise`),
    proof: readProof(shape, memberOf(entry, 'inclusionProof'), `${path}.inclusionProof`),
    body: shape.bytes(memberOf(entry, 'canonicalizedBody'), `${path}.canonicalizedBody`),
  };
}

function readPromise(shape: ShapeReader, value: JsonValue | undefined, path: string): Buffer {
  const promise = shape.object(value, path);
  return shape.bytes(memberOf(promise, 'signedEntryTimestamp'), `${path}.signedEntryTimestamp`);
}

function readProof(shape: ShapeReader, value: JsonValue | undefined, path: string): InclusionProof {
  const proof = shape.object(value, path);
  const checkpoint = shape.object(memberOf(proof, 'checkpoint'), `${path}.checkpoint`);
  const hashes = memberOf(proof, 'hashes') ?? []; // proto3 leaves an empty list out
  return {
    logIndex: shape.count(memberOf(proof, 'logIndex') ?? 0, `${path}.logIndex`),
    treeSize: shape.count(memberOf(proof, 'treeSize'), `${path}.treeSize`),
    rootHash: readHash(shape, memberOf(proof, 'rootHash'), `${path}.rootHash`),
    hashes: shape
      .array(hashes, `${path}.hashes`, MOST_PROOF_HASHES)
      .map((hash, index) => readHash(shape, hash, `${path}.hashes[${index}]`)),
    checkpoint: readCheckpoint(shape, memberOf(checkpoint, 'envelope'), `${path}.checkpoint.envelope`),
  };
}

function readHash(shape: ShapeReader, value: JsonValue | undefined, path: string): Buffer {
  const hash = shape.bytes(value, path);
  if (hash.length !== HASH_BYTES) shape.note(path, `has not ${HASH_BYTES} bytes`);
  return hash;
}

function readCheckpoint(shape: ShapeReader, value: JsonValue | undefined, path: string): string {
  const checkpoint = shape.text(value, path);
  if (checkpoint.length > LARGEST_CHECKPOINT)
    shape.note(path, `has more than ${LARGEST_CHECKPOINT} characters`);
  return checkpoint;
}

const isAbsent = (value: JsonValue | undefined): boolean => value === undefined || value === null;
