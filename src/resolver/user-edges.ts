import type { NormalizedName, Sha256 } from '../packaging/index.ts';
import { commonHashes } from './constraints.ts';
import { type Edge, edgesOf, edgesOfAddress, type FetchDirect } from './edges.ts';
import { fetchDirect } from './fetch-direct.ts';
import type { Nodes } from './node.ts';
import type { Run } from './run.ts';
import {
  allowedSha256,
  describeAsked,
  type UserConstraint,
  type UserRequirement,
} from './user-requirement.ts';

type UserRun = Pick<Run, 'target' | 'nodes' | 'lookups' | 'adjustments' | 'log'>;

/** What the user's requirements come to. */
export interface UserEdges {
  readonly edges: readonly Edge[];
  /** The place of each requirement, by the key of its package. */
  readonly order: ReadonlyMap<string, number>;
}

/**
 * Looks up what the user asks for by address, and says what all of it needs. Requirements with extras come last, so
 * that what is said of the project itself is known by then.
 *
 * @throws SafeInstallError `resolve.address`, `resolve.unsupported-wheel`, `resolve.wrong-project`
 */
export async function userEdges(requirements: readonly UserRequirement[], run: UserRun): Promise<UserEdges> {
  const { nodes } = run;
  const found = await Promise.all(requirements.map((user) => edgesOfUser(user, run)));
  const order = new Map<string, number>();
  for (const [place, [first]] of found.entries()) {
    if (first !== undefined && !order.has(first.package)) order.set(first.package, place);
  }
  const hasExtras = ({ package: key }: Edge): boolean => (nodes.find(key)?.extras.length ?? 0) > 0;
  const all = found.flat();
  return { edges: [...all.filter((edge) => !hasExtras(edge)), ...all.filter(hasExtras)], order };
}

/** What one requirement comes to, or what counts in its place. */
async function edgesOfUser(
  user: UserRequirement,
  { target, nodes, lookups, adjustments, log }: UserRun,
): Promise<readonly Edge[]> {
  const direct: FetchDirect = (request) => fetchDirect({ ...request, requiredBy: null }, lookups);
  const instead = adjustments.insteadOf(await nameOf(user, direct));
  if (instead !== undefined) {
    log.info(`"${describeAsked(user)}" is ${instead.length === 0 ? 'passed over' : 'overridden'}`);
    const edges = await Promise.all(
      instead.map((override) => edgesOf(override.requirement, { kind: 'named', ...override }, nodes, direct)),
    );
    return edges.flat();
  }
  if (user.kind === 'address') return edgesOfAddress(user, nodes, direct);
  if (user.requirement.marker?.evaluate(target.markers) === false) {
    log.info(`"${user.requirement.describe()}" is passed over: its marker does not hold here`);
    return [];
  }
  return edgesOf(user.requirement, user, nodes, direct);
}

/** The name of an address alone is what is found there. */
async function nameOf(user: UserRequirement, direct: FetchDirect): Promise<NormalizedName> {
  if (user.kind === 'named') return user.requirement.normalizedName;
  const { file } = await direct({ url: user.url, name: null, allowed: allowedSha256(user) });
  return file.name;
}

/**
 * The digests that the user allows, by project; those of constraints among them.
 *
 * @throws SafeInstallError `resolve.hash-algorithm`
 */
export function allowedHashes(
  edges: readonly Edge[],
  constraints: readonly UserConstraint[],
  nodes: Nodes,
): ReadonlyMap<NormalizedName, readonly Sha256[]> {
  const asked = new Map<NormalizedName, Set<UserRequirement | UserConstraint>>();
  const add = (name: NormalizedName, one: UserRequirement | UserConstraint): void => {
    const known = asked.get(name);
    if (known === undefined) asked.set(name, new Set([one]));
    else known.add(one);
  };
  for (const { package: key, why } of edges) {
    const node = nodes.find(key);
    if (node !== undefined && 'user' in why && why.user !== null) add(node.name, why.user);
  }
  for (const constraint of constraints) add(constraint.requirement.normalizedName, constraint);
  const hashes = new Map<NormalizedName, readonly Sha256[]>();
  for (const [name, all] of asked) {
    const common = commonHashes([...all].map(allowedSha256));
    if (common !== undefined) hashes.set(name, common);
  }
  return hashes;
}
