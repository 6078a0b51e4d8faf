/** Set by the build (`scripts/build.mjs`), which digests the bundled code of the worker thread. */
declare const STRICT_READING_DIGEST: string | undefined;

/**
 * Digest of the very code that reads archives strictly, libraries included; `null` where the sources themselves are run,
 * and nobody has looked at all of them. An answer that other code gave is never taken for its own.
 */
export const CHECKER_DIGEST: string | null =
  typeof STRICT_READING_DIGEST === 'string' ? STRICT_READING_DIGEST : null;
