import { isAbsolute } from 'node:path/posix';
import { REASONS, type SafeInstallError } from '../../errors/index.ts';
import type { Place } from '../facts/place.ts';
import { sarifResults } from './sarif-results.ts';
import { sarifRules } from './sarif-rules.ts';

/** One thing that a run has found. */
export interface Finding {
  readonly error: SafeInstallError;
  /** `waived`: somebody answers for it, with a reason. */
  readonly weight: 'error' | 'warning' | 'waived';
  /** Why it was waived; `null` for the others. */
  readonly waivedBecause: string | null;
  /** `acme==1.4.0`; `null` where it is about no distribution. */
  readonly release: string | null;
  /** The file's name; likewise. */
  readonly filename: string | null;
  /** The requirements of the user's that lead to it. */
  readonly requirements: readonly string[];
  readonly place: Place | null;
}

/** A run, and what it has found. */
export interface SarifRun {
  /** Of safe-install. */
  readonly version: string;
  readonly endedAt: Date;
  readonly findings: readonly Finding[];
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * A SARIF 2.1.0 log with one run: a rule for each reason code that was met, a result for each finding.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 */
export function toSarif({ version, endedAt, findings }: SarifRun): Record<string, unknown> {
  const codes = [...new Set(findings.map(({ error }) => error.code))].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'safe-install', semanticVersion: version, version, rules: sarifRules(codes) },
        },
        automationDetails: { id: 'safe-install/' },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: findings.every(isAnswer), endTimeUtc: endedAt.toISOString() }],
        results: sarifResults(findings, codes),
      },
    ],
  };
}

/** A refusal is an answer; what could not be looked at is none. */
const isAnswer = ({ error, weight }: Finding): boolean =>
  weight !== 'error' || REASONS[error.code].outcome === 'refused';

/** A path as the reference of a URI: relative to the root of the sources, unless it is absolute. */
export function uriOf(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  const path = file.split('/').map(encodeURIComponent).join('/');
  if (isAbsolute(file)) return { uri: `file://${path}` };
  if (/^[A-Za-z]:\//.test(file))
    return { uri: `file:///${file.slice(0, 2)}${path.slice(path.indexOf('/'))}` };
  return { uri: path.startsWith('./') ? path.slice(2) : path, uriBaseId: '%SRCROOT%' };
}
