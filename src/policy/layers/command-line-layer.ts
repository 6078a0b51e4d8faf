import type { PolicyLayer } from '../layer.ts';
import { sourceOrigin } from '../origin.ts';
import type { Settings, StatedSettings } from '../settings.ts';

/** What options (or variables) say, each with where it was said: `command line`, `SAFE_INSTALL_PROVENANCE`. */
export type OptionSettings = {
  readonly [Name in keyof Settings]?: { readonly value: Settings[Name]; readonly origin: string };
};

/** The nearest layer: what is said for this run. */
export function commandLineLayer(options: OptionSettings): PolicyLayer {
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
    root: null,
    namedRoots: new Map(),
    warnings: [],
  };
}
