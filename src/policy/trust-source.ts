import { BUILT_IN, type Origin, sourceOrigin } from './origin.ts';

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

/** The root in a `trusted_root.json` that the command line names. */
export const rootOfFile = (path: string): TrustSource => ({
  kind: 'file',
  name: path,
  path,
  origin: sourceOrigin('--trusted-root'),
});

/** Whether two sources are one and the same, wherever they were stated. */
export const isSameSource = (one: TrustSource, other: TrustSource): boolean =>
  placeOf(one) === placeOf(other);

function placeOf(source: TrustSource): string {
  switch (source.kind) {
    case 'public-good':
      return source.kind;
    case 'file':
      return JSON.stringify([source.kind, source.path]);
    case 'tuf':
      return JSON.stringify([source.kind, source.mirror, source.rootPath]);
  }
}
