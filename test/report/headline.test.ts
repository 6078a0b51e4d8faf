import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { headline } from '../../src/report/headline.ts';
import { candidate, content, verified } from './support.ts';

const error = (details: Partial<ConstructorParameters<typeof SafeInstallError>[0]> = {}) =>
  new SafeInstallError({ code: 'provenance.missing', message: 'none', ...details });

describe('the headline', () => {
  const a = verified({ name: 'a' });
  const b = candidate({ name: 'b' });
  it.each<[string, Parameters<typeof headline>[0], string]>([
    ['nothing', content([]), 'nothing to check'],
    ['a file', content([a]), '1 file checked'],
    [
      'two reasons against one file',
      content([a], {
        plan: [a.candidate, b],
        failures: [error({ subject: 'b 1.0' }), error({ subject: 'b 1.0', code: 'age.too-new' })],
      }),
      '1 of 2 files refused, nothing installed',
    ],
    ['a refusal without a plan', content([], { failures: [error()] }), '1 refused, nothing installed'],
    [
      'a failure that is none',
      content([a], { failures: [error({ code: 'provenance.unreachable' })] }),
      'not everything could be checked, nothing installed',
    ],
  ])('of %s', (_reason, what, title) => {
    expect(headline(what).title).toBe(title);
  });
});
