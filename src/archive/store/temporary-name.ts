import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isErrno } from '../../platform/index.ts';

/** A process that writes touches its file all the time: no time limit of a download is longer. */
const QUIET_MS = 60 * 60 * 1000;

/** After this long a file is nobody's, whoever wrote it: process numbers are used again, other machines do not answer. */
const FORGOTTEN_MS = 7 * 24 * QUIET_MS;

const NAME = /^([0-9a-f]{8})-([1-9][0-9]{0,9})-[0-9a-f]{16}\.part$/;

/** Not the name itself: it may hold any character. */
const thisHost = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A name for a file that is being written: which machine and process writes it, and something that no other has. */
export const temporaryName = (): string =>
  `${thisHost()}-${process.pid}-${randomBytes(8).toString('hex')}.part`;

/**
 * Whether a temporary file has been left behind by a process that was killed.
 *
 * @param quietFor milliseconds since it was last written to.
 */
export function isAbandoned(name: string, quietFor: number): boolean {
  if (quietFor > FORGOTTEN_MS) return true;
  const match = NAME.exec(name);
  // two machines, or two containers, may share the folder: only of our own do we know which processes run
  if (quietFor <= QUIET_MS || match === null || match[1] !== thisHost()) return false;
  return !isRunning(Number(match[2]));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return !isErrno(error, 'ESRCH');
  }
}
