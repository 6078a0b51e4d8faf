import { describe, expect, it } from 'vitest';
import { Terminal } from '../../src/cli/terminal.ts';

function terminal(
  options: { isTTY?: boolean; verbosity?: number; environment?: Record<string, string> } = {},
) {
  const written: string[] = [];
  const stream = {
    isTTY: options.isTTY ?? false,
    columns: 80,
    write: (text: string) => written.push(text) > 0,
  };
  const made = new Terminal({
    stream,
    environment: options.environment ?? {},
    verbosity: options.verbosity ?? 0,
    colour: 'never',
  });
  return { made, text: () => written.join('') };
}

describe('the log', () => {
  it.each([
    [-2, ''],
    [-1, 'warning: w\n'],
    [0, 'warning: w\n'],
    [1, 'warning: w\ni\n'],
    [2, 'warning: w\ni\nd\n'],
  ])('at verbosity %d shows what it should', (verbosity, expected) => {
    const { made, text } = terminal({ verbosity });
    made.warn('w');
    made.info('i');
    made.debug('d');
    expect(text()).toBe(expected);
  });

  it('lets nothing from outside steer the terminal', () => {
    const { made, text } = terminal({ verbosity: 2 });
    for (const level of ['warn', 'info', 'debug'] as const) made[level]('\u001b[2J\r');
    expect(text()).not.toMatch(/[\u001b\r]/);
  });

  it.each([
    ['::add-mask::a', '\\u{3a}:add-mask::a\n'],
    ['  ::error::b', '  \\u{3a}:error::b\n'],
    ['a ##[add-mask]b', 'a #\\u{23}[add-mask]b\n'],
    ['std::string: # [x]', 'std::string: # [x]\n'],
  ])('gives no command to the runner of GitHub: %j', (line, expected) => {
    const { made, text } = terminal({ environment: { GITHUB_ACTIONS: 'true' } });
    made.lines([line]);
    expect(text()).toBe(expected);
    const elsewhere = terminal();
    elsewhere.made.lines([line]);
    expect(elsewhere.text()).toBe(`${line}\n`);
  });

  it('wraps a long warning', () => {
    const { made, text } = terminal();
    made.warn('word '.repeat(40));
    expect(
      text()
        .split('\n')
        .every((line) => line.length <= 80),
    ).toBe(true);
  });
});

describe('the progress line', () => {
  it('is drawn on a terminal and wiped before the next line', () => {
    const { made, text } = terminal({ isTTY: true });
    made.update('downloading', { done: 1, total: 3, bytes: 1200, detail: 'acme\u001b' });
    made.lines(['done']);
    expect(text()).toBe('\rdownloaded 1 of 3 (1.2 kB) acme\\u{1b}\u001b[K\r\u001b[Kdone\n');
  });

  it.each([
    ['a pipe', { isTTY: false }],
    ['CI', { isTTY: true, environment: { CI: 'true' } }],
    ['a dumb terminal', { isTTY: true, environment: { TERM: 'dumb' } }],
    ['-q', { isTTY: true, verbosity: -1 }],
  ])('leaves no trace in %s', (_reason, options) => {
    const { made, text } = terminal(options);
    made.update('resolving', { done: 1 });
    made.clear();
    made.takeOver();
    expect(text()).toBe('');
  });

  it('takes away what another one has drawn', () => {
    const { made, text } = terminal({ isTTY: true });
    made.takeOver();
    made.lines(['Interrupted']);
    expect(text()).toBe('\r\u001b[KInterrupted\n');
  });
});
