/** Entry of a worker thread: checks the archives that it is sent, one after the other. */
import { parentPort } from 'node:worker_threads';
import { checkSubject } from './check-archive.ts';
import { keepReading } from './checker/keep-reading.ts';
import { type CheckAnswer, type CheckRequest, fromRequest, toAnswer, toFailure } from './checker/messages.ts';

async function answer(request: CheckRequest): Promise<CheckAnswer> {
  try {
    const { subject, options } = fromRequest(request);
    const report = await checkSubject(subject, options);
    if (request.place !== undefined) keepReading(request.place, report);
    return toAnswer(request.id, report);
  } catch (error) {
    return toFailure(request.id, error);
  }
}

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: CheckRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answer(request)));
});
