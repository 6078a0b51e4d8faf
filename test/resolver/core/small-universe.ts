import {
  type Choice,
  type Dependencies,
  type Dependency,
  type Provider,
  positive,
  type VersionKey,
} from '../../../src/resolver/core/index.ts';

/** Versions of a small universe are the numbers from 0 to 7; a set of them is a byte. */
export class Numbers {
  static readonly none = new Numbers(0);
  static readonly all = new Numbers(255);
  readonly bits: number;

  constructor(bits: number) {
    this.bits = bits & 255;
  }

  static of(...numbers: readonly number[]): Numbers {
    return new Numbers(numbers.reduce((bits, number) => bits | (1 << number), 0));
  }

  get isEmpty(): boolean {
    return this.bits === 0;
  }

  intersect(other: Numbers): Numbers {
    return new Numbers(this.bits & other.bits);
  }

  union(other: Numbers): Numbers {
    return new Numbers(this.bits | other.bits);
  }

  complement(): Numbers {
    return new Numbers(~this.bits);
  }

  isSubsetOf(other: Numbers): boolean {
    return (this.bits & ~other.bits) === 0;
  }

  isDisjointFrom(other: Numbers): boolean {
    return (this.bits & other.bits) === 0;
  }

  equals(other: Numbers): boolean {
    return this.bits === other.bits;
  }

  contains(version: NumberedVersion): boolean {
    return (this.bits & (1 << version.number)) !== 0;
  }
}

export interface NumberedVersion extends VersionKey {
  readonly number: number;
}

export const numbered = (number: number): NumberedVersion => ({ number, key: String(number) });

/** Dependencies of one version: package to the numbers that will do. */
export type Needs = Readonly<Record<string, readonly number[]>>;

/** Package to version to dependencies. */
export type Universe = Readonly<Record<string, Readonly<Record<number, Needs>>>>;

export const ROOT = '(root)';

/** Newest version first, packages in the order of their names. */
export class UniverseProvider implements Provider<Numbers, NumberedVersion, string> {
  readonly #universe: Universe;
  readonly #root: Needs;
  readonly asked: string[] = [];

  constructor(universe: Universe, root: Needs) {
    this.#universe = universe;
    this.#root = root;
  }

  exactly({ number }: NumberedVersion): Numbers {
    return Numbers.of(number);
  }

  pick(wanted: readonly string[]): string {
    return [...wanted].sort()[0] ?? '';
  }

  check(name: string, allowed: Numbers) {
    return this.#newest(name, allowed) === undefined ? this.#clash(name, allowed) : undefined;
  }

  async choose(name: string, allowed: Numbers): Promise<Choice<Numbers, NumberedVersion, string>> {
    const newest = this.#newest(name, allowed);
    return newest === undefined
      ? { kind: 'clash', clash: this.#clash(name, allowed) }
      : { kind: 'version', version: numbered(newest) };
  }

  async dependenciesOf(name: string, { number }: NumberedVersion): Promise<Dependencies<Numbers, string>> {
    this.asked.push(`${name} ${number}`);
    const needs = name === ROOT ? this.#root : (this.#universe[name]?.[number] ?? {});
    const dependencies: Dependency<Numbers, string>[] = Object.entries(needs).map(([child, numbers]) => ({
      package: child,
      versions: Numbers.of(...numbers),
      why: `${name} ${number} needs ${child} ${numbers.join('|')}`,
    }));
    return { kind: 'known', dependencies };
  }

  #newest(name: string, allowed: Numbers): number | undefined {
    return Object.keys(this.#universe[name] ?? {})
      .map(Number)
      .filter((number) => allowed.contains(numbered(number)))
      .sort((left, right) => right - left)[0];
  }

  #clash(name: string, allowed: Numbers) {
    return { terms: [[name, positive(allowed)]] as const, why: `no ${name} in ${allowed.bits}` };
  }
}
