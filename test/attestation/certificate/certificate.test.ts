import { sign } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { der, githubIdentity, newKeyPair } from '../../../e2e/sigstore/index.ts';
import { readCertificate } from '../../../src/attestation/certificate/certificate.ts';
import { DerReader } from '../../../src/attestation/certificate/der.ts';
import { RememberingCertificate } from '../../../src/attestation/certificate/remembering-certificate.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { testSigstore } from '../support.ts';

describe('DerReader', () => {
  it.each([
    ['an empty element', '0400', ''],
    ['a short one', '0403010203', '010203'],
    ['a long one', `048180${'ab'.repeat(128)}`, 'ab'.repeat(128)],
    ['a longer one', `04820100${'cd'.repeat(256)}`, 'cd'.repeat(256)],
  ])('reads %s', (_what, hex, contents) => {
    const reader = new DerReader(Buffer.from(hex, 'hex'), 'the bytes');
    expect(reader.read(0x04).contents.toString('hex')).toBe(contents);
    expect(reader.isAtEnd).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '04'],
    ['a tag of two bytes', '1f0100'],
    ['an element that ends too early', '040301'],
    ['a length that ends too early', '0482'],
    ['an indefinite length', '3080'],
    ['a length of four bytes', '048400000001ff'],
    ['an indefinite length before as many bytes as it seems to say', `0480${'00'.repeat(128)}`],
    ['a short length in the long form', '04817f'.padEnd(260, '0')],
    ['a length with a zero before it', `04820080${'ab'.repeat(128)}`],
    ['another tag', '0500'],
  ])('refuses %s', (_what, hex) => {
    const reader = new DerReader(Buffer.from(hex, 'hex'), 'the bytes');
    expect(() => reader.read(0x04)).toRefuse('sigstore.certificate');
  });

  it('tells a tag as specifications write it', () => {
    const reader = new DerReader(Buffer.from('0500', 'hex'), 'the bytes');
    expect(() => reader.read(0xa3)).toThrow('the bytes has the tag 0x05 where 0xa3 belongs');
  });

  it('refuses a tag of two bytes, whatever tag is wanted', () => {
    expect(() => new DerReader(Buffer.from('1f0100', 'hex'), 'the bytes').read()).toRefuse(
      'sigstore.certificate',
    );
  });

  it('refuses what follows the end', () => {
    const reader = new DerReader(Buffer.from('040004', 'hex'), 'the bytes');
    reader.read(0x04);
    expect(() => reader.finish()).toRefuse('sigstore.certificate');
  });
});

describe('readCertificate', () => {
  let leaf: Buffer;
  beforeAll(async () => {
    const { sigstore } = await testSigstore();
    const { publicKey } = newKeyPair();
    leaf = await sigstore.authority.issue({ identity: githubIdentity(), publicKey, at: new Date() });
  });

  it('takes a certificate apart', () => {
    const certificate = readCertificate(leaf);
    expect(certificate.extensions.size).toBeGreaterThan(20);
    expect(leaf.includes(certificate.signedBytes)).toBe(true);
    expect(certificate.subject.toString('hex')).toBe('3000');
  });

  it.each([
    ['a byte too much', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0])])],
    ['a byte too little', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['nothing', () => Buffer.alloc(0)],
    ['more than any certificate has', () => der.sequence(Buffer.alloc(40_000))],
    ['something else', () => der.sequence(der.integer(1))],
    ['version 1', (bytes: Buffer) => replaced(bytes, 'a003020102', 'a003020100')],
    [
      'two signature algorithms',
      (bytes: Buffer) => replaced(bytes, '300a06082a8648ce3d040303', '300a06082a8648ce3d040302'),
    ],
    ['a critical flag that is not DER', (bytes: Buffer) => replaced(bytes, '0101ff', '010101')],
    ['a critical flag that says the default', (bytes: Buffer) => replaced(bytes, '0101ff', '010100')],
  ])('refuses %s', (_what, change) => {
    expect(() => readCertificate(change(leaf))).toRefuse('sigstore.certificate');
  });

  it('takes a certificate without extensions, which then lacks all that is asked of one', () => {
    const { fields, rest } = partsOf(leaf);
    const bare = der.sequence(der.sequence(...fields.slice(0, -1)), ...rest);
    expect(readCertificate(bare).extensions.size).toBe(0);
  });

  it.each<[string, (parts: Parts) => Buffer]>([
    [
      'after its signature',
      ({ fields, rest }) => der.sequence(der.sequence(...fields), ...rest, der.integer(1)),
    ],
    [
      'after its extensions',
      ({ fields, rest }) => der.sequence(der.sequence(...fields, der.integer(1)), ...rest),
    ],
    [
      'between its key and its extensions',
      ({ fields, rest }) =>
        der.sequence(
          der.sequence(...fields.slice(0, -1), der.der(0x82, Buffer.from([0])), ...fields.slice(-1)),
          ...rest,
        ),
    ],
    [
      'after the list of its extensions',
      ({ fields, extensions, rest }) =>
        der.sequence(
          der.sequence(
            ...fields.slice(0, -1),
            der.der(0xa3, der.sequence(...extensions), der.sequence(...extensions)),
          ),
          ...rest,
        ),
    ],
    [
      'inside an extension',
      ({ fields, extensions: [first, ...others], rest }) =>
        der.sequence(
          der.sequence(
            ...fields.slice(0, -1),
            der.der(
              0xa3,
              der.sequence(der.sequence(first?.subarray(2) ?? Buffer.alloc(0), der.integer(1)), ...others),
            ),
          ),
          ...rest,
        ),
    ],
    [
      'in an extension of 40,000 bytes',
      ({ fields, extensions, rest }) =>
        der.sequence(
          der.sequence(
            ...fields.slice(0, -1),
            der.der(
              0xa3,
              der.sequence(
                ...extensions,
                der.sequence(der.objectIdentifier('1.2.3'), der.octetString(Buffer.alloc(40_000))),
              ),
            ),
          ),
          ...rest,
        ),
    ],
  ])('refuses something %s', (_where, build) => {
    expect(() => readCertificate(build(partsOf(leaf)))).toRefuse('sigstore.certificate');
  });

  it('reads as many bytes and extensions as its caps say, and no more', () => {
    const room = MOST - withExtensions(leaf, [filler(1, 20_000)]).length;
    const largest = withExtensions(leaf, [filler(1, 20_000 + room)]);
    expect(largest).toHaveLength(MOST);
    expect(readCertificate(largest).extensions.size).toBeGreaterThan(20);
    const larger = withExtensions(leaf, [filler(1, 20_001 + room)]);
    expect(() => readCertificate(larger)).toThrow('the certificate has more than the 32768 bytes');

    const left = 64 - partsOf(leaf).extensions.length;
    const fillers = Array.from({ length: left + 1 }, (_, index) => filler(index, 1));
    expect(readCertificate(withExtensions(leaf, fillers.slice(1))).extensions.size).toBe(64);
    expect(() => readCertificate(withExtensions(leaf, fillers))).toThrow(
      'the certificate has more than the 64 extensions that are read',
    );
  });

  it('never throws anything but a refusal, whatever byte is turned', () => {
    for (let index = 0; index < leaf.length; index++) {
      const bytes = Buffer.from(leaf);
      bytes[index] = (bytes[index] ?? 0) ^ 0x55;
      try {
        readCertificate(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SafeInstallError);
      }
    }
    expect.hasAssertions();
  });
});

describe('RememberingCertificate', () => {
  it('answers as the library does', async () => {
    const { sigstore } = await testSigstore();
    const { publicKey } = newKeyPair();
    const issued = await sigstore.authority.issue({ identity: githubIdentity(), publicKey, at: new Date() });
    const [root, intermediate, leaf] = [sigstore.authority.root, sigstore.authority.intermediate, issued].map(
      (bytes) => new RememberingCertificate(bytes, readCertificate(bytes).signedBytes),
    );
    if (root === undefined || intermediate === undefined || leaf === undefined)
      throw new Error('three were made');
    for (let time = 0; time < 2; time++) {
      expect(leaf.verify(intermediate)).toBe(true);
      expect(leaf.verify(root)).toBe(false);
      expect(leaf.verify()).toBe(false);
      expect(intermediate.verify(root)).toBe(true);
      expect(root.verify()).toBe(true);
    }
    expect(leaf.equals(leaf)).toBe(true);
    expect(
      leaf.equals(new RememberingCertificate(Buffer.from(issued), readCertificate(issued).signedBytes)),
    ).toBe(true);
    expect(leaf.equals(intermediate)).toBe(false);
    const copy = leaf.clone();
    for (const kept of copy.extensions) expect(kept.toDER()).toBe(kept.toDER()); // not encoded anew
    expect(copy.root.toDER().equals(issued)).toBe(true);
    expect(copy.tbsCertificate.toDER().equals(leaf.tbsCertificate.toDER())).toBe(true);
    copy.extensions.splice(0, 1);
    expect(copy.extensions).toHaveLength(leaf.extensions.length - 1);
    expect(leaf.clone().extensions).toHaveLength(leaf.extensions.length);
  });
});

describe('RememberingCertificate, on its own', () => {
  it('verifies once what it is asked twice', () => {
    const certificate = selfSigned('1.2.840.10045.4.3.2');
    const algorithm = vi.spyOn(certificate, 'signatureAlgorithm', 'get');
    expect([certificate.verify(), certificate.verify(), certificate.verify(certificate)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(algorithm).toHaveBeenCalledTimes(1);
  });

  it('verifies nothing by an algorithm that nobody knows', () => {
    expect(selfSigned('1.2.840.10045.4.3.99').verify()).toBe(false);
  });

  it('believes no certificate that has been taken apart elsewhere', () => {
    const certificate = selfSigned('1.2.840.10045.4.3.2');
    expect(certificate.verify(new X509Certificate(certificate.root))).toBe(false);
    expect(certificate.equals(new X509Certificate(certificate.root))).toBe(false);
  });
});

/** Bytes of the largest certificate that is read. */
const MOST = 32 * 1024;

/** An extension that nobody knows. */
const filler = (number: number, size: number): Buffer =>
  der.sequence(der.objectIdentifier(`1.2.3.${number}`), der.octetString(Buffer.alloc(size)));

/** The certificate with more extensions; nobody signs it. */
function withExtensions(certificate: Buffer, more: readonly Buffer[]): Buffer {
  const { fields, extensions, rest } = partsOf(certificate);
  const wrapped = der.der(0xa3, der.sequence(...extensions, ...more));
  return der.sequence(der.sequence(...fields.slice(0, -1), wrapped), ...rest);
}

interface Parts {
  /** Of what is signed; the last are the extensions, wrapped. */
  readonly fields: readonly Buffer[];
  readonly extensions: readonly Buffer[];
  /** Algorithm and signature. */
  readonly rest: readonly Buffer[];
}

function partsOf(certificate: Buffer): Parts {
  const outer = new DerReader(certificate, 'the test').enter(0x30);
  const fields = elementsOf(outer.enter(0x30));
  const wrapped = new DerReader(fields.at(-1) ?? Buffer.alloc(0), 'the test').enter(0xa3);
  return { fields, extensions: elementsOf(wrapped.enter(0x30)), rest: elementsOf(outer) };
}

function elementsOf(reader: DerReader): Buffer[] {
  const elements: Buffer[] = [];
  while (!reader.isAtEnd) elements.push(reader.read().bytes);
  return elements;
}

/** A certificate that signs itself with SHA-256, and names this algorithm for it. */
function selfSigned(algorithm: string): RememberingCertificate {
  const { publicKey, privateKey } = newKeyPair();
  const named = der.sequence(der.objectIdentifier(algorithm));
  const time = der.utcTime(new Date());
  const signed = der.sequence(
    der.der(0xa0, der.integer(2)),
    der.integer(1),
    named,
    der.sequence(),
    der.sequence(time, time),
    der.sequence(),
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const bytes = der.sequence(signed, named, der.bitString(sign('sha256', signed, privateKey)));
  return new RememberingCertificate(bytes, readCertificate(bytes).signedBytes);
}

/** The bytes with the first occurrence of one piece, in hexadecimal, replaced by another as long. */
function replaced(bytes: Buffer, from: string, to: string): Buffer {
  const text = bytes.toString('hex');
  if (!text.includes(from)) throw new Error(`${from} is not in the certificate`);
  return Buffer.from(text.replace(from, to), 'hex');
}
