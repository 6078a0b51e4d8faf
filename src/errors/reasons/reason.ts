/** What a failure means for the caller; each outcome has one exit code (design, section 1). */
export type Outcome = 'refused' | 'usage' | 'unverifiable' | 'unresolvable' | 'installer' | 'bug';

/** What a reason code stands for. */
export interface Reason {
  readonly outcome: Outcome;
  /** One sentence: what is wrong. */
  readonly means: string;
  /** One sentence: what the reader can do. */
  readonly remedy: string;
}

/** A table of reasons that keeps its codes as a type. */
export const reasons = <Code extends string>(table: Record<Code, Reason>): Readonly<Record<Code, Reason>> =>
  table;
