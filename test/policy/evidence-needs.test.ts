import { describe, expect, it } from 'vitest';
import { combineLayers, evidenceNeeds } from '../../src/policy/index.ts';
import { listed } from './facts.ts';
import { layer } from './support.ts';

describe('evidenceNeeds', () => {
  const first = listed({ filename: 'acme-1.0-py3-none-any.whl', uploaded: 20, provenance: true });

  it.each([
    ['off', true, false, false],
    ['if-present', true, true, false],
    ['no-downgrade', true, true, true],
    ['required', true, true, true],
    ['required', false, true, false],
  ] as const)('with provenance %s, announced %s', (word, provenance, own, sibling) => {
    const file = listed({ uploaded: 1, provenance });
    const demands = combineLayers([layer(`provenance = "${word}"`)], 'off').demandsOn(
      file.name,
      file.version,
    );
    expect(evidenceNeeds(file, [first, file], demands)).toEqual({ own, sibling: sibling ? first : null });
  });

  it('is nothing more for a file that came with the others', () => {
    const file = listed({ uploaded: 20, provenance: true });
    const demands = combineLayers([], 'off').demandsOn(file.name, file.version);
    expect(evidenceNeeds(file, [first, file], demands)).toEqual({ own: true, sibling: null });
  });
});
