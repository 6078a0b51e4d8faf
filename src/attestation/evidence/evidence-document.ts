import { SafeInstallError } from '../../errors/index.ts';
import { isJsonObject, memberOf } from '../json/shape-reader.ts';
import { parseStrictJson } from '../json/strict-json.ts';
import { type Attestation, toAttestation } from './attestation.ts';
import { evidenceRules } from './limits.ts';
import { type Provenance, toProvenance } from './provenance.ts';
import { type SigstoreBundle, toSigstoreBundle } from './sigstore-bundle.ts';

/** A file of evidence of one of the kinds that lie beside distributions. */
export type EvidenceDocument =
  | { readonly kind: 'provenance'; readonly provenance: Provenance }
  | { readonly kind: 'attestation'; readonly attestation: Attestation }
  | { readonly kind: 'bundle'; readonly bundle: SigstoreBundle };

/** Members that only one of the kinds has. */
const MARKS: ReadonlyMap<EvidenceDocument['kind'], readonly string[]> = new Map([
  ['provenance', ['attestation_bundles']],
  ['attestation', ['verification_material', 'envelope']],
  ['bundle', ['mediaType', 'verificationMaterial']],
]);

/**
 * Evidence that says what it is by its shape: file names (`.provenance`, `.publish.attestation`, `.sigstore.json`,
 * `.sigstore`) are habits, and the user may name any file.
 *
 * @throws SafeInstallError `provenance.unrecognized` when it is of no kind or of two, else as the parser of its kind.
 */
export function parseEvidence(source: string | Uint8Array): EvidenceDocument {
  const json = parseStrictJson(source, evidenceRules('the evidence'));
  const object = isJsonObject(json) ? json : {};
  const kinds = [...MARKS].filter(([, marks]) => marks.some((mark) => memberOf(object, mark) !== undefined));
  const [kind, another] = kinds.map(([each]) => each);
  if (kind === undefined || another !== undefined)
    throw new SafeInstallError({
      code: 'provenance.unrecognized',
      message:
        kind === undefined
          ? 'the JSON is no PEP 740 provenance or attestation and no Sigstore bundle'
          : `the JSON has the members of a PEP 740 ${kind} and of a ${another}`,
    });
  switch (kind) {
    case 'provenance':
      return { kind, provenance: toProvenance(json) };
    case 'attestation':
      return { kind, attestation: toAttestation(json) };
    case 'bundle':
      return { kind, bundle: toSigstoreBundle(json) };
  }
}
