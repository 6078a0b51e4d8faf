import { printable, SafeInstallError } from '../../errors/index.ts';
import { decodeWrappedBase64 } from '../json/base64.ts';
import { isJsonObject, memberOf, ShapeReader, WHOLE } from '../json/shape-reader.ts';
import { type JsonValue, parseStrictJson } from '../json/strict-json.ts';
import { evidenceRules, shapeCodes } from './limits.ts';
import { readEntries, type TransparencyEntry } from './transparency-entry.ts';

/** A PEP 740 attestation object of version 1, as it was served: its shape is right, nothing of it is verified. */
export interface Attestation {
  /** DER. */
  readonly certificate: Buffer;
  /** One or more. */
  readonly entries: readonly TransparencyEntry[];
  /** The bytes of an in-toto statement. */
  readonly statement: Buffer;
  /** Over the DSSE encoding of the statement. */
  readonly signature: Buffer;
}

/**
 * @throws SafeInstallError `provenance.json`, `.duplicate-key`, `.too-large`, `.version` or `.malformed`.
 * @see https://peps.python.org/pep-0740/#attestation-objects
 */
export function parseAttestation(source: string | Uint8Array): Attestation {
  return toAttestation(parseStrictJson(source, evidenceRules('the attestation')));
}

/** @throws SafeInstallError `provenance.too-large`, `.version` or `.malformed`. */
export function toAttestation(json: JsonValue): Attestation {
  checkVersion(json, 'the attestation');
  const shape = new ShapeReader('the attestation', shapeCodes('provenance.malformed'));
  const attestation = readAttestation(shape, json, '');
  shape.finish();
  return attestation;
}

/** Reads the attestation at `path` (empty, or ending in a dot is not needed: `attestations[0]`) without finishing. */
export function readAttestation(shape: ShapeReader, json: JsonValue, path: string): Attestation {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const object = shape.object(json, path === '' ? WHOLE : path);
  const material = shape.object(memberOf(object, 'verification_material'), at('verification_material'));
  const envelope = shape.object(memberOf(object, 'envelope'), at('envelope'));
  return {
    certificate: shape.bytes(
      memberOf(material, 'certificate'),
      at('verification_material.certificate'),
      decodeWrappedBase64,
    ),
    entries: readEntries(
      shape,
      memberOf(material, 'transparency_entries'),
      at('verification_material.transparency_entries'),
    ),
    statement: shape.bytes(memberOf(envelope, 'statement'), at('envelope.statement'), decodeWrappedBase64),
    signature: shape.bytes(memberOf(envelope, 'signature'), at('envelope.signature'), decodeWrappedBase64),
  };
}

/**
 * A version other than 1 is told before any field: what else is in the object may be as its own version wants it.
 *
 * @throws SafeInstallError `provenance.version`.
 */
export function checkVersion(json: JsonValue, what: string): void {
  if (!isJsonObject(json)) return; // told as malformed by the reader of its members
  const version = memberOf(json, 'version');
  if (version === 1) return;
  throw new SafeInstallError({
    code: 'provenance.version',
    message:
      version === undefined
        ? `${what} states no version`
        : `${what} is of version ${printable(JSON.stringify(version), 40)}, not 1`,
  });
}
