import { printable } from '../errors/index.ts';
import type { Log, Phase, Progress } from '../platform/index.ts';
import { bytes, type ColourChoice, choosePalette, layoutWidth, type Palette, wrap } from '../report/index.ts';

/** The part of a stream that text is written to; `process.stderr` is one. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
}

export interface TerminalOptions {
  readonly stream: TextStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** -2 (`-qq`) to 3 (`-vvv`). */
  readonly verbosity: number;
  readonly colour: ColourChoice;
}

/** Milliseconds between two drawings of the progress line: fast enough to look alive, slow enough to cost nothing. */
const REDRAW_EVERY = 80;

const WORDS: Readonly<Record<Phase, string>> = {
  resolving: 'resolved',
  downloading: 'downloaded',
  checking: 'checked',
  building: 'built',
  installing: 'installed',
};

/**
 * stderr as the commands see it: a log, one progress line that is wiped before anything else is written, and lines.
 *
 * Everything that may come from outside is shown through `printable`; the progress line is drawn on terminals only, so
 * that a CI log holds no trace of it.
 */
export class Terminal implements Log, Progress {
  readonly palette: Palette;
  readonly width: number;
  readonly verbosity: number;
  readonly #stream: TextStream;
  readonly #live: boolean;
  readonly #isOnGitHub: boolean;
  readonly #states = new Map<Phase, string>();
  #drawn = false;
  #lastDrawn = 0;

  constructor(options: TerminalOptions) {
    this.#stream = options.stream;
    this.verbosity = options.verbosity;
    this.width = layoutWidth(options.stream.columns);
    this.#isOnGitHub = options.environment.GITHUB_ACTIONS === 'true';
    const isTerminal = options.stream.isTTY === true;
    this.palette = choosePalette({ choice: options.colour, isTerminal, environment: options.environment });
    this.#live =
      isTerminal && options.environment.TERM !== 'dumb' && !options.environment.CI && options.verbosity >= 0;
  }

  debug(message: string): void {
    if (this.verbosity >= 2) this.#line(this.palette.faint(printable(message, 2_000)));
  }

  info(message: string): void {
    if (this.verbosity >= 1) this.#line(printable(message, 2_000));
  }

  warn(message: string): void {
    if (this.verbosity < -1) return;
    const [first = '', ...rest] = wrap(printable(message, 2_000), this.width, 'warning: '.length, 2);
    this.#line(`${this.palette.warning('warning:')} ${first}`);
    for (const line of rest) this.#line(line);
  }

  /** Lines that are part of the command's answer: summaries, errors. Already safe and laid out. */
  lines(lines: readonly string[]): void {
    for (const line of lines) this.#line(line);
  }

  update(
    phase: Phase,
    state: {
      readonly done: number;
      readonly total?: number;
      readonly bytes?: number;
      readonly detail?: string;
    },
  ): void {
    if (!this.#live) return;
    const total = state.total === undefined || state.total <= state.done ? '' : ` of ${state.total}`;
    const size = state.bytes === undefined ? '' : ` (${bytes(state.bytes)})`;
    const detail = state.detail === undefined ? '' : ` ${printable(state.detail, 40)}`;
    this.#states.set(phase, `${WORDS[phase]} ${state.done}${total}${size}${detail}`);
    const now = performance.now();
    if (now - this.#lastDrawn < REDRAW_EVERY) return;
    this.#lastDrawn = now;
    const text = [...this.#states.values()].join(', ').slice(0, this.width - 1);
    this.#stream.write(`\r${this.palette.faint(text)}\u001b[K`);
    this.#drawn = true;
  }

  /** Takes the progress line away; what is written next starts in the first column. */
  clear(): void {
    this.#states.clear();
    this.#wipe();
  }

  /** Takes away what another terminal may have drawn on the same stream: one that a run was interrupted in. */
  takeOver(): void {
    this.#drawn = this.#live;
    this.#wipe();
  }

  #wipe(): void {
    if (!this.#drawn) return;
    this.#stream.write('\r\u001b[K');
    this.#drawn = false;
  }

  #line(text: string): void {
    this.#wipe();
    this.#stream.write(`${this.#isOnGitHub ? withoutCommands(text) : text}\n`);
  }
}

/**
 * A line in which the runner of GitHub Actions finds no command: it takes `::` at the beginning for one, and `##[` anywhere.
 * Where a line begins is decided by how text from outside is broken, and so by whoever wrote that text.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
const withoutCommands = (line: string): string =>
  line.replace(/^(\s*):(?=:)/u, '$1\\u{3a}').replaceAll('##[', '#\\u{23}[');
