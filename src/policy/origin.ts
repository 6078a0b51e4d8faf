/** Where something of the policy was stated. */
export interface Origin {
  /** A file as the user would name it, `command line`, the name of a variable, or `built-in`. */
  readonly source: string;
  /** From 1; `null` where the source has no lines. */
  readonly line: number | null;
  /** In UTF-16 code units, from 1; `null` where the source has no lines. */
  readonly column: number | null;
}

/** A value with the place that it was stated at. */
export interface Stated<Value> {
  readonly value: Value;
  readonly origin: Origin;
}

/** What holds where nobody has stated anything. */
export const BUILT_IN: Origin = { source: 'built-in', line: null, column: null };

/** A source without lines: the command line, or a variable. */
export const sourceOrigin = (source: string): Origin => ({ source, line: null, column: null });

/** `safe-install.toml:12`, or the source alone where it has no lines. */
export const describeOrigin = ({ source, line }: Origin): string =>
  line === null ? source : `${source}:${line}`;
