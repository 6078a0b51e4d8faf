import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ASN1Obj, X509Certificate } from '@sigstore/core';
import { DerReader, TAG } from './der.ts';

/**
 * The library's certificate, with its answers remembered and its bytes kept.
 *
 * The library encodes a certificate anew whenever it compares or verifies one, decodes each public key anew, and verifies
 * intermediate and root anew for every leaf: 7 of the 9 ms that an attestation costs with it. What one certificate of
 * the trust root says about another cannot change, so each pair is verified once for as long as the root is held.
 */
export class RememberingCertificate extends X509Certificate {
  readonly #der: Buffer;
  readonly #signedBytes: Buffer;
  readonly #verifiedBy = new WeakMap<X509Certificate, boolean>();
  #key: KeyObject | undefined;
  #publicKey: Buffer | undefined;

  /** `signedBytes`: the part of `der` that the issuer has signed. */
  constructor(der: Buffer, signedBytes: Buffer) {
    super(ASN1Obj.parseBuffer(Buffer.from(der)));
    this.#der = der;
    this.#signedBytes = signedBytes;
  }

  override get publicKey(): Buffer {
    this.#publicKey ??= super.publicKey;
    return this.#publicKey;
  }

  override equals(other: X509Certificate): boolean {
    return other === this || (other instanceof RememberingCertificate && other.#der.equals(this.#der));
  }

  override verify(issuer: X509Certificate = this): boolean {
    if (!(issuer instanceof RememberingCertificate)) return false;
    const known = this.#verifiedBy.get(issuer);
    if (known !== undefined) return known;
    const verified = this.#isSignedBy(issuer);
    this.#verifiedBy.set(issuer, verified);
    return verified;
  }

  /** A copy that its holder may take extensions out of, as the library does to rebuild what a certificate log has signed. */
  override clone(): X509Certificate {
    const signed = copyOfSigned(this.tbsCertificate, this.#signedBytes);
    return new X509Certificate(withParts(this.root, [signed, ...this.root.subs.slice(1)]));
  }

  #isSignedBy(issuer: RememberingCertificate): boolean {
    const algorithm: string | undefined = this.signatureAlgorithm;
    if (algorithm === undefined) return false; // Node would take its own default for an algorithm that nobody knows
    issuer.#key ??= createPublicKey({ key: issuer.publicKey, format: 'der', type: 'spki' });
    return verify(algorithm, this.#signedBytes, issuer.#key, this.signatureValue);
  }
}

/** An element that is encoded by the bytes that it was read from. */
class VerbatimElement extends ASN1Obj {
  readonly #bytes: Buffer;

  constructor(element: ASN1Obj, bytes: Buffer) {
    super(element.tag, element.value, element.subs);
    this.#bytes = bytes;
  }

  override toDER(): Buffer {
    return this.#bytes;
  }
}

const withParts = (element: ASN1Obj, parts: ASN1Obj[]): ASN1Obj =>
  new ASN1Obj(element.tag, element.value, parts);

/** The context tag of the extensions of a certificate (RFC 5280, section 4.1). */
const EXTENSIONS = 3;

/** Copies the path to the list of extensions; everything else stays as it was read. */
function copyOfSigned(signed: ASN1Obj, bytes: Buffer): ASN1Obj {
  const reader = new DerReader(bytes, 'the certificate').enter(TAG.sequence);
  const fields = signed.subs.map((field) => {
    const { bytes: own } = reader.read();
    return field.tag.isContextSpecific(EXTENSIONS)
      ? copyOfExtensions(field, own)
      : new VerbatimElement(field, own);
  });
  return withParts(signed, fields);
}

function copyOfExtensions(wrapper: ASN1Obj, bytes: Buffer): ASN1Obj {
  const reader = new DerReader(bytes, 'the certificate').enter(0xa0 | EXTENSIONS);
  const lists = wrapper.subs.map((list) => copyOfList(list, reader.enter(TAG.sequence))); // there is one
  return withParts(wrapper, lists);
}

function copyOfList(list: ASN1Obj, reader: DerReader): ASN1Obj {
  const extensions = list.subs.map((extension) => new VerbatimElement(extension, reader.read().bytes));
  return withParts(list, extensions);
}
