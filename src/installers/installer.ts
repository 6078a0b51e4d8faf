import type { Exec } from '../platform/index.ts';

/** A pip that can install into the target. */
export interface PipInstaller {
  readonly kind: 'pip';
  /** As it calls itself, such as `26.3`. */
  readonly version: string;
  readonly program: string;
  /** Words before `install`. */
  readonly words: readonly string[];
  /** A file whose path and modification time name this very pip. */
  readonly path: string;
  /** Folder or wheel that its package can be imported from; `null` where only its program is known. */
  readonly importPath: string | null;
  /** Whether it belongs to the target (`environment`), or works on it from outside. */
  readonly place: 'environment' | 'bundled' | 'outside';
}

/** A uv; it always works from outside. */
export interface UvInstaller {
  readonly kind: 'uv';
  readonly version: string;
  readonly program: string;
  readonly path: string;
}

export type Installer = PipInstaller | UvInstaller;

/** What finding and asking installers needs of the world. */
export interface InstallerDoors {
  readonly exec: Exec;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Milliseconds in which a program says its version or its help, on a machine that has much else to do. */
export const ANSWER_TIME = 60_000;
