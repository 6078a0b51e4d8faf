import { describe, expect, it } from 'vitest';
import { checkVirtual } from '../../src/installers/check-virtual.ts';

describe('checkVirtual', () => {
  it.each<[boolean, boolean, boolean]>([
    [true, true, true],
    [true, false, false],
    [false, true, true],
    [false, false, true],
  ])('asked for: %s, virtual: %s, taken: %s', (requireVirtualenv, isVirtual, isTaken) => {
    const check = () => checkVirtual({ isVirtual, executable: '/usr/bin/python' }, { requireVirtualenv });
    if (isTaken) expect(check).not.toThrow();
    else expect(check).toRefuse('interpreter.not-virtual');
  });
});
