import { exitCodeOf, type ReasonCode } from './codes.ts';

/** One labelled line under an error, such as `expected  sha256:…  (requirements.txt:12)`. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Where the value was stated, such as `requirements.txt:12` or `index`. */
  readonly origin?: string;
}

/** A piece of the user's (or an index's) text with the offending span, counted in UTF-16 code units. */
export interface Excerpt {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What an error knows about itself; the sentence around it is made where it is shown. */
export interface ErrorDetails {
  readonly code: ReasonCode;
  /** The why, as a clause: lower case, values in double quotes, no final period. */
  readonly message: string;
  /** What it is about, as the user would say it: `acme 1.4.0`, a filename, a requirement. */
  readonly subject?: string | undefined;
  readonly facts?: readonly Fact[] | undefined;
  /** One thing to do. Says so when it would weaken a check. */
  readonly hint?: string | undefined;
  readonly excerpt?: Excerpt | undefined;
  readonly cause?: unknown;
}

/** The one error type of this project: data with a stable reason code, shown as text only at the edge. */
export class SafeInstallError extends Error {
  override readonly name = 'SafeInstallError';
  readonly code: ReasonCode;
  readonly subject: string | undefined;
  readonly facts: readonly Fact[];
  readonly hint: string | undefined;
  readonly excerpt: Excerpt | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.subject = details.subject;
    this.facts = details.facts ?? [];
    this.hint = details.hint;
    this.excerpt = details.excerpt;
  }

  get exitCode(): number {
    return exitCodeOf(this.code);
  }

  /** The same error, told about `subject` and with `facts` put before its own; for callers that know more. */
  about(subject: string, facts: readonly Fact[] = []): SafeInstallError {
    const { code, message, hint, excerpt, cause } = this;
    return new SafeInstallError({
      code,
      message,
      subject: this.subject ?? subject,
      facts: [...facts, ...this.facts],
      hint,
      excerpt,
      cause,
    });
  }
}

/** Everything that went wrong in one run, shown together; never empty. */
export class SafeInstallErrors extends Error {
  override readonly name = 'SafeInstallErrors';
  readonly errors: readonly SafeInstallError[];

  constructor(errors: readonly SafeInstallError[]) {
    super(`${errors.length} errors`);
    this.errors = errors;
  }

  /** A definitive refusal outweighs "try again", and a bug of ours outweighs both. */
  get exitCode(): number {
    const codes = this.errors.map((error) => error.exitCode);
    return [70, 2, 1, 3, 4, 5].find((code) => codes.includes(code)) ?? 70;
  }
}

/** How many files passed, by their evidence. */
export interface PassedFiles {
  readonly attested: number;
  readonly unattested: number;
  readonly waived: number;
  /** Of the unattested those that nothing was known of but an address. */
  readonly unverifiable: number;
}

/** Files that were refused, or could not be had, while others of the same plan passed; nothing of it is installed. */
export class Refusal extends SafeInstallErrors {
  /** Files that passed every check, by what is known of who built them. */
  readonly passed: PassedFiles;
  readonly refused: number;

  constructor(errors: readonly SafeInstallError[], passed: PassedFiles, refused: number) {
    super(errors);
    this.passed = passed;
    this.refused = refused;
  }
}
