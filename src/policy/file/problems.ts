import { type ReasonCode, SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import type { TomlPath } from '../../packaging/index.ts';
import type { Origin } from '../origin.ts';
import { describePlace, type PolicyText } from './policy-text.ts';

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

interface PlacedError {
  readonly error: SafeInstallError;
  readonly place: Origin;
}

/** Collects what is wrong with one policy file, so that all of it is told at once. */
export class Problems {
  readonly #text: PolicyText;
  readonly #errors: PlacedError[] = [];
  readonly #warnings: SafeInstallError[] = [];

  constructor(text: PolicyText) {
    this.#text = text;
  }

  get warnings(): readonly SafeInstallError[] {
    return this.#warnings;
  }

  error(path: TomlPath, problem: Problem): void {
    const place = this.#text.originOf(path, problem.at ?? 'value');
    this.#errors.push({ error: this.#tell(path, problem, place), place });
  }

  warn(path: TomlPath, problem: Problem): void {
    this.#warnings.push(this.#tell(path, problem, this.#text.originOf(path, problem.at ?? 'value')));
  }

  /** @throws SafeInstallErrors with every error that was met, in the order of the file. */
  finish(): void {
    if (this.#errors.length === 0) return;
    const inOrder = [...this.#errors].sort(({ place: one }, { place: other }) => order(one, other));
    throw new SafeInstallErrors(inOrder.map(({ error }) => error).slice(0, MOST_SHOWN));
  }

  #tell(
    path: TomlPath,
    { code, message, hint, at = 'value', line }: Problem,
    place: Origin,
  ): SafeInstallError {
    return new SafeInstallError({
      code,
      message,
      hint,
      subject: describePlace(place),
      excerpt: line === 'secret' ? undefined : this.#text.excerptOf(path, at),
    });
  }
}

/** What stands earlier in the file comes first. */
const order = (one: Origin, other: Origin): number =>
  Number(one.line) - Number(other.line) || Number(one.column) - Number(other.column);
