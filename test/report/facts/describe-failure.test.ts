import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { describeFailure } from '../../../src/report/facts/describe-failure.ts';
import { candidate } from '../support.ts';

const error = (details: Partial<ConstructorParameters<typeof SafeInstallError>[0]> = {}) =>
  new SafeInstallError({ code: 'provenance.missing', message: 'none', ...details });

describe('the file that a failure is about', () => {
  const plan = [candidate({ name: 'acme' }), candidate({ name: 'acme-more' })];
  it.each<[string, SafeInstallError, number | null]>([
    ['by its name, as subject', error({ subject: 'acme_more-1.0-py3-none-any.whl' }), 1],
    [
      'by its name, as a fact',
      error({ subject: 'x', facts: [{ label: 'file', value: 'acme-1.0-py3-none-any.whl' }] }),
      0,
    ],
    ['by name and version', error({ subject: 'acme 1.0' }), 0],
    [
      'not by a fact of another kind',
      error({ facts: [{ label: 'got', value: 'acme-1.0-py3-none-any.whl' }] }),
      null,
    ],
    ['not by another version', error({ subject: 'acme 1.1' }), null],
    ['not by nothing', error(), null],
  ])('%s', (_reason, failure, index) => {
    expect(describeFailure(failure, plan).candidate).toBe(index === null ? null : plan[index]);
  });

  it('is at the place that it names, else at the first line of a file that asks for its file', () => {
    const [first] = plan;
    if (first === undefined) throw new RangeError('the plan is empty');
    const asked = [{ ...first, requestedAt: ['project.toml [dev]', 'requirements.txt:3', 'other.txt:1'] }];
    const subject = first.file.filename;
    const placed = error({ subject, facts: [{ label: 'demanded', value: 'x', origin: 'policy.toml:2' }] });
    expect(describeFailure(placed, asked).place).toMatchObject({ file: 'policy.toml', line: 2 });
    expect(describeFailure(error({ subject }), asked).place).toEqual({
      file: 'requirements.txt',
      line: 3,
      column: null,
    });
    expect(describeFailure(error({ subject }), plan).place).toBeNull();
  });
});
