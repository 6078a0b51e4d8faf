import { SafeInstallError } from '../../errors/index.ts';

/** The public-good Sigstore as the TUF client's own package carries it: enough to verify offline, and to refresh from. */
export interface EmbeddedRoot {
  /** Where newer metadata comes from. */
  readonly mirror: string;
  /** Text of TUF's `root.json`, from which trust in newer metadata grows. */
  readonly tufRoot: string;
  /** Text of the `trusted_root.json`. */
  readonly trustedRoot: string;
}

interface Seed {
  readonly 'root.json': string;
  readonly targets: Readonly<Record<string, string>>;
}

/**
 * Reads the seeds of `@sigstore/tuf`: data only, none of its code is loaded. In a bundle they are a chunk of their own.
 */
export async function loadEmbeddedRoot(): Promise<EmbeddedRoot> {
  const { default: seeds } = await import('@sigstore/tuf/seeds.json', { with: { type: 'json' } });
  for (const [mirror, seed] of Object.entries(seeds as Readonly<Record<string, Seed>>)) {
    const trustedRoot = seed.targets['trusted_root.json'];
    if (trustedRoot !== undefined)
      return { mirror, tufRoot: decode(seed['root.json']), trustedRoot: decode(trustedRoot) };
  }
  throw new SafeInstallError({ code: 'internal.bug', message: 'the embedded trust root is missing' });
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
