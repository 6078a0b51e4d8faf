import { type ReasonCode, SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { describePlace, type PolicyText } from './policy-text.ts';
import type { TomlPath } from './toml-positions.ts';

/** Something that is wrong with a policy file, or that its author may not have meant. */
export interface Problem {
  readonly code: Extract<ReasonCode, `policy.${string}`>;
  readonly message: string;
  readonly hint?: string | undefined;
  /** What is marked in the excerpt; the value without it. */
  readonly at?: 'key' | 'value';
  /** Set where the line has a secret in it: it is then not shown. */
  readonly line?: 'secret';
}

/** More problems than this of one file are of no help to anybody. */
const MOST_SHOWN = 50;

/** Collects what is wrong with one policy file, so that all of it is told at once. */
export class Problems {
  readonly #text: PolicyText;
  readonly #errors: SafeInstallError[] = [];
  readonly #warnings: SafeInstallError[] = [];

  constructor(text: PolicyText) {
    this.#text = text;
  }

  /** Whether no error was met so far. */
  get isSound(): boolean {
    return this.#errors.length === 0;
  }

  get warnings(): readonly SafeInstallError[] {
    return this.#warnings;
  }

  error(path: TomlPath, problem: Problem): void {
    this.#errors.push(this.#tell(path, problem));
  }

  warn(path: TomlPath, problem: Problem): void {
    this.#warnings.push(this.#tell(path, problem));
  }

  /** @throws SafeInstallErrors with every error that was met, in the order of the file. */
  finish(): void {
    if (this.isSound) return;
    const inOrder = this.#errors
      .map((error) => ({ error, place: placeIn(error.subject) }))
      .sort((one, other) => one.place[0] - other.place[0] || one.place[1] - other.place[1])
      .map(({ error }) => error);
    throw new SafeInstallErrors(inOrder.slice(0, MOST_SHOWN));
  }

  #tell(path: TomlPath, { code, message, hint, at = 'value', line }: Problem): SafeInstallError {
    return new SafeInstallError({
      code,
      message,
      hint,
      subject: describePlace(this.#text.originOf(path, at)),
      excerpt: line === 'secret' ? undefined : this.#text.excerptOf(path, at),
    });
  }
}

/** Line and column out of `FILE:LINE:COLUMN`. */
function placeIn(subject: string | undefined): readonly [number, number] {
  const [line, column] = (subject ?? '').split(':').slice(-2).map(Number);
  return [line ?? 0, column ?? 0];
}
