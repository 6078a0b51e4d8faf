import { type MarkerEnvironment, type NormalizedName, Requirement, type Sha256 } from '../packaging/index.ts';
import type { DirectCandidate } from './candidate-source.ts';
import type { Dependency } from './core/index.ts';
import { addressKey } from './direct-address.ts';
import type { Nodes } from './node.ts';
import { allowedSha256, type UserRequirement } from './user-requirement.ts';
import { directVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** Finds the file of a requirement by address. */
export type FetchDirect = (request: {
  readonly url: string;
  readonly name: NormalizedName | null;
  /** Digests that the user allows for it. */
  readonly allowed?: readonly Sha256[];
}) => Promise<DirectCandidate>;

export type Edge = Dependency<VersionsByOrigin, Why>;

/**
 * Those requirements of a version's metadata that hold here.
 *
 * @param extras those that are asked for and that the version has; with some, the requirements of all of them and
 *   those of none are meant, as pip reads it: a marker that holds without an extra may not hold with one.
 */
export const applicable = (
  requirements: readonly Requirement[],
  markers: MarkerEnvironment,
  extras: readonly NormalizedName[],
): Requirement[] => requirements.filter(({ marker }) => marker === null || marker.evaluate(markers, extras));

/**
 * What a requirement comes to: a need for the project, for the project with its extras, or both.
 *
 * With extras and specifiers there are two, so that the versions of the project itself are narrowed at once and not
 * only when one with extras has been tried.
 */
export async function edgesOf(
  requirement: Requirement,
  user: UserRequirement | null,
  nodes: Nodes,
  fetchDirect: FetchDirect,
): Promise<Edge[]> {
  const { normalizedName: name, extras, url, specifier } = requirement;
  const why: Why = { kind: 'requirement', requirement, user };
  const plain = nodes.node(name);
  const withExtras = nodes.node(name, extras);
  if (url !== null) {
    const { file } = await fetchDirect({
      url,
      name,
      ...(user === null ? {} : { allowed: allowedSha256(user) }),
    });
    const versions = VersionsByOrigin.exactly(directVersion(file.version, addressKey(url)));
    const keys = extras.length === 0 ? [plain.key] : [plain.key, withExtras.key];
    return keys.map((key) => ({ package: key, versions, why }));
  }
  const versions = VersionsByOrigin.within(specifier.toRange());
  const edges: Edge[] = [{ package: withExtras.key, versions, why }];
  if (extras.length > 0 && !specifier.isEmpty) edges.unshift({ package: plain.key, versions, why });
  return edges;
}

/** The same for what the user asks for by an address alone; the name is what is found there. */
export async function edgesOfAddress(
  user: UserRequirement & { readonly kind: 'address' },
  nodes: Nodes,
  fetchDirect: FetchDirect,
): Promise<Edge[]> {
  const { file, metadata } = await fetchDirect({
    url: user.url,
    name: null,
    allowed: allowedSha256(user),
  });
  const { name } = metadata.metadata;
  const requirement = new Requirement({ name, extras: user.extras, url: user.url });
  const versions = VersionsByOrigin.exactly(directVersion(file.version, addressKey(user.url)));
  const keys = [nodes.node(file.name).key];
  if (user.extras.length > 0) keys.push(nodes.node(file.name, requirement.extras).key);
  return keys.map((key) => ({ package: key, versions, why: { kind: 'address', requirement, user } }));
}
