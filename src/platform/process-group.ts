import { isErrno } from './errno.ts';

/** When a process group is ended, and how. */
export interface GroupEnd {
  /** Milliseconds between SIGINT and SIGKILL. */
  readonly patience: number;
  /** Whether what the first process leaves behind is killed: when it has ended, and when this process ends. */
  readonly leavesNothing: boolean;
  /** Milliseconds after which the group is ended. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A program with all that it has started, as one thing that can be ended: as Ctrl-C ends what runs in the foreground of a
 * terminal, and for good when it takes too long about it. A backend that waits for its compiler does not hear SIGINT.
 */
export class ProcessGroup {
  readonly #id: number;
  readonly #end: GroupEnd;
  readonly #timers: NodeJS.Timeout[] = [];
  #isTimedOut = false;
  #isEnded = false;

  /** @param id of the first process, which began the group. */
  constructor(id: number, end: GroupEnd) {
    this.#id = id;
    this.#end = end;
    const { signal, timeout, leavesNothing } = end;
    if (signal?.aborted === true) this.#interrupt();
    signal?.addEventListener('abort', this.#interrupt, { once: true });
    if (timeout !== undefined)
      this.#timers.push(
        setTimeout(() => {
          this.#isTimedOut = true;
          this.#interrupt();
        }, timeout),
      );
    if (leavesNothing) process.once('exit', this.#kill);
  }

  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  /** To be called when the first process has ended. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#end.signal?.removeEventListener('abort', this.#interrupt);
    process.removeListener('exit', this.#kill);
    if (this.#end.leavesNothing || this.#isEnded) this.#kill();
  }

  readonly #interrupt = (): void => {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#send('SIGINT');
    this.#timers.push(setTimeout(this.#kill, this.#end.patience));
  };

  readonly #kill = (): void => this.#send('SIGKILL');

  #send(name: NodeJS.Signals): void {
    try {
      process.kill(-this.#id, name);
    } catch (error) {
      // all of it has ended; macOS says EPERM of a group whose processes wait to be collected
      if (!isErrno(error, 'ESRCH', 'EPERM')) throw error;
    }
  }
}
