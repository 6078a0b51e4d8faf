import { SafeInstallError } from '../../errors/index.ts';
import type { TransparencyEntry } from '../evidence/transparency-entry.ts';
import { decodeBase64 } from '../json/base64.ts';

/** What a log has signed about its tree. */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  readonly treeSize: number;
  /** 32 bytes. */
  readonly rootHash: Buffer;
}

/** Between the text of a signed note and its signatures. */
const SEPARATOR = '\n\n';

const SIZE = /^(?:0|[1-9][0-9]{0,15})$/u;

/**
 * Reads the checkpoint of an entry and holds the entry's own copies of size and root against it. Verifiers differ in
 * which of the two they use, so that an entry whose copies disagree is verified by one and refused by another.
 *
 * @throws SafeInstallError `sigstore.tlog`.
 * @see https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md
 */
export function checkCheckpoint(entry: TransparencyEntry): Checkpoint {
  const { proof } = entry;
  const checkpoint = parseCheckpoint(proof.checkpoint);
  if (checkpoint.treeSize !== proof.treeSize)
    throw refusal(`states the size ${proof.treeSize}, and its signed checkpoint ${checkpoint.treeSize}`);
  if (!checkpoint.rootHash.equals(proof.rootHash))
    throw refusal('states another root hash than its signed checkpoint');
  return checkpoint;
}

function parseCheckpoint(envelope: string): Checkpoint {
  if (!envelope.includes(SEPARATOR)) throw refusal('has a checkpoint without signatures');
  const [origin, size, root] = envelope.split('\n'); // none of them is empty: they stand before the separator
  if (origin === undefined || origin === '') throw refusal('has a checkpoint without the name of its log');
  if (size === undefined || !SIZE.test(size)) throw refusal('has a checkpoint without the size of its tree');
  const rootHash = root === undefined ? undefined : decodeBase64(root);
  if (rootHash?.length !== 32) throw refusal('has a checkpoint without a root hash');
  return { origin, treeSize: Number(size), rootHash };
}

const refusal = (message: string): SafeInstallError =>
  new SafeInstallError({ code: 'sigstore.tlog', message: `the transparency entry ${message}` });
