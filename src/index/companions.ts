import { isNormalizedName, type NormalizedName } from '../packaging/index.ts';
import type { IndexConfig } from './config.ts';
import { type DiskCache, sha256Of } from './disk-cache.ts';

const FOLDER = 'companions-1';

const DIGEST_LENGTH = 64;

/** Names that are asked for ahead of time at most. The largest known set of dependencies has some 600. */
const MAX_NAMES = 1000;

/** Bytes of an entry: {@link MAX_NAMES} of the longest names. */
const MAX_ENTRY_BYTES = 256 * 1024;

/**
 * Which projects a run asked for after its first one, so that the next run with the same first one and the same sources
 * can ask for all of them at once. Which dependency has which is otherwise found out one round trip after the other: the
 * listings of the 91 projects of jupyterlab take 0.3 s at once, and 0.9 s as the resolver comes to them.
 *
 * A wrong answer costs a request that nobody needed, and is corrected by that run.
 */
export class Companions {
  readonly #disk: DiskCache;
  readonly #sources: string;

  constructor(disk: DiskCache, config: Pick<IndexConfig, 'indexes' | 'pins' | 'strategy'>) {
    this.#disk = disk;
    // no name is told to an index that was not asked for it before
    const pinned = config.pins.indexes;
    const sources = [config.strategy, config.indexes.map(withoutCredentials), pinned.map(withoutCredentials)];
    this.#sources = JSON.stringify(sources);
  }

  /** The others, in the order in which they were asked for. */
  async of(first: NormalizedName): Promise<readonly NormalizedName[]> {
    const entry = await this.#disk.read(this.#nameOf(first), MAX_ENTRY_BYTES);
    if (entry === undefined) return [];
    const rest = entry.subarray(DIGEST_LENGTH);
    // against half-written or rotten files
    if (entry.toString('latin1', 0, DIGEST_LENGTH) !== sha256Of(rest)) return [];
    return rest.toString('latin1').split('\n').slice(0, MAX_NAMES).filter(isNormalizedName);
  }

  remember(first: NormalizedName, others: readonly NormalizedName[]): void {
    const text = others.slice(0, MAX_NAMES).join('\n');
    this.#disk.write(this.#nameOf(first), text.length, () =>
      Buffer.from(`${sha256Of(text)}${text}`, 'latin1'),
    );
  }

  #nameOf(first: NormalizedName): string {
    return `${FOLDER}/${sha256Of(`${this.#sources}\n${first}`)}`;
  }
}

/** The name of a file tells nobody a password, however often it is guessed. */
function withoutCredentials(index: string): string {
  if (!URL.canParse(index)) return index;
  const url = new URL(index);
  url.username = '';
  url.password = '';
  return url.href;
}
