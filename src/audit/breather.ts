import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work in one go: a Ctrl-C is noticed as fast as a person can tell. */
const LONGEST_GO = 30;

/** Lets others have their turn now and then in a long piece of synchronous work, and ends it when the user wants that. */
export class Breather {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** @throws the signal's reason */
  async breathe(): Promise<void> {
    this.#signal.throwIfAborted();
    if (performance.now() - this.#since < LONGEST_GO) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
