/**
 * What the target Python is, and what is installed in it.
 *
 * Refuses to know: indexes, resolution, and how anything gets installed. A Python is started once, isolated, and tells
 * plain facts; everything else is computed from them and read from folders.
 */
export { findInterpreter, type InterpreterRequest } from './find-interpreter.ts';
export { type EntryName, parseEntryName } from './info-name.ts';
export { type InfoKind, InstalledDistribution } from './installed-distribution.ts';
export { type InstalledPip, type Interpreter, pathsUnder } from './interpreter.ts';
export { listInstalled } from './list-installed.ts';
export type { InstallPaths } from './probe-answer.ts';
