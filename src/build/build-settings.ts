import type { Installer } from '../installers/index.ts';
import type { Interpreter } from '../interpreter/index.ts';
import type { Progress } from '../platform/index.ts';
import type { EnvironmentDoors } from './build-environment.ts';
import type { BuildGate } from './gate.ts';

/** What a build needs of the world. */
export interface BuildDoors extends EnvironmentDoors {
  readonly progress: Progress;
  /** Where the private folder of each build is made; the system's own place without it. */
  readonly temporaryFolder?: string;
}

/** How builds are made. */
export interface BuildSettings {
  /** What is built for, and with. */
  readonly interpreter: Interpreter;
  readonly installer: Installer;
  readonly gate: BuildGate;
  /** `shared` is `--no-build-isolation`: hooks run in the target itself, with what is installed there. */
  readonly isolation: 'isolated' | 'shared';
  /** `--check-build-dependencies` */
  readonly checkDependencies: boolean;
  /** Whether the user sees what backends print. */
  readonly isShown: boolean;
  /** Milliseconds for one hook; four hours without it. */
  readonly timeLimit?: number;
}

/** `KEY=VALUE` of `--config-settings`, in their order. */
export type ConfigSettings = readonly (readonly [key: string, value: string])[];

/** `config_settings` as a hook gets them (PEP 517): a key that is repeated has a list, as with pip. */
export function toHookSettings(
  settings: ConfigSettings,
): Readonly<Record<string, string | readonly string[]>> | null {
  if (settings.length === 0) return null;
  const all = new Map<string, readonly string[]>();
  for (const [key, value] of settings) all.set(key, [...(all.get(key) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
