import type { DistributionFile, ReadMetadata } from '../artifact/index.ts';
import type { NormalizedName, Requirement, SpecifierSet } from '../packaging/index.ts';
import type { Chosen } from './choices.ts';
import type { ProjectNode } from './node.ts';
import { brokenInstallation } from './resolve-errors.ts';
import type { Run } from './run.ts';

/** What a chosen version says of itself. */
export interface Description {
  readonly requiresDist: readonly Requirement[];
  readonly providesExtra: readonly NormalizedName[];
  /** `null` where it does not matter: what is installed runs already. */
  readonly requiresPython: SpecifierSet | null;
  /** The file that is taken, with its metadata; `null` for what is installed. */
  readonly taken: { readonly file: DistributionFile; readonly metadata: ReadMetadata } | null;
}

export type Reading =
  | { readonly kind: 'read'; readonly description: Description }
  /** No file of the version can be used. */
  | { readonly kind: 'unusable'; readonly reason: string };

/**
 * Reads what a chosen version says of itself.
 *
 * As with pip, a file whose metadata is of another project or version is passed over for the next file of the version,
 * and a version whose requirements cannot be parsed is passed over as a whole; both with a warning.
 *
 * @throws SafeInstallError what the source throws, `sdist.needs-build` among it.
 */
export async function readDescription(
  { name }: ProjectNode,
  { version, from }: Chosen,
  run: Run,
  discard: (file: DistributionFile) => void,
): Promise<Reading> {
  if (from.kind === 'installed') {
    const installed = run.installed.get(name);
    if (installed === undefined) throw new TypeError(`"${name}" is not installed`);
    const [broken] = installed.invalidRequirements;
    if (broken !== undefined) throw brokenInstallation(installed, broken.text);
    return { kind: 'read', description: { ...pick(installed), requiresPython: null, taken: null } };
  }
  const files = from.kind === 'direct' ? [from.candidate.file] : from.files.map(({ file }) => file);
  for (const file of files) {
    const read =
      from.kind === 'direct'
        ? from.candidate.metadata
        : await run.lookups.metadata(file, run.hashes.get(name));
    const { metadata } = read;
    if (metadata.normalizedName !== name || !metadata.version.equals(version.version)) {
      discard(file);
      run.log.warn(
        `"${file.filename}" is passed over: its metadata is of "${metadata.name} ${metadata.version}"`,
      );
      continue;
    }
    const [invalid] = metadata.invalidRequirements;
    if (invalid !== undefined) {
      run.log.info(`${name} ${version.version}: "${invalid.text}" is not a requirement`);
      return { kind: 'unusable', reason: 'its requirements cannot be read' };
    }
    const taken = { file, metadata: read };
    return {
      kind: 'read',
      description: { ...pick(metadata), requiresPython: metadata.requiresPython, taken },
    };
  }
  return { kind: 'unusable', reason: 'its files are not what they are listed as' };
}

const pick = ({
  requiresDist,
  providesExtra,
}: {
  readonly requiresDist: readonly Requirement[];
  readonly providesExtra: readonly NormalizedName[];
}) => ({ requiresDist, providesExtra });
