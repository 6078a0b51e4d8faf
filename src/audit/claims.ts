import type { RecordEntry } from '../packaging/index.ts';
import type { AuditedDistribution } from './distribution.ts';
import type { Findings } from './findings.ts';
import { locate, type Place } from './place.ts';

/** A line of a RECORD, with the distribution whose RECORD it is. */
export interface Claim {
  readonly distribution: AuditedDistribution;
  readonly entry: RecordEntry;
}

/** Everything that the RECORDs of a place list. */
export interface Claims {
  /** By path relative to the place. */
  readonly inside: ReadonlyMap<string, readonly Claim[]>;
  /** By absolute path: scripts and data, elsewhere below the prefix. */
  readonly beside: ReadonlyMap<string, readonly Claim[]>;
}

/** Sorts the lines of RECORDs by the path that they name; those that leave the environment are told, and left. */
export function collectClaims(
  place: Place,
  distributions: readonly AuditedDistribution[],
  findings: Findings,
): Claims {
  const inside = new Map<string, Claim[]>();
  const beside = new Map<string, Claim[]>();
  for (const distribution of distributions) {
    for (const entry of distribution.record ?? []) {
      const location = locate(place, entry.path);
      if (location.kind === 'outside') findings.add('audit.outside', distribution.label, entry.path);
      else add(location.kind === 'inside' ? inside : beside, location.path, { distribution, entry });
    }
  }
  return { inside, beside };
}

function add(claims: Map<string, Claim[]>, path: string, claim: Claim): void {
  const known = claims.get(path);
  if (known === undefined) claims.set(path, [claim]);
  else known.push(claim);
}
