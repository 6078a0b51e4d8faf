import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work in one go: what waits for a program or the network meanwhile has some twenty turns to take. */
const LONGEST_GO = 5;

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
