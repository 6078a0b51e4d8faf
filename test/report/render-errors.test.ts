import { describe, expect, it } from 'vitest';
import { type ErrorDetails, SafeInstallError } from '../../src/errors/index.ts';
import { PLAIN, renderErrors } from '../../src/report/index.ts';

const missing = (subject: string, details: Partial<ErrorDetails> = {}) =>
  new SafeInstallError({
    code: 'provenance.missing',
    message: 'it has no provenance, which the policy requires',
    subject,
    facts: [
      { label: 'file', value: `${subject}.whl` },
      { label: 'demanded', value: 'provenance = "required"', origin: '--ci' },
    ],
    hint: 'Choose a version that has it',
    ...details,
  });

const render = (errors: readonly SafeInstallError[], isWhole = false): string =>
  renderErrors(errors, { palette: PLAIN, width: 80, action: 'install', isWhole }).join('\n');

const MANY = ['acme 1.0', 'idna 3.10', 'six 1.17'].map((subject) => missing(subject));

describe('renderErrors', () => {
  it('tells many of one reason together, each by its name, with what is true of all', () => {
    expect(render(MANY)).toMatchInlineSnapshot(`
      "error[provenance.missing]: Cannot install any of these 3: it has no provenance,
        which the policy requires
        acme 1.0, idna 3.10, six 1.17
        demanded  provenance = "required"  (--ci)
      hint: Choose a version that has it"
    `);
  });

  it('tells two by themselves, and others in their place', () => {
    const text = render([...MANY.slice(0, 2), missing('six 1.17', { code: 'provenance.lost' })]);
    expect(text.match(/^error\[.*?\]/gm)).toEqual([
      'error[provenance.missing]',
      'error[provenance.missing]',
      'error[provenance.lost]',
    ]);
  });

  it.each<[string, Partial<ErrorDetails>]>([
    ['another hint', { hint: 'Do not install it' }],
    ['another message', { message: 'it has none' }],
    ['an excerpt', { excerpt: { text: 'acme', start: 0, end: 1 } }],
  ])('does not put one with %s among the others', (_reason, details) => {
    expect(render([...MANY, missing('other 1.0', details)]).match(/^error/gm)).toHaveLength(2);
  });

  it('tells each by itself where everything is wanted', () => {
    expect(render(MANY, true).match(/^error/gm)).toHaveLength(3);
  });

  it('keeps within the width, however many there are', () => {
    const lines = render(
      Array.from({ length: 91 }, (_, index) => missing(`package-${index} 1.${index}`)),
    ).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThan(30);
  });
});
