import { join } from 'node:path';
import { printable, redactUrl, SafeInstallError } from '../../errors/index.ts';
import {
  type HttpClient,
  makePrivateFolder,
  makeTemporaryFolder,
  readFileCapped,
  removePath,
  writeFileAtomic,
} from '../../platform/index.ts';
import type { TufFetcher } from './tuf-fetcher.ts';
import { ROLES, type TufMetadata } from './tuf-metadata.ts';

/** What a refresh brings: metadata that verifies, and the trusted root that it vouches for. */
export interface Refreshed {
  readonly metadata: TufMetadata;
  /** Text of the `trusted_root.json`. */
  readonly trustedRoot: string;
}

export interface RefreshOptions {
  /** URL of the repository. */
  readonly mirror: string;
  /** What is known of it; its root is what trust grows from. */
  readonly metadata: TufMetadata;
  readonly http: Pick<HttpClient, 'fetchBytes'>;
  /** Milliseconds for the whole of it. */
  readonly limit: number;
}

const TARGET = 'trusted_root.json';

/** Bytes of one file of metadata; the public good's largest has 10 KB. */
const LARGEST_METADATA = 4 * 1024 * 1024;

/** Roots that are walked through in one refresh; a repository writes about two a year. */
const MOST_ROTATIONS = 64;

/**
 * Follows a TUF repository to its newest trusted root, by the client workflow of the TUF specification (section 5).
 *
 * The client keeps its state in files that it overwrites one by one; it works in a folder of its own here, so that a run
 * that is killed leaves nothing half done.
 *
 * @throws SafeInstallError `trust.unreachable` when the repository does not answer, `trust.tuf` when what it says does not
 * verify (which is what an attacker on the way achieves at most).
 */
export async function refreshThroughTuf(options: RefreshOptions): Promise<Refreshed> {
  const { createTufFetcher } = await import('./tuf-fetcher.ts'); // late: only a refresh needs the client
  const folder = await makeTemporaryFolder('safe-install-tuf-');
  const fetcher = createTufFetcher(options.http, folder, AbortSignal.timeout(options.limit));
  try {
    for (const role of ROLES) {
      const text = options.metadata[role];
      if (text !== undefined) await writeFileAtomic(join(folder, `${role}.json`), text);
    }
    const trustedRoot = await follow(folder, options.mirror, fetcher);
    return { metadata: await readMetadata(folder), trustedRoot };
  } catch (error) {
    throw toTrustError(error, fetcher.failure(), options.mirror);
  } finally {
    await removePath(folder);
  }
}

/** Refreshes the metadata in `folder`, and returns the text of the target that it vouches for. */
async function follow(folder: string, mirror: string, fetcher: TufFetcher): Promise<string> {
  const { Updater } = await import('tuf-js');
  const targets = join(folder, 'targets');
  await makePrivateFolder(targets);
  const base = mirror.replace(/\/$/u, '');
  const updater = new Updater({
    metadataDir: folder,
    metadataBaseUrl: base,
    targetDir: targets,
    targetBaseUrl: `${base}/targets`,
    fetcher,
    config: { maxRootRotations: MOST_ROTATIONS },
  });
  await updater.refresh();
  const target = await updater.getTargetInfo(TARGET);
  if (target === undefined) throw new Error(`it has no target ${TARGET}`);
  const path = await updater.downloadTarget(target, join(targets, TARGET));
  const text = await readFileCapped(path, LARGEST_METADATA);
  return text?.toString('utf8') ?? '';
}

async function readMetadata(folder: string): Promise<TufMetadata> {
  const texts: Record<string, string> = {};
  for (const role of ROLES) {
    const text = await readFileCapped(join(folder, `${role}.json`), LARGEST_METADATA);
    if (text !== undefined) texts[role] = text.toString('utf8');
  }
  return { root: '', ...texts };
}

/** A failure of the network, or the client's refusal of what it was sent. */
function toTrustError(error: unknown, failure: unknown, mirror: string): SafeInstallError {
  const network = failure === undefined ? undefined : messageOf(failure);
  return new SafeInstallError({
    code: network === undefined ? 'trust.tuf' : 'trust.unreachable',
    message: network ?? `what the repository sent does not verify (${messageOf(error)})`,
    subject: redactUrl(mirror),
    cause: failure ?? error,
  });
}

const messageOf = (error: unknown): string =>
  printable(error instanceof Error ? error.message : String(error), 200);
