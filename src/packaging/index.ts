/**
 * Pure parsers of the PyPA specifications: names, versions and their ranges, specifiers, markers, requirements, tags,
 * filenames, RECORD, core metadata, the simple index's JSON and requirements files.
 *
 * Refuses to know: where a text came from, and what is done with the value. No parser here reads a file, a clock or an
 * environment variable; each takes text (or plain facts) and gives a value or a SafeInstallError.
 */
export { parseSha256, type Sha256 } from './digest.ts';
