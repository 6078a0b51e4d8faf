/** Entry of a thread: reads the files that it is asked for, list by list. */
import { parentPort } from 'node:worker_threads';
import { type FileRequest, readFile } from './read-file.ts';

parentPort?.on('message', (requests: readonly FileRequest[]) =>
  parentPort?.postMessage(requests.map(readFile)),
);
