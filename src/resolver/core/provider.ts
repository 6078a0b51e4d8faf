import type { Term } from './term.ts';

/** "The version that is asked about needs a version of `package` that is in `versions`." */
export interface Dependency<Versions, Why> {
  readonly package: string;
  readonly versions: Versions;
  readonly why: Why;
}

/** A dependency together with the pinned version that has it. */
export interface Requirer<Versions, Version, Why> {
  readonly package: string;
  readonly version: Version;
  readonly dependency: Dependency<Versions, Why>;
}

/** What the search knows at the moment, for the provider's choices. */
export interface View<Versions, Version, Why> {
  /** In the order in which they were pinned. */
  readonly pins: ReadonlyMap<string, Version>;
  /** Dependencies of pinned versions on `package`, oldest pin first. */
  requirersOf(name: string): readonly Requirer<Versions, Version, Why>[];
}

/** Terms that must not all be true, as the provider found out. */
export interface Clash<Versions, Why> {
  readonly terms: readonly (readonly [string, Term<Versions>])[];
  readonly why: Why;
}

export type Choice<Versions, Version, Why> =
  | { readonly kind: 'version'; readonly version: Version }
  /** Nothing to choose; at least one of the terms is about the package, and all of them are true now. */
  | { readonly kind: 'clash'; readonly clash: Clash<Versions, Why> }
  /** Nothing to choose yet, but that may change when other packages are pinned. */
  | { readonly kind: 'later' };

export type Dependencies<Versions, Why> =
  | { readonly kind: 'known'; readonly dependencies: readonly Dependency<Versions, Why>[] }
  /** The version cannot be used at all. */
  | { readonly kind: 'unusable'; readonly why: Why };

/**
 * Where the solver gets its packages, versions and preferences from.
 *
 * Everything here is about one search; the solver asks for nothing twice that cannot have changed.
 */
export interface Provider<Versions, Version, Why> {
  exactly(version: Version): Versions;
  /** Which of the wanted packages to pin next. */
  pick(wanted: readonly string[], view: View<Versions, Version, Why>): string;
  /** A reason why no version of the package can be chosen, if that shows without looking at dependencies. */
  check(
    name: string,
    allowed: Versions,
    view: View<Versions, Version, Why>,
  ): Promise<Clash<Versions, Why> | undefined> | Clash<Versions, Why> | undefined;
  /** The best version that is allowed. With `isLast` there is no "later". */
  choose(
    name: string,
    allowed: Versions,
    view: View<Versions, Version, Why>,
    isLast: boolean,
  ): Promise<Choice<Versions, Version, Why>>;
  dependenciesOf(name: string, version: Version): Promise<Dependencies<Versions, Why>>;
  /** The version was chosen, and nothing contradicts it so far; it may be lost again. */
  onPin?(name: string, version: Version): void;
  /** What could not be pinned at once, when an earlier pin had to go for it. */
  onConflict?(names: ReadonlySet<string>): void;
}
