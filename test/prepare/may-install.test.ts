import { describe, expect, it } from 'vitest';
import { checkMayInstall } from '../../src/prepare/may-install.ts';

const PLAIN = { folder: null, prefix: null, root: null, breakSystemPackages: false };

const check = (
  externallyManaged: string | null,
  target: Partial<typeof PLAIN> | { folder: string } = {},
  dryRun = false,
) =>
  checkMayInstall({
    interpreter: { executable: '/usr/bin/python3', externallyManaged },
    arguments: { target: { ...PLAIN, ...target }, output: { dryRun } },
  });

describe('a Python that its vendor manages', () => {
  it('is left alone', () => {
    expect(() => check('Use the package manager of the system')).toRefuse('interpreter.externally-managed');
    expect(() => check('')).toRefuse('interpreter.externally-managed');
  });

  it('is told in the words of its vendor, as one paragraph', () => {
    expect(() => check('Use apt\n\n  or a virtual environment.\n')).toThrow(
      expect.objectContaining({
        facts: [{ label: 'vendor', value: 'Use apt or a virtual environment.' }],
      }),
    );
  });

  it.each([
    ['is not managed', null, {}, false],
    ['is overridden', 'no', { breakSystemPackages: true }, false],
    ['is not what is written to', 'no', { folder: '/srv/packages' }, false],
    ['is only asked what would be done', 'no', {}, true],
  ] as const)('may be used where it %s', (_reason, managed, target, dryRun) => {
    expect(() => check(managed, target, dryRun)).not.toThrow();
  });
});
