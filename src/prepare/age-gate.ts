import type { DistributionFile } from '../artifact/index.ts';
import type { NormalizedName, Version } from '../packaging/index.ts';
import { waiversOf } from '../policy/index.ts';
import type { Governance } from './governance.ts';

/**
 * Which files are too young for the policy (design, point 10), for the resolver to take an older release instead.
 *
 * A file whose index states no time is left in: it is refused by name when it is chosen, and not passed over in silence.
 * So is one for which a waiver speaks.
 */
export function ageGate({ policy, now }: Governance): (file: DistributionFile) => boolean {
  const isAsked = policy.layers.some(({ settings, ci, rules }) =>
    [settings, ci, ...rules.map((rule) => rule.settings)].some(({ minAge }) => minAge !== undefined),
  );
  if (!isAsked) return () => false;
  const limits = new Map<NormalizedName, Map<Version, number>>();
  const limitOf = (name: NormalizedName, version: Version): number => {
    const known = limits.get(name) ?? new Map<Version, number>();
    limits.set(name, known);
    const limit = known.get(version) ?? now.getTime() - policy.demandsOn(name, version).settings.minAge.value;
    known.set(version, limit);
    return limit;
  };
  return ({ name, version, sha256, uploadTime }) =>
    uploadTime !== null &&
    uploadTime.getTime() > limitOf(name, version) &&
    (sha256 === null ||
      !waiversOf(policy.waivers, { name, version, sha256 }, now).some(
        ({ check }) => check === 'age.too-new',
      ));
}
