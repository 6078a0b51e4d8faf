import { type Fact, SafeInstallError } from '../errors/index.ts';
import { type FindingCode, MESSAGES, type Message } from './messages.ts';

/** Paths that one finding names; beyond that their number says enough. */
const MOST_PATHS = 1_000;

/** One thing that was found: a reason, what it is about, and the paths that it holds for. */
export interface Finding {
  readonly code: FindingCode;
  /** A distribution, a module that belongs to none, or a file. */
  readonly subject: string;
  /** How many paths there are. */
  readonly count: number;
  /** The first of them, as RECORD would write them. */
  readonly paths: readonly string[];
  /** What exactly is wrong, where the reason does not say it. */
  readonly detail: string | null;
}

interface Growing {
  readonly code: FindingCode;
  readonly subject: string;
  readonly detail: string | null;
  readonly paths: string[];
  readonly seen: Set<string>;
  count: number;
}

/** Collects what is found; of one reason and subject there is one finding, however many files it is about. */
export class Findings {
  readonly #found = new Map<string, Growing>();

  add(code: FindingCode, subject: string, path: string, detail: string | null = null): void {
    const key = `${code}\0${subject}\0${detail ?? ''}`;
    let known = this.#found.get(key);
    if (known === undefined) {
      known = { code, subject, detail, paths: [], seen: new Set(), count: 0 };
      this.#found.set(key, known);
    }
    if (known.seen.has(path)) return;
    known.count += 1;
    if (known.paths.length === MOST_PATHS) return;
    known.seen.add(path);
    known.paths.push(path);
  }

  get list(): readonly Finding[] {
    return [...this.#found.values()].map(({ code, subject, count, paths, detail }) => ({
      code,
      subject,
      count,
      paths: [...paths].sort(),
      detail,
    }));
  }
}

/** A finding as the rest of safe-install tells what is wrong. @param folder where its paths start from. */
export function toError({ code, subject, count, paths, detail }: Finding, folder: string): SafeInstallError {
  const { message, hint }: Message = MESSAGES[code];
  const facts: Fact[] = paths.map((path) => ({ label: 'file', value: path }));
  return new SafeInstallError({
    code,
    message: message(count, detail),
    subject,
    facts: [...facts, { label: 'in', value: folder }],
    hint: hint(subject),
  });
}
