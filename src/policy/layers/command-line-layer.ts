import type { PolicyLayer } from '../layer.ts';
import { sourceOrigin } from '../origin.ts';
import type { Settings, StatedSettings } from '../settings.ts';
import type { TrustSource } from '../trust-source.ts';

/** What options (or variables) say, each with where it was said: `command line`, `SAFE_INSTALL_PROVENANCE`. */
export type OptionSettings = {
  readonly [Name in keyof Settings]?: { readonly value: Settings[Name]; readonly origin: string };
};

/**
 * The nearest layer: what is said for this run.
 *
 * @param root of `--trusted-root`.
 */
export function commandLineLayer(options: OptionSettings, root: TrustSource | null = null): PolicyLayer {
  const settings = Object.entries(options).map(([name, { value, origin }]) => [
    name,
    { value, origin: sourceOrigin(origin) },
  ]);
  return {
    kind: 'command line',
    origin: sourceOrigin('command line'),
    settings: Object.fromEntries(settings) as Partial<StatedSettings>,
    ci: {},
    indexes: [],
    rules: [],
    waivers: [],
    root,
    namedRoots: new Map(),
    warnings: [],
  };
}
