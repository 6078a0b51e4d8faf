import { SafeInstallError } from '../../errors/index.ts';
import { isJsonObject, memberOf, ShapeReader, WHOLE } from '../json/shape-reader.ts';
import { type JsonValue, parseStrictJson } from '../json/strict-json.ts';
import type { PublisherClaim } from '../publisher/publisher.ts';
import { readPublisherClaim } from '../publisher/publisher-claim.ts';
import { type Attestation, checkVersion, readAttestation } from './attestation.ts';
import { evidenceRules, MOST_ATTESTATIONS, MOST_BUNDLES, shapeCodes } from './limits.ts';

/** Attestations of one publisher. The publisher is what the index *claims*; a certificate has to say the same. */
export interface AttestationBundle {
  readonly publisher: PublisherClaim;
  /** One or more. */
  readonly attestations: readonly Attestation[];
}

/** A PEP 740 provenance object of version 1: its shape is right, nothing of it is verified. */
export interface Provenance {
  /** One or more. */
  readonly bundles: readonly AttestationBundle[];
}

/**
 * @throws SafeInstallError `provenance.json`, `.duplicate-key`, `.too-large`, `.version`, `.empty` or `.malformed`.
 * @see https://peps.python.org/pep-0740/#provenance-objects
 */
export function parseProvenance(source: string | Uint8Array): Provenance {
  return toProvenance(parseStrictJson(source, evidenceRules('the provenance')));
}

/** @throws SafeInstallError `provenance.too-large`, `.version`, `.empty` or `.malformed`. */
export function toProvenance(json: JsonValue): Provenance {
  checkVersion(json, 'the provenance');
  const shape = new ShapeReader('the provenance', shapeCodes('provenance.malformed'));
  const object = shape.object(json, WHOLE);
  const list = isJsonObject(json) ? memberOf(object, 'attestation_bundles') : [];
  const bundles = shape
    .array(list, 'attestation_bundles', MOST_BUNDLES)
    .map((bundle, index) => readBundle(shape, bundle, `attestation_bundles[${index}]`));
  shape.finish();
  checkNotEmpty(bundles);
  return { bundles };
}

function readBundle(shape: ShapeReader, json: JsonValue, path: string): AttestationBundle {
  const object = shape.object(json, path);
  const list = shape.array(memberOf(object, 'attestations'), `${path}.attestations`, MOST_ATTESTATIONS);
  return {
    publisher: readPublisherClaim(shape, memberOf(object, 'publisher'), `${path}.publisher`),
    attestations: list.map((attestation, index) => {
      checkVersion(attestation, `the attestation at ${path}.attestations[${index}]`);
      return readAttestation(shape, attestation, `${path}.attestations[${index}]`);
    }),
  };
}

/** PEP 740 wants "one or more" of both. Of an empty list every member verifies: the reference tools print OK for it. */
function checkNotEmpty(bundles: readonly AttestationBundle[]): void {
  const hollow = bundles.findIndex((bundle) => bundle.attestations.length === 0);
  if (bundles.length > 0 && hollow === -1) return;
  throw new SafeInstallError({
    code: 'provenance.empty',
    message:
      bundles.length === 0
        ? 'the provenance has no attestation bundle'
        : `the provenance has no attestation in attestation_bundles[${hollow}]`,
  });
}
