import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { groupErrors } from '../../../src/report/facts/group-errors.ts';

const error = (details: Partial<ConstructorParameters<typeof SafeInstallError>[0]> = {}) =>
  new SafeInstallError({ code: 'provenance.missing', message: 'none', ...details });

describe('groups of errors', () => {
  it('have the facts that are true of all, and of no fewer', () => {
    const all = { label: 'demanded', value: 'required', origin: '--ci' };
    const two = { label: 'seen', value: 'before' };
    const errors = ['a', 'b', 'c'].map((subject) =>
      error({ subject, facts: subject === 'c' ? [all] : [two, all] }),
    );
    expect(groupErrors(errors).map(({ facts }) => facts)).toEqual([[all]]);
  });

  it('are of three at least, and never of those that are about nothing', () => {
    const sizesOf = (errors: readonly SafeInstallError[]) =>
      groupErrors(errors).map((group) => group.errors.length);
    expect(sizesOf([error({ subject: 'a' }), error({ subject: 'b' })])).toEqual([1, 1]);
    expect(sizesOf([error(), error(), error()])).toEqual([1, 1, 1]);
  });
});
