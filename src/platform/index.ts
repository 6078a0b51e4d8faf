/**
 * The only doors to the world: programs, files, the clock, the log and HTTP.
 *
 * Refuses to know: Python, packages, indexes. Everything here is about bytes, processes and time.
 */
export { unlessAborted } from './abort.ts';
export { type Clock, systemClock } from './clock.ts';
export { isErrno } from './errno.ts';
export { type Exec, type ExecOptions, type ExecResult, execProgram } from './exec.ts';
export { dataFolder, type Environment, type UserFolders, userFolders } from './folders.ts';
export {
  appendToFile,
  copyFileAtomic,
  digestOfFile,
  isOwnedByAnother,
  kindOfPath,
  listFolder,
  makePrivateFolder,
  makeTemporaryFolder,
  pathExists,
  readFileCapped,
  readPieces,
  removeAside,
  removePath,
  toDiskError,
  toFolderError,
  writeFileAtomic,
} from './fs.ts';
export {
  type Authorize,
  type BytesResponse,
  basicOf,
  createHttpClient,
  type HttpClient,
  type HttpOptions,
  isSecureOrigin,
  parseContentRange,
  type ResponseHead,
  warmUp,
} from './http/index.ts';
export { type Log, type Phase, type Progress, silentLog, silentProgress } from './log.ts';
export { makeFolders } from './make-folders.ts';
export { readOwnFile, withFolder, writeFully, writeOwnFile } from './own-files.ts';
export { sweepAbandoned } from './sweep.ts';
export { untilIdle } from './until-idle.ts';
export { type NetworkWatch, watchNetwork } from './watch-network.ts';
export { findWorkerUrl } from './worker-url.ts';
