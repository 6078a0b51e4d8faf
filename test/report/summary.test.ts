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
});
