import { printable, SafeInstallError } from '../../errors/index.ts';
import { isJsonObject, memberOf, ShapeReader, WHOLE } from '../json/shape-reader.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../json/strict-json.ts';
import type { Attestation } from './attestation.ts';
import { evidenceRules, MOST_CERTIFICATES, MOST_TIMESTAMPS, shapeCodes } from './limits.ts';
import { readEntries, type TransparencyEntry } from './transparency-entry.ts';

/** With what the signature was made: a certificate's key, or a bare key that the bundle only hints at. */
export type SigningKey =
  | {
      readonly kind: 'certificate';
      /** DER of the leaf. */
      readonly certificate: Buffer;
      /** DER of what older bundles carry after it; no trust comes from them. */
      readonly intermediates: readonly Buffer[];
    }
  | { readonly kind: 'public-key'; readonly hint: string };

/** What was signed: a statement in a DSSE envelope, or the sha256 of the file itself. */
export type SignedContent =
  | {
      readonly kind: 'envelope';
      readonly payloadType: string;
      readonly payload: Buffer;
      readonly signature: Buffer;
    }
  | { readonly kind: 'message'; readonly digest: Buffer; readonly signature: Buffer };

/** A signature with all that is needed to verify it offline; its shape is right, nothing of it is verified. */
export interface SigstoreBundle {
  /** As what it was served: sentences differ, and PEP 740 has no place for timestamps. */
  readonly form: 'attestation' | 'bundle';
  readonly key: SigningKey;
  /** One or more. */
  readonly entries: readonly TransparencyEntry[];
  /** DER of RFC 3161 responses. */
  readonly timestamps: readonly Buffer[];
  readonly content: SignedContent;
}

/** The media types of the versions 0.1 to 0.3. */
const VERSIONS: ReadonlyMap<string, '0.1' | '0.2' | '0.3'> = new Map([
  ['application/vnd.dev.sigstore.bundle+json;version=0.1', '0.1'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.2', '0.2'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', '0.3'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', '0.3'],
]);

export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/**
 * @throws SafeInstallError `provenance.json`, `.duplicate-key`, `.too-large`, `bundle.version` or `bundle.malformed`.
 * @see https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */
export function parseSigstoreBundle(source: string | Uint8Array): SigstoreBundle {
  return toSigstoreBundle(parseStrictJson(source, evidenceRules('the bundle')));
}

/** @throws SafeInstallError `provenance.too-large`, `bundle.version` or `bundle.malformed`. */
export function toSigstoreBundle(json: JsonValue): SigstoreBundle {
  const version = versionOf(json);
  const shape = new ShapeReader('the bundle', shapeCodes('bundle.malformed'));
  const bundle = shape.object(json, WHOLE);
  const material = shape.object(memberOf(bundle, 'verificationMaterial'), 'verificationMaterial');
  const timestamps = memberOf(material, 'timestampVerificationData') ?? {};
  const read: SigstoreBundle = {
    form: 'bundle',
    key: readKey(shape, material, version),
    entries: readEntries(shape, memberOf(material, 'tlogEntries'), 'verificationMaterial.tlogEntries'),
    timestamps: readTimestamps(
      shape,
      shape.object(timestamps, 'verificationMaterial.timestampVerificationData'),
    ),
    content: readContent(shape, bundle),
  };
  shape.finish();
  return read;
}

/** The bundle that a PEP 740 attestation is another spelling of; its payload type is fixed by the PEP. */
export const bundleOf = (attestation: Attestation): SigstoreBundle => ({
  form: 'attestation',
  key: { kind: 'certificate', certificate: attestation.certificate, intermediates: [] },
  entries: attestation.entries,
  timestamps: [],
  content: {
    kind: 'envelope',
    payloadType: STATEMENT_PAYLOAD_TYPE,
    payload: attestation.statement,
    signature: attestation.signature,
  },
});

function versionOf(json: JsonValue): '0.1' | '0.2' | '0.3' {
  const mediaType = isJsonObject(json) ? memberOf(json, 'mediaType') : undefined;
  const version = typeof mediaType === 'string' ? VERSIONS.get(mediaType) : undefined;
  if (version !== undefined) return version;
  throw new SafeInstallError({
    code: 'bundle.version',
    message: `the bundle is of the media type ${printable(JSON.stringify(mediaType ?? null), 80)}, which is not known`,
  });
}

/** Exactly one of the three members that say what the key is; a chain is of the versions before 0.3 only. */
function readKey(shape: ShapeReader, material: JsonObject, version: string): SigningKey {
  const path = 'verificationMaterial';
  const given = presentOf(material, ['certificate', 'x509CertificateChain', 'publicKey']);
  if (given.length !== 1)
    shape.note(path, 'has not exactly one certificate, certificate chain or public key');
  switch (given[0]) {
    case 'publicKey': {
      const key = shape.object(memberOf(material, 'publicKey'), `${path}.publicKey`);
      return { kind: 'public-key', hint: shape.text(memberOf(key, 'hint'), `${path}.publicKey.hint`) };
    }
    case 'x509CertificateChain': {
      if (version === '0.3') shape.note(`${path}.x509CertificateChain`, 'does not exist in version 0.3');
      const chain = shape.object(memberOf(material, 'x509CertificateChain'), `${path}.x509CertificateChain`);
      const at = `${path}.x509CertificateChain.certificates`;
      const list = shape.array(memberOf(chain, 'certificates'), at, MOST_CERTIFICATES);
      const [certificate, ...intermediates] = list.map((each, index) =>
        readCertificate(shape, each, `${at}[${index}]`),
      );
      if (certificate === undefined) shape.note(at, 'is empty');
      return { kind: 'certificate', certificate: certificate ?? Buffer.alloc(0), intermediates };
    }
    default:
      return {
        kind: 'certificate',
        certificate: readCertificate(shape, memberOf(material, 'certificate'), `${path}.certificate`),
        intermediates: [],
      };
  }
}

const readCertificate = (shape: ShapeReader, json: JsonValue | undefined, path: string): Buffer =>
  shape.bytes(memberOf(shape.object(json, path), 'rawBytes'), `${path}.rawBytes`);

function readTimestamps(shape: ShapeReader, data: JsonObject): readonly Buffer[] {
  const path = 'verificationMaterial.timestampVerificationData.rfc3161Timestamps';
  return shape
    .array(memberOf(data, 'rfc3161Timestamps') ?? [], path, MOST_TIMESTAMPS)
    .map((each, index) =>
      shape.bytes(
        memberOf(shape.object(each, `${path}[${index}]`), 'signedTimestamp'),
        `${path}[${index}].signedTimestamp`,
      ),
    );
}

/** Signatures that are looked at to say that there is more than the one that is allowed. */
const MOST_SIGNATURES = 8;

/** Exactly one of an envelope with one signature, or a message signature with its sha256. */
function readContent(shape: ShapeReader, bundle: JsonObject): SignedContent {
  const given = presentOf(bundle, ['dsseEnvelope', 'messageSignature']);
  if (given.length !== 1) shape.note(WHOLE, 'has not exactly one dsseEnvelope or messageSignature');
  return given[0] === 'messageSignature'
    ? readMessage(shape, shape.object(memberOf(bundle, 'messageSignature'), 'messageSignature'))
    : readEnvelope(shape, shape.object(memberOf(bundle, 'dsseEnvelope'), 'dsseEnvelope'));
}

function readEnvelope(shape: ShapeReader, envelope: JsonObject): SignedContent {
  const signatures = shape.array(
    memberOf(envelope, 'signatures'),
    'dsseEnvelope.signatures',
    MOST_SIGNATURES,
  );
  if (signatures.length > 1) shape.note('dsseEnvelope.signatures', 'has more than one signature');
  const signature = shape.object(signatures[0], 'dsseEnvelope.signatures[0]');
  return {
    kind: 'envelope',
    payloadType: shape.text(memberOf(envelope, 'payloadType'), 'dsseEnvelope.payloadType'),
    payload: shape.bytes(memberOf(envelope, 'payload'), 'dsseEnvelope.payload'),
    signature: shape.bytes(memberOf(signature, 'sig'), 'dsseEnvelope.signatures[0].sig'),
  };
}

function readMessage(shape: ShapeReader, message: JsonObject): SignedContent {
  const digest = shape.object(memberOf(message, 'messageDigest'), 'messageSignature.messageDigest');
  // Another algorithm would let a digest stand that nobody here computes of the file.
  if (memberOf(digest, 'algorithm') !== 'SHA2_256')
    shape.note('messageSignature.messageDigest.algorithm', 'is not "SHA2_256"');
  return {
    kind: 'message',
    digest: shape.bytes(memberOf(digest, 'digest'), 'messageSignature.messageDigest.digest'),
    signature: shape.bytes(memberOf(message, 'signature'), 'messageSignature.signature'),
  };
}

/** Which of `names` the object has; a member that is null is absent, as in the JSON of protocol buffers. */
const presentOf = (object: JsonObject, names: readonly string[]): readonly string[] =>
  names.filter((name) => (memberOf(object, name) ?? null) !== null);
