import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/attestation/certificate/certificate.ts';
import { readClaims } from '../../../src/attestation/certificate/claims.ts';

const FIRST_STRING = 8;

/** A certificate that makes these claims; a text is written as Fulcio writes it. */
function certificate(claims: Readonly<Record<number, string | Buffer>>): Certificate {
  const extensions = Object.entries(claims).map(([number, text]) => {
    const raw = Buffer.from(text as string);
    const value =
      typeof text !== 'string' || Number(number) < FIRST_STRING
        ? raw
        : Buffer.concat([Buffer.from([0x0c, raw.length]), raw]);
    return [`2b0601040183bf3001${Number(number).toString(16).padStart(2, '0')}`, { value }] as const;
  });
  return { extensions: new Map(extensions) } as unknown as Certificate;
}

/** The numbers of Fulcio's documentation, which are not to be mixed up: each is another promise. */
const NUMBERS = {
  legacyTrigger: 2,
  legacyCommit: 3,
  legacyWorkflowName: 4,
  legacyRepository: 5,
  legacyRef: 6,
  issuer: 8,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepositoryUri: 12,
  sourceRepositoryDigest: 13,
  sourceRepositoryRef: 14,
  sourceRepositoryIdentifier: 15,
  sourceRepositoryOwnerUri: 16,
  sourceRepositoryOwnerIdentifier: 17,
  buildConfigUri: 18,
  buildConfigDigest: 19,
  buildTrigger: 20,
  runInvocationUri: 21,
  sourceRepositoryVisibility: 22,
  deploymentEnvironment: 23,
  tokenSubject: 24,
} as const;

describe('readClaims', () => {
  it.each(Object.entries(NUMBERS))('reads %s from number %i, and from no other', (name, number) => {
    const others = Object.fromEntries(
      Object.values(NUMBERS)
        .filter((each) => each !== number && each !== NUMBERS.issuer)
        .map((each) => [each, `claim ${each}`]),
    );
    const all = readClaims(certificate({ 8: 'claim 8', ...others, [number]: 'it' }));
    expect(all[name as keyof typeof NUMBERS]).toBe('it');
    expect(Object.values(all).filter((value) => value === 'it')).toHaveLength(1);
    expect(readClaims(certificate({ 8: 'x', ...others }))[name as keyof typeof NUMBERS]).toBe(
      number === NUMBERS.issuer ? 'x' : null,
    );
  });

  it('takes the issuer from where older certificates have it', () => {
    expect(readClaims(certificate({ 1: 'old' })).issuer).toBe('old');
    expect(readClaims(certificate({ 1: 'same', 8: 'same' })).issuer).toBe('same');
  });

  it.each<[string, Record<number, string | Buffer>]>([
    ['no issuer', { 9: 'x' }],
    ['an empty issuer', { 8: '' }],
    ['two issuers', { 1: 'one', 8: 'other' }],
    ['a text with a control character', { 8: 'x', 12: 'a\nb' }],
    ['a text that is not ASCII', { 8: 'https\u{fabef}' }],
    ['a raw claim that is not ASCII', { 8: 'x', 2: Buffer.from([0x41, 0xc3]) }],
    ['a claim of another type', { 8: 'x', 12: Buffer.from([0x13, 0x01, 0x41]) }],
    ['a claim with something behind it', { 8: 'x', 12: Buffer.from([0x0c, 0x01, 0x41, 0x00]) }],
    ['a claim that is cut off', { 8: 'x', 12: Buffer.from([0x0c, 0x05, 0x41]) }],
    ['a claim that is empty', { 8: 'x', 12: Buffer.alloc(0) }],
  ])('refuses %s', (_reason, claims) => {
    expect(() => readClaims(certificate(claims))).toRefuse('sigstore.claims');
  });
});
