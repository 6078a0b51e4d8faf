import { publisherOf } from '../../attestation/index.ts';
import {
  type AttestationIdentity,
  LOCK_VERSION,
  type LockedPackage,
  type LockedSource,
  lockEnvironment,
  type Marker,
  type MarkerCondition,
  type NormalizedName,
  type Pylock,
} from '../../packaging/index.ts';
import { publisherToJson } from '../../policy/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import type { Prepared } from '../prepare.ts';
import { resolverTarget } from '../resolver-target.ts';
import { prefersSdist, refusesSdist } from './lock-selection.ts';
import { lockedFolder, lockedLocation, lockedRepository, withoutSecrets } from './locked-place.ts';
import { lockedRelease } from './locked-release.ts';

/** What a lock is written from. */
export type LockFacts = Pick<Prepared, 'resolution' | 'verified' | 'projects' | 'target' | 'wanted'>;

/**
 * A lock of verified files: nothing stands in it as chosen that has not been fetched, read and judged.
 *
 * Sources are taken as they are and not built; a project in a folder or a repository is told by its place.
 *
 * @param folder absolute; that of the lock.
 */
export function toPylock(facts: LockFacts, folder: string): Pylock {
  const needs = needsOf(facts.verified);
  const environment = lockEnvironment(conditionsOf(facts));
  return {
    lockVersion: LOCK_VERSION,
    environments: environment === null ? [] : [environment],
    requiresPython: null,
    extras: [],
    dependencyGroups: [],
    defaultGroups: [],
    createdBy: 'safe-install',
    packages: facts.verified.map((artifact) => toPackage(artifact, needs, facts, folder)),
  };
}

function toPackage(
  artifact: VerifiedArtifact,
  needs: ReadonlyMap<NormalizedName, readonly NormalizedName[]>,
  facts: LockFacts,
  folder: string,
): LockedPackage {
  const { candidate } = artifact;
  const { name, version, file, metadata } = candidate;
  const source = sourceOf(artifact, facts, folder);
  const { ignoreRequiresPython } = facts.target.arguments.selection;
  return {
    name,
    // of a thing by its own address the lock says what it is, and not what it is called
    version: source.kind === 'release' ? version : null,
    marker: null,
    requiresPython: ignoreRequiresPython ? null : (file.requiresPython ?? metadata.metadata.requiresPython),
    dependencies: needs.get(name) ?? [],
    index: file.origin.kind === 'index' ? withoutSecrets(file.origin.location) : null,
    source,
    identities: identitiesOf(artifact),
  };
}

function sourceOf(
  { candidate, artifact, verdict }: VerifiedArtifact,
  facts: LockFacts,
  folder: string,
): LockedSource {
  const { builtFrom } = verdict;
  if (builtFrom?.kind === 'folder') return lockedFolder(builtFrom, folder);
  if (builtFrom?.kind === 'repository') return lockedRepository(builtFrom, folder);
  const { name, file } = candidate;
  const { selection } = facts.target.arguments;
  const { sha256, size } = artifact;
  if (file.origin.kind !== 'index' && file.origin.kind !== 'find-links')
    return {
      kind: 'archive',
      ...lockedLocation(file.url, folder),
      size,
      uploadTime: file.uploadTime,
      sha256,
      subdirectory: null,
    };
  const formats = prefersSdist(selection)(name) ? 'sdist' : refusesSdist(selection)(name) ? 'wheel' : 'any';
  const listing = facts.projects.get(name)?.files ?? [];
  const { tags } = resolverTarget(facts.target);
  return lockedRelease({ ...file, sha256, size }, listing, { folder, tags, formats });
}

/** The signer who was judged, as PEP 740 would write him; nobody where nobody signed, or it was not looked at. */
function identitiesOf({ verdict, judgement }: VerifiedArtifact): readonly AttestationIdentity[] {
  const { identity } = judgement.decision;
  if (verdict.evidence.kind !== 'attested' || identity === null) return [];
  const { kind = '', ...claims } = publisherToJson(publisherOf(identity));
  return [{ kind, claims }];
}

/** Who needs whom, told from the side of those who need. */
function needsOf(
  verified: readonly VerifiedArtifact[],
): ReadonlyMap<NormalizedName, readonly NormalizedName[]> {
  const needs = new Map<NormalizedName, NormalizedName[]>();
  for (const { candidate } of verified)
    for (const parent of candidate.requiredBy)
      needs.set(parent, [...(needs.get(parent) ?? []), candidate.name]);
  return needs;
}

/** What of the environment has decided what is in the lock: markers of what was asked for, and of what that needs. */
function conditionsOf({ resolution, wanted, target }: LockFacts): readonly MarkerCondition[] {
  const { markers } = target.interpreter;
  const asked = [...wanted.requirements, ...wanted.constraints, ...wanted.overrides].flatMap((each) =>
    'requirement' in each ? [each.requirement.marker] : [],
  );
  const conditions = asked.flatMap((marker) => marker?.decidedBy(markers) ?? []);
  if (target.arguments.selection.dependencies === 'without') return conditions;
  const needed = resolution.candidates.flatMap(({ metadata, extras }) =>
    metadata.metadata.requiresDist.flatMap(
      ({ marker }: { readonly marker: Marker | null }) => marker?.decidedBy(markers, extras) ?? [],
    ),
  );
  return [...conditions, ...needed];
}
