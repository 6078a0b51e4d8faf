import {
  type NormalizedName,
  normalizeName,
  parseRequirement,
  parseVersion,
} from '../../src/packaging/index.ts';
import {
  type InstalledPackage,
  type Resolution,
  type ResolveRequest,
  resolve,
  type UserConstraint,
  type UserRequirement,
} from '../../src/resolver/index.ts';
import type { FileSpec } from './memory-source.ts';
import { MemorySource } from './memory-source.ts';
import { linuxTarget } from './targets.ts';

/** `name==1.0 --hash=sha256:…`, as a line of a requirements file. */
export function asked(
  text: string,
  origin: string | null = null,
): UserRequirement & UserConstraint & { kind: 'named' } {
  const [requirement = '', ...hashes] = text.split(' --hash=sha256:');
  return {
    kind: 'named',
    requirement: parseRequirement(requirement),
    hashes: hashes.map((digest) => ({ algorithm: 'sha256', digest })),
    origin,
  };
}

export const installed = (
  name: string,
  version: string,
  requires: readonly string[] = [],
  editable = false,
): InstalledPackage => ({
  name: normalizeName(name),
  version: parseVersion(version),
  requiresDist: requires.map(parseRequirement),
  providesExtra: [],
  invalidRequirements: [],
  editable,
});

export interface Question
  extends Partial<Omit<ResolveRequest<InstalledPackage>, 'requirements' | 'constraints'>> {
  readonly constraints?: readonly string[];
}

/** Resolves what is asked for against files in memory, on CPython 3.11 for Linux. */
export function ask(
  requirements: readonly (string | UserRequirement)[],
  files: readonly FileSpec[],
  { constraints = [], ...question }: Question = {},
): Promise<Resolution> {
  return resolve({
    requirements: requirements.map((each) => (typeof each === 'string' ? asked(each) : each)),
    constraints: constraints.map((each) => asked(each)),
    source: new MemorySource(files),
    target: linuxTarget('3.11.7'),
    ...question,
  });
}

/** `name version` of what is to be installed, in the order of the resolution. */
export const chosen = ({ candidates }: Resolution): string[] =>
  candidates.map(({ name, version }) => `${name} ${version}`);

export const kept = (resolution: Resolution): string[] =>
  resolution.kept.map(({ name, version }) => `${name} ${version}`);

export const names = (...all: readonly string[]): Set<NormalizedName | ':all:'> =>
  new Set(all.map((name) => (name === ':all:' ? name : normalizeName(name))));
