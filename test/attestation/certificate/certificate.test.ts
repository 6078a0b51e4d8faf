import { beforeAll, describe, expect, it } from 'vitest';
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
    ['a short length in the long form', '04817f'.padEnd(260, '0')],
    ['a length with a zero before it', `04820080${'ab'.repeat(128)}`],
    ['another tag', '0500'],
  ])('refuses %s', (_what, hex) => {
    const reader = new DerReader(Buffer.from(hex, 'hex'), 'the bytes');
    expect(() => reader.read(0x04)).toRefuse('sigstore.certificate');
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
    expect(leaf.equals(intermediate)).toBe(false);
    const copy = leaf.clone();
    expect(copy.root.toDER().equals(issued)).toBe(true);
    expect(copy.tbsCertificate.toDER().equals(leaf.tbsCertificate.toDER())).toBe(true);
    copy.extensions.splice(0, 1);
    expect(copy.extensions).toHaveLength(leaf.extensions.length - 1);
    expect(leaf.clone().extensions).toHaveLength(leaf.extensions.length);
  });
});

/** The bytes with the first occurrence of one piece, in hexadecimal, replaced by another as long. */
function replaced(bytes: Buffer, from: string, to: string): Buffer {
  const text = bytes.toString('hex');
  if (!text.includes(from)) throw new Error(`${from} is not in the certificate`);
  return Buffer.from(text.replace(from, to), 'hex');
}
