import { describe, expect, it } from 'vitest';
import { type ErrorDetails, SafeInstallError } from '../../src/errors/index.ts';
import { choosePalette, PLAIN, renderError, renderWarning } from '../../src/report/index.ts';

const render = (details: ErrorDetails): string =>
  renderError(new SafeInstallError(details), { palette: PLAIN, width: 80, action: 'install' }).join('\n');

describe('renderError', () => {
  it('puts a distribution into the sentence, its facts below, the hint last', () => {
    expect(
      render({
        code: 'hash.mismatch',
        message: 'its sha256 is not the one that the index states',
        subject: 'acme-1.4.0-py3-none-any.whl',
        facts: [
          { label: 'expected', value: `sha256:${'a'.repeat(64)}`, origin: 'index' },
          { label: 'got', value: 'sha256:short' },
        ],
        hint: 'Do not install it. Try again once; if it stays, tell whoever runs the index',
      }),
    ).toMatchInlineSnapshot(`
      "error[hash.mismatch]: Cannot install "acme-1.4.0-py3-none-any.whl": its sha256
        is not the one that the index states
        expected  (index)
          sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        got       sha256:short
      hint: Do not install it. Try again once; if it stays, tell whoever runs the
        index"
    `);
  });

  it('shows a place that is no distribution as a fact', () => {
    expect(
      render({ code: 'disk.full', message: 'the disk is full', subject: '/home/user/.cache' }),
    ).toMatchInlineSnapshot(`
      "error[disk.full]: Cannot install: the disk is full
        at  /home/user/.cache"
    `);
  });

  it('puts a caret under the span of an excerpt', () => {
    expect(
      render({
        code: 'usage.option',
        message: 'this is no option',
        excerpt: { text: 'requests=>2', start: 8, end: 10 },
      }),
    ).toMatchInlineSnapshot(`
      "error[usage.option]: Cannot install: this is no option
          requests=>2
                  ^^"
    `);
  });

  it('keeps the caret under its span in a text that is too long for a line', () => {
    const [, line = '', caret = ''] = render({
      code: 'usage.option',
      message: 'no',
      excerpt: { text: `${'x'.repeat(300)}!!${'y'.repeat(300)}`, start: 300, end: 302 },
    }).split('\n');
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('!!');
  });

  it('lets nothing from outside steer the terminal', () => {
    const text = render({
      code: 'hash.mismatch',
      message: 'bad \u001b[2J',
      subject: 'acme\r\u001b[1A',
      facts: [{ label: 'got', value: 'x\u202ey', origin: 'z\u0007' }],
      hint: 'no \u009b31m',
      excerpt: { text: '\u001b[31mred', start: 0, end: 5 },
    });
    expect(text).not.toMatch(/[\u001b\u009b\u0007\r\u202e]/);
  });

  it('shows a dozen facts of a hundred', () => {
    const facts = Array.from({ length: 100 }, (_, index) => ({ label: 'file', value: `f${index}` }));
    expect(render({ code: 'hash.mismatch', message: 'no', facts })).toContain('and 88 more');
  });
});

describe('choosePalette', () => {
  it.each([
    ['a terminal', { choice: 'auto', isTerminal: true, environment: {} }, true],
    ['a pipe', { choice: 'auto', isTerminal: false, environment: {} }, false],
    ['NO_COLOR', { choice: 'auto', isTerminal: true, environment: { NO_COLOR: '1' } }, false],
    ['FORCE_COLOR', { choice: 'auto', isTerminal: false, environment: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', { choice: 'auto', isTerminal: false, environment: { FORCE_COLOR: '0' } }, false],
    ['a dumb terminal', { choice: 'auto', isTerminal: true, environment: { TERM: 'dumb' } }, false],
    ['--color never', { choice: 'never', isTerminal: true, environment: { FORCE_COLOR: '1' } }, false],
    ['--color always', { choice: 'always', isTerminal: false, environment: { NO_COLOR: '1' } }, true],
  ] as const)('%s', (_reason, facts, coloured) => {
    expect(choosePalette(facts).error('x') !== 'x').toBe(coloured);
  });
});

describe('renderWarning', () => {
  it('says what was met, where, and what to do', () => {
    const warning = new SafeInstallError({
      code: 'policy.rule-unreachable',
      message: '"urllib3" is never reached, because of "url*" (safe-install.toml:3)',
      subject: 'safe-install.toml:7:14',
      excerpt: { text: 'packages = ["urllib3"]', start: 12, end: 21 },
      hint: 'Take it out',
    });
    expect(renderWarning(warning, { palette: PLAIN, width: 80 }).join('\n')).toMatchInlineSnapshot(`
      "warning[policy.rule-unreachable]: "urllib3" is never reached, because of "url*"
        (safe-install.toml:3)
          packages = ["urllib3"]
                      ^^^^^^^^^
        at  safe-install.toml:7:14
      hint: Take it out"
    `);
  });
});
