/**
 * Transparent use: small programs and shell functions that stand in front of pip, Python and uv, so that what installs
 * packages goes through safe-install and everything else does not.
 *
 * Refuses to know: what becomes of a command line once it is ours. It decides with a few lines of shell, since a process
 * of Node in front of every `python` would be felt.
 */
export { pythonOfPip } from './pip-python.ts';
export { withoutShims } from './search-path.ts';
export { isShell, SHELLS, type Shell } from './shell.ts';
export { type InstalledShims, removeShims, type Started, writeShims } from './shim-folder.ts';
export { addToStartFile, handWrittenLines, removeFromStartFile, startFiles } from './start-files.ts';
export { targetOfUv } from './uv-python.ts';
