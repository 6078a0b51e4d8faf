import { SafeInstallError } from '../errors/index.ts';
import { applicable, type Edge, edgesOf } from './edges.ts';
import { fetchDirect } from './fetch-direct.ts';
import type { Description } from './metadata-reader.ts';
import { type ProjectNode, PYTHON } from './node.ts';
import type { Run } from './run.ts';
import { type OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';

/**
 * What a version needs here, by what it says of itself. Requires-Python comes first, so that an unfit version fails
 * before anything is looked up for it.
 *
 * @returns `undefined` when its markers compare what cannot be compared.
 * @throws SafeInstallError `resolve.address`, `resolve.unsupported-wheel`, `resolve.wrong-project`
 */
export async function edgesOfVersion(
  { name, extras }: ProjectNode,
  version: OriginVersion,
  { requiresPython, providesExtra, requiresDist }: Description,
  { options, nodes, target, lookups, adjustments }: Run,
): Promise<readonly Edge[] | undefined> {
  const edges: Edge[] = [];
  if (extras.length > 0) {
    edges.push({
      package: nodes.node(name).key,
      versions: VersionsByOrigin.exactly(version),
      why: { kind: 'same-version', name },
    });
  } else if (requiresPython !== null && !requiresPython.isEmpty && !options.ignoreRequiresPython) {
    edges.push({
      package: PYTHON,
      versions: VersionsByOrigin.within(requiresPython.toRange()),
      why: { kind: 'requires-python', specifier: requiresPython },
    });
  }
  if (options.dependencies === 'without') return edges;
  const known = extras.filter((extra) => providesExtra.includes(extra));
  const needed = unlessIncomparable(() =>
    applicable(adjustments.apply(requiresDist, known), target.markers, known),
  );
  if (needed === undefined) return undefined;
  const requiredBy = { name, version: version.version };
  for (const requirement of needed) {
    const found = await edgesOf(requirement, null, nodes, (request) =>
      fetchDirect({ ...request, requiredBy }, lookups),
    );
    edges.push(...found);
  }
  return edges;
}

function unlessIncomparable<Value>(evaluate: () => Value): Value | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof SafeInstallError && error.code === 'packaging.marker') return undefined;
    throw error;
  }
}
