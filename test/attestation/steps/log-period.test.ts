import { describe, expect, it } from 'vitest';
import { checkLogPeriods } from '../../../src/attestation/steps/log-period.ts';
import type { VerifiedTime } from '../../../src/attestation/steps/signatures.ts';
import type { CheckedEntry } from '../../../src/attestation/steps/transparency-entries.ts';
import type { TrustRoot } from '../../../src/attestation/trust/trust-root.ts';

const log = (id: string, start: string, end: string) => ({
  logID: Buffer.from(id),
  validFor: { start: new Date(start), end: new Date(end) },
});

const root = (...tlogs: readonly ReturnType<typeof log>[]) =>
  ({ material: { tlogs } }) as unknown as TrustRoot;

const entry = (id: string) =>
  ({ entry: { logId: Buffer.from(id) }, checkpoint: { origin: id } }) as unknown as CheckedEntry;

const at = (...days: readonly string[]) =>
  days.map((day) => ({ at: new Date(day) })) as unknown as readonly VerifiedTime[];

const OLD = log('old', '2020-01-01', '2022-01-01');
const NEW = log('new', '2022-01-01', '2030-01-01');

describe('checkLogPeriods', () => {
  it.each<[string, readonly CheckedEntry[], readonly VerifiedTime[]]>([
    ['while it was in use', [entry('old')], at('2021-01-01')],
    ['on its first day', [entry('old')], at('2020-01-01')],
    ['on its last', [entry('old')], at('2022-01-01')],
    ['of two logs, each while it was in use', [entry('old'), entry('new')], at('2022-01-01')],
  ])('believes a log %s', (_reason, entries, times) => {
    expect(() => checkLogPeriods(entries, times, root(OLD, NEW))).not.toThrow();
  });

  it.each<[string, readonly CheckedEntry[], readonly VerifiedTime[]]>([
    ['before it began', [entry('old')], at('2019-12-31')],
    ['after it was retired, though another one is in use', [entry('old')], at('2025-01-01')],
    ['that is not in use at one of two times', [entry('new')], at('2025-01-01', '2021-01-01')],
    ['beside one that is in use', [entry('new'), entry('old')], at('2025-01-01')],
    ['that the root does not know', [entry('other')], at('2021-01-01')],
  ])('does not believe a log %s', (_reason, entries, times) => {
    expect(() => checkLogPeriods(entries, times, root(OLD, NEW))).toRefuse('sigstore.tlog');
  });

  it('takes any of the periods of one log', () => {
    const again = log('old', '2024-01-01', '2026-01-01');
    expect(() => checkLogPeriods([entry('old')], at('2025-01-01'), root(OLD, again))).not.toThrow();
  });
});
