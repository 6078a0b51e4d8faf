/** Where the rooms report what they do; `cli/` decides what of it is shown, and how. */
export interface Log {
  /** For `-vv`: requests, cache hits, decisions. */
  debug(message: string): void;
  /** For `-v`: what happened, a line each. */
  info(message: string): void;
  /** Always shown unless `-qq`; one sentence, no final period. */
  warn(message: string): void;
}

/** The stages that a person waits for, in their order. */
export type Phase = 'resolving' | 'downloading' | 'checking' | 'building' | 'installing';

/** The one progress line: how far a stage is; totals may grow while it runs. */
export interface Progress {
  update(
    phase: Phase,
    state: {
      readonly done: number;
      readonly total?: number;
      readonly bytes?: number;
      readonly detail?: string;
    },
  ): void;
}

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {} };
export const silentProgress: Progress = { update: () => {} };
