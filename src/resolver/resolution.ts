import type { Candidate } from '../artifact/index.ts';
import type { NormalizedName, Requirement } from '../packaging/index.ts';
import type { InstalledPackage } from './candidate-source.ts';
import type { Edge } from './edges.ts';
import { installOrder } from './install-order.ts';
import { type Kept, whyKept } from './kept.ts';
import type { Description } from './metadata-reader.ts';
import { type ProjectNode, PYTHON, ROOT } from './node.ts';
import type { Run } from './run.ts';
import type { OriginVersion } from './versions-by-origin.ts';
import { warningsAbout } from './warnings.ts';

/** The answer: what is to be installed, and what can stay. */
export interface Resolution<Installed extends InstalledPackage = InstalledPackage> {
  /** In the order in which pip installs: what others need comes before them. */
  readonly candidates: readonly Candidate[];
  /** Installed distributions that satisfy what is asked of them, in the same order. */
  readonly kept: readonly Installed[];
  /** Sentences without a final period, for people. */
  readonly warnings: readonly string[];
}

/** What was found for one package that is needed. */
export interface PinnedPackage {
  readonly node: ProjectNode;
  readonly version: OriginVersion;
  readonly description: Description;
  readonly needs: readonly Edge[];
}

/** The packages that are needed, and who needs whom; without those that a search has pinned and then had no use for. */
function neededGraph(pinned: ReadonlyMap<string, PinnedPackage>, rootEdges: readonly Edge[]) {
  const graph = new Map<string, Set<string>>();
  const queue = [ROOT];
  for (const key of queue) {
    if (graph.has(key)) continue;
    const edges = key === ROOT ? rootEdges : (pinned.get(key)?.needs ?? []);
    const needs = new Set(edges.map((edge) => edge.package));
    graph.set(key, needs);
    queue.push(...needs);
  }
  return graph;
}

/** Makes the answer of what the solver has pinned. */
export function toResolution<Installed extends InstalledPackage>(
  pinned: ReadonlyMap<string, PinnedPackage>,
  rootEdges: readonly Edge[],
  installed: ReadonlyMap<NormalizedName, Installed>,
  run: Run,
): Resolution<Installed> {
  const graph = neededGraph(pinned, rootEdges);
  const requiredBy = new Map<string, Set<NormalizedName>>();
  const extras = new Map<NormalizedName, Set<NormalizedName>>();
  for (const [key, needs] of graph) {
    const node = run.nodes.find(key);
    if (node === undefined) continue;
    for (const extra of node.extras) addTo(extras, node.name, extra);
    for (const needed of needs) {
      const child = run.nodes.find(needed);
      if (child !== undefined && child.name !== node.name) addTo(requiredBy, child.name, node.name);
    }
  }
  const { requirements: requested, places } = requestedByUser(rootEdges, run);
  const candidates: Candidate[] = [];
  const kept: Installed[] = [];
  const warnings: string[] = [];
  for (const key of installOrder(graph, ROOT)) {
    const found = pinned.get(key);
    if (found === undefined || key === PYTHON) continue;
    warnings.push(...warningsAbout(found, run));
    const { node, version, description } = found;
    const isLeftOut = run.options.dependencies === 'only' && requested.has(node.name);
    if (node.extras.length > 0 || isLeftOut) continue;
    const present = installed.get(node.name);
    const reason: Kept = whyKept(description.taken, present, version, run.options);
    if (reason !== 'not' && present !== undefined) {
      kept.push(present);
      if (reason === 'same-wheel')
        warnings.push(
          `${node.name} ${present.version} is installed already and stays; --force-reinstall installs the wheel that you give`,
        );
    } else if (description.taken !== null) {
      candidates.push({
        name: node.name,
        version: version.version,
        file: description.taken.file,
        metadata: description.taken.metadata,
        extras: [...(extras.get(node.name) ?? [])].sort(),
        allowedHashes: run.hashes.get(node.name) ?? [],
        requestedBy: requested.get(node.name) ?? [],
        ...placesOf(places.get(node.name)),
        requiredBy: [...(requiredBy.get(node.name) ?? [])].sort(),
      });
    }
  }
  return { candidates, kept, warnings };
}

function addTo<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

interface Requested {
  /** By project; one by an address alone is spelled as `name @ address`. */
  readonly requirements: ReadonlyMap<NormalizedName, readonly Requirement[]>;
  /** Where they stand in files. */
  readonly places: ReadonlyMap<NormalizedName, ReadonlySet<string>>;
}

/** The user's requirements. */
function requestedByUser(rootEdges: readonly Edge[], run: Run): Requested {
  const requested = new Map<NormalizedName, Set<Requirement>>();
  const places = new Map<NormalizedName, Set<string>>();
  for (const { package: key, why } of rootEdges) {
    const node = run.nodes.find(key);
    if (node === undefined || (why.kind !== 'requirement' && why.kind !== 'address')) continue;
    addTo(requested, node.name, why.requirement);
    const origin = why.user?.origin ?? null;
    if (origin !== null) addTo(places, node.name, origin);
  }
  const requirements = new Map([...requested].map(([name, each]) => [name, [...each]]));
  return { requirements, places };
}

const placesOf = (places: ReadonlySet<string> | undefined): Pick<Candidate, 'requestedAt'> =>
  places === undefined ? {} : { requestedAt: [...places] };
