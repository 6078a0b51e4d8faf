import { BUILT_IN, type Origin } from './origin.ts';

/** Where a trust root comes from. */
export type TrustSource =
  | { readonly kind: 'public-good'; readonly name: 'public-good'; readonly origin: Origin }
  | {
      readonly kind: 'file';
      readonly name: string;
      /** Absolute path of a `trusted_root.json`. */
      readonly path: string;
      readonly origin: Origin;
    }
  | {
      readonly kind: 'tuf';
      readonly name: string;
      /** Address of the repository. */
      readonly mirror: string;
      /** Absolute path of the `root.json` that trust begins with. */
      readonly rootPath: string;
      readonly origin: Origin;
    };

/** The Sigstore that everybody may use; its root comes with the program. */
export const PUBLIC_GOOD: TrustSource = { kind: 'public-good', name: 'public-good', origin: BUILT_IN };

/** Whether two sources are one and the same. */
export function isSameSource(one: TrustSource, other: TrustSource): boolean {
  if (one.kind === 'file' && other.kind === 'file') return one.path === other.path;
  if (one.kind === 'tuf' && other.kind === 'tuf')
    return one.mirror === other.mirror && one.rootPath === other.rootPath;
  return one.kind === other.kind;
}
