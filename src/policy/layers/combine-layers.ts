import { SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import type { LayerKind, PolicyLayer } from '../layer.ts';
import { describeOrigin } from '../origin.ts';
import { isSameSource, PUBLIC_GOOD, type TrustSource } from '../trust-source.ts';
import { looseningsOf } from './check-tightening.ts';
import { EffectivePolicy } from './effective-policy.ts';
import type { CiMode } from './effective-settings.ts';

/** From the least specific to the nearest. */
const ORDER: readonly LayerKind[] = ['organisation', 'user', 'project', 'command line'];

/**
 * Lays policies over each other.
 *
 * @param layers at most one of each kind, in any order.
 * @throws SafeInstallErrors `policy.loosened`, for everything that a layer allows and the organisation does not;
 *   `policy.trust` where one name means two trust roots.
 */
export function combineLayers(layers: readonly PolicyLayer[], ci: CiMode): EffectivePolicy {
  const ordered = [...layers].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  const organisation = ordered.find(({ kind }) => kind === 'organisation') ?? null;
  const below = ordered.filter((layer) => layer !== organisation);
  const errors = [
    ...(organisation === null ? [] : below.flatMap((layer) => looseningsOf(organisation, layer))),
    ...ambiguousRoots(ordered),
  ];
  if (errors.length > 0) throw new SafeInstallErrors(errors);
  return new EffectivePolicy({
    organisation,
    files: below.filter(({ kind }) => kind !== 'command line'),
    commandLine: below.find(({ kind }) => kind === 'command line') ?? null,
    ci,
  });
}

/** A name stands for one root: what is verified under a root says so by its name. */
function ambiguousRoots(layers: readonly PolicyLayer[]): readonly SafeInstallError[] {
  const known = new Map<string, TrustSource>([[PUBLIC_GOOD.name, PUBLIC_GOOD]]);
  const roots = layers.flatMap(({ root, namedRoots }) => [
    ...(root === null ? [] : [root]),
    ...namedRoots.values(),
  ]);
  return roots.flatMap((root) => {
    const other = known.get(root.name);
    known.set(root.name, root);
    if (other === undefined || isSameSource(root, other)) return [];
    return [
      new SafeInstallError({
        code: 'policy.trust',
        message: `"${root.name}" is the name of two trust roots`,
        subject: describeOrigin(root.origin),
        facts: [
          { label: 'one', value: root.name, origin: describeOrigin(other.origin) },
          { label: 'other', value: root.name, origin: describeOrigin(root.origin) },
        ],
        hint: 'Give one of them another name',
      }),
    ];
  });
}
