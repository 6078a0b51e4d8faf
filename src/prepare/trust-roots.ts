import type { TrustSource as RootSource, Trust, TrustRoot } from '../attestation/index.ts';
import type { HttpClient } from '../platform/index.ts';
import type { TrustSource } from '../policy/index.ts';
import type { Doors } from './doors.ts';
import { inOneLine } from './governance.ts';

type TrustRootDoors = Pick<Doors, 'clock' | 'folders' | 'log'>;

/** The trust roots of a run: each is loaded when first asked for, and once. */
export class TrustRoots {
  readonly #http: Pick<HttpClient, 'fetchBytes'>;
  readonly #mode: 'daily' | 'never';
  readonly #doors: TrustRootDoors;
  readonly #loading = new Map<TrustSource, Promise<Trust>>();
  readonly #loaded: Trust[] = [];

  constructor(http: Pick<HttpClient, 'fetchBytes'>, mode: 'daily' | 'never', doors: TrustRootDoors) {
    this.#http = http;
    this.#mode = mode;
    this.#doors = doors;
  }

  /** Those that were needed, in the order in which they came. */
  get loaded(): readonly Trust[] {
    return this.#loaded;
  }

  /** Begins to load a root that will be needed; a failure is told to whoever needs it. */
  begin(source: TrustSource): void {
    this.#load(source).catch(() => {});
  }

  /** @throws SafeInstallError `trust.*`. */
  async rootOf(source: TrustSource): Promise<TrustRoot> {
    return (await this.#load(source)).root;
  }

  #load(source: TrustSource): Promise<Trust> {
    const known = this.#loading.get(source);
    if (known !== undefined) return known;
    const loading = this.#loadNow(source);
    this.#loading.set(source, loading);
    return loading;
  }

  async #loadNow(source: TrustSource): Promise<Trust> {
    const { loadTrust } = await import('../attestation/index.ts');
    const { clock, folders, log } = this.#doors;
    const trust = await loadTrust(trustSourceOf(source), this.#mode, {
      http: this.#http,
      clock,
      stateFolder: folders.state,
    });
    this.#loaded.push(trust);
    if (trust.problem !== null)
      log.warn(
        `the trust root "${source.name}" was not refreshed, and ${ageOf(trust)} is used: ${inOneLine(trust.problem)}`,
      );
    return trust;
  }
}

const ageOf = ({ refreshedAt }: Trust): string =>
  refreshedAt === null ? 'the one of this program' : `the one of ${refreshedAt.toISOString().slice(0, 10)}`;

/** What a policy says of a root, in the words of `attestation/`. */
export function trustSourceOf(source: TrustSource): RootSource {
  switch (source.kind) {
    case 'public-good':
      return { kind: 'public-good' };
    case 'file':
      return { kind: 'file', path: source.path, name: source.name };
    case 'tuf':
      return { kind: 'tuf', mirror: source.mirror, root: source.rootPath, name: source.name };
  }
}
