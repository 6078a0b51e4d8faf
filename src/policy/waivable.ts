import { REASONS, type ReasonCode } from '../errors/index.ts';

/**
 * Families of checks that somebody may answer for with a waiver: they say that a file is not as its publisher should have
 * made it, or not proven to be his. Digests are what a waiver itself is bound to; and what two programs read in two ways
 * (an archive, metadata), nobody can answer for.
 */
const FAMILIES: ReadonlySet<string> = new Set([
  'record',
  'provenance',
  'bundle',
  'sigstore',
  'statement',
  'identity',
  'source',
  'age',
]);

const familyOf = (code: string): string => code.slice(0, code.indexOf('.'));

/** The reason codes that a waiver may name. */
export const WAIVABLE_CHECKS: readonly ReasonCode[] = (Object.keys(REASONS) as ReasonCode[]).filter((code) =>
  FAMILIES.has(familyOf(code)),
);
