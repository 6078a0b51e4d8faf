import { describe, expect, it } from 'vitest';
import { certificates } from '../../../e2e/sigstore/index.ts';
import { type Certificate, OID } from '../../../src/attestation/certificate/certificate.ts';
import { readSubjectAlternativeName } from '../../../src/attestation/certificate/subject-alternative-name.ts';

const { emailName, subjectAlternativeName, uriName, userName } = certificates;

const certificate = (name: Buffer): Certificate => {
  const { value } = subjectAlternativeName(name);
  return { extensions: new Map([[OID.subjectAlternativeName, { value }]]) } as unknown as Certificate;
};

describe('readSubjectAlternativeName', () => {
  it.each([
    ['uri', uriName],
    ['email', emailName],
    ['user-name', userName],
  ] as const)('reads a %s in printable ASCII, from the first character to the last', (kind, encode) => {
    const value = '!#0@Az~';
    expect(readSubjectAlternativeName(certificate(encode(value)))).toEqual({ kind, value });
  });

  it.each([
    ['empty', ''],
    ['with a space', 'ada lovelace'],
    ['with a control character', 'ada\u007f'],
    ['that is not ASCII', 'аda'],
  ])('refuses a name %s', (_what, value) => {
    for (const encode of [uriName, emailName, userName])
      expect(() => readSubjectAlternativeName(certificate(encode(value)))).toRefuse('sigstore.san');
  });
});
