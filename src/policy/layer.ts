import type { SafeInstallError } from '../errors/index.ts';
import type { Origin } from './origin.ts';
import type { IndexRule, Rule, Waiver } from './rule.ts';
import type { StatedSettings } from './settings.ts';
import type { TrustSource } from './trust-source.ts';

/** Who speaks, from the least specific to the nearest. */
export type LayerKind = 'organisation' | 'user' | 'project' | 'command line';

/** What one file, or the command line, says; nothing is filled in. */
export interface PolicyLayer {
  readonly kind: LayerKind;
  /** The beginning of the file: where what it does not say would be said. */
  readonly origin: Origin;
  readonly settings: Partial<StatedSettings>;
  /** Laid over the settings with `--ci`. */
  readonly ci: Partial<StatedSettings>;
  readonly indexes: readonly IndexRule[];
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** Instead of the public-good root. */
  readonly root: TrustSource | null;
  /** By the names that rules call them. */
  readonly namedRoots: ReadonlyMap<string, TrustSource>;
  /** What the file's author may not have meant. */
  readonly warnings: readonly SafeInstallError[];
}
