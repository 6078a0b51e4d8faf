import type { NormalizedName, Requirement, SpecifierSet, Version } from '../packaging/index.ts';
import type { UserConstraint, UserRequirement } from './user-requirement.ts';

/** Why an incompatibility holds that the provider has given. */
export type Why =
  /** Somebody's requirement, of the user's or of a version's metadata. */
  | { readonly kind: 'requirement'; readonly requirement: Requirement; readonly user: UserRequirement | null }
  /** What the user asks for by its address alone; the requirement says it with the name that was found there. */
  | { readonly kind: 'address'; readonly requirement: Requirement; readonly user: UserRequirement }
  | { readonly kind: 'requires-python'; readonly specifier: SpecifierSet }
  /** A project with extras needs the project. */
  | { readonly kind: 'same-version'; readonly name: NormalizedName }
  /** Which Python it is. */
  | { readonly kind: 'python' }
  | { readonly kind: 'constraint'; readonly constraint: UserConstraint }
  /** No file of the project can be taken, whoever asks: no index has it, or none of its files fits. */
  | { readonly kind: 'lack'; readonly name: NormalizedName; readonly lack: 'unknown' | 'no-version' }
  /** Files that are taken only when somebody asks for them, and nobody does. */
  | { readonly kind: 'unasked'; readonly name: NormalizedName; readonly what: 'yanked' | 'prerelease' }
  | {
      readonly kind: 'unusable';
      readonly name: NormalizedName;
      readonly version: Version;
      readonly reason: string;
    };
