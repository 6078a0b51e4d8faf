import { describe, expect, it } from 'vitest';
import { countsLine, countVerdicts } from '../../src/report/index.ts';

describe('the counts that every run ends with', () => {
  it('counts each kind of evidence, and what was refused', () => {
    const counts = countVerdicts(
      [
        { kind: 'attested', publisher: 'github.com/acme/acme', firstSeen: false },
        { kind: 'unattested', allowedBy: 'default' },
        { kind: 'unattested', allowedBy: 'default' },
        { kind: 'waived', check: 'record.hash-mismatch', reason: 'known' },
      ],
      3,
    );
    expect(countsLine(counts)).toBe('1 attested, 2 unattested, 1 waived, 3 refused');
  });

  it('says how many there was nothing to hold against, and does not count the own tree of the user', () => {
    const counts = countVerdicts(
      [
        { kind: 'unattested', allowedBy: 'default' },
        { kind: 'unattested', allowedBy: 'default', source: 'unverifiable' },
        { kind: 'unattested', allowedBy: 'local project', source: 'local' },
      ],
      0,
    );
    expect(countsLine(counts)).toBe('0 attested, 3 unattested (1 unverifiable), 0 waived, 0 refused');
  });
});
