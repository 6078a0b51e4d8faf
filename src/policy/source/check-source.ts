import type { SignerIdentity } from '../../attestation/index.ts';
import { type Fact, SafeInstallError } from '../../errors/index.ts';
import { describeOrigin, type Stated } from '../origin.ts';
import type { SourceDemand } from '../settings.ts';
import { type DeclaredSource, matchSource, type SourceMatch } from './match-source.ts';

/** Links that an error shows. */
const MOST_SHOWN = 5;

/**
 * Holds the attested source against the declared one (design, point 9).
 *
 * @returns what is to be told, with `warn`; nothing where both agree, or there is nothing to compare.
 * @throws SafeInstallError `source.differs` or `source.undeclared`, with `require`.
 */
export function checkSource(
  identity: SignerIdentity,
  metadata: DeclaredSource,
  demand: Stated<SourceDemand>,
): readonly SafeInstallError[] {
  if (demand.value === 'off') return [];
  const found = matchSource(identity, metadata);
  if (found === null || found.kind === 'match') return [];
  const error = sourceError(found, demand);
  if (demand.value === 'require') throw error;
  return [error];
}

function sourceError(
  { kind, attested, declared }: SourceMatch,
  { value, origin }: Stated<SourceDemand>,
): SafeInstallError {
  const facts: readonly Fact[] = [
    ...declared
      .slice(0, MOST_SHOWN)
      .map((link) => ({ label: 'declared', value: link, origin: 'the metadata' })),
    { label: 'attested', value: attested, origin: 'the certificate' },
    { label: 'demanded', value: `source = "${value}"`, origin: describeOrigin(origin) },
  ];
  return kind === 'differs'
    ? new SafeInstallError({
        code: 'source.differs',
        message: 'it was built from somewhere else than its metadata says',
        facts,
        hint: 'Do not install it before its maintainers have explained it',
      })
    : new SafeInstallError({
        code: 'source.undeclared',
        message: 'its metadata does not say where its source is',
        facts,
        hint: 'Look at the attested source yourself; a rule with source = "warn" would give up the demand for this package',
      });
}
