/** The stages of a run, for `SAFE_INSTALL_TIMINGS=1`. */
export type Stage = 'start' | 'resolve' | 'download' | 'build' | 'install' | 'installed-check';

/** Milliseconds that each stage of a run took. Downloads and readings begin while the resolver still works. */
export class Stopwatch {
  readonly #taken = new Map<Stage, number>();

  /** Runs a stage and remembers how long it took. */
  async time<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    const begin = performance.now();
    try {
      return await work();
    } finally {
      this.#taken.set(stage, (this.#taken.get(stage) ?? 0) + performance.now() - begin);
    }
  }

  /** Whole milliseconds by stage. */
  get timings(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#taken].map(([stage, taken]) => [stage, Math.round(taken)]));
  }
}
