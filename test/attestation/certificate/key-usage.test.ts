import { describe, expect, it } from 'vitest';
import { certificates, der } from '../../../e2e/sigstore/index.ts';
import { type Certificate, OID } from '../../../src/attestation/certificate/certificate.ts';
import { checkKeyUsage } from '../../../src/attestation/certificate/key-usage.ts';

const SIGNING = certificates.extendedKeyUsage(certificates.OIDS.codeSigning).value;

/** A certificate whose key usage is this bit string: how many of its last bits are unused, then the bits. */
const certificate = (...bitString: readonly number[]): Certificate =>
  ({
    extensions: new Map([
      [OID.keyUsage, { value: der.der(0x03, Buffer.from(bitString)) }],
      [OID.extendedKeyUsage, { value: SIGNING }],
    ]),
  }) as unknown as Certificate;

describe('checkKeyUsage', () => {
  it.each([
    ['with seven bits that are unused', [7, 0x80]],
    ['among other uses', [0, 0xff]],
    ['in the first of two bytes', [7, 0x80, 0x80]],
  ])('takes digital signature %s', (_how, bitString) => {
    expect(() => checkKeyUsage(certificate(...bitString))).not.toThrow();
  });

  it.each([
    ['with eight bits that are unused, so that none is left', [8, 0x80]],
    ['as the only bit that is not set', [0, 0x7f]],
    ['in the second byte', [0, 0x00, 0x80]],
    ['without any byte', []],
  ])('refuses digital signature %s', (_how, bitString) => {
    expect(() => checkKeyUsage(certificate(...bitString))).toRefuse('sigstore.key-usage');
  });
});
