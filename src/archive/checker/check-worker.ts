import { Worker } from 'node:worker_threads';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from '../checked-archive.ts';
import type { ReadingPlace } from './keep-reading.ts';
import { type CheckAnswer, fromAnswer, toRequest } from './messages.ts';

interface Job {
  readonly resolve: (checked: CheckedArchive | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread with its jobs. It keeps the process alive only while it has any. */
export class CheckWorker {
  readonly #worker: Worker;
  readonly #jobs = new Map<number, Job>();
  #nextId = 0;
  #isBroken = false;

  constructor(url: URL) {
    this.#worker = new Worker(url);
    this.#worker.unref();
    this.#worker.on('message', (answer: CheckAnswer) => this.#settle(answer));
    this.#worker.on('error', () => this.#giveUp());
    this.#worker.on('exit', () => this.#giveUp());
  }

  /** It has ended or did not start; give it nothing more. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Archives that it has, the one that it reads among them. */
  get backlog(): number {
    return this.#jobs.size;
  }

  /**
   * @param place where it is to keep its report.
   * @returns `undefined` when the worker broke: that says nothing about the archive, which has to be checked elsewhere.
   * @throws SafeInstallError (or SafeInstallErrors) why the file is refused.
   */
  check(
    subject: ArchiveSubject,
    options: CheckOptions,
    place: ReadingPlace | undefined,
  ): Promise<CheckedArchive | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#isBroken) {
        resolve(undefined);
        return;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      this.#jobs.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(toRequest(id, subject, options, place));
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: CheckAnswer): void {
    const job = this.#jobs.get(answer.id);
    this.#jobs.delete(answer.id);
    if (this.#jobs.size === 0) this.#worker.unref();
    try {
      job?.resolve(answer.kind === 'broken' ? undefined : fromAnswer(answer));
    } catch (error) {
      job?.reject(error);
    }
  }

  #giveUp(): void {
    this.#isBroken = true;
    for (const job of this.#jobs.values()) job.resolve(undefined);
    this.#jobs.clear();
  }
}
