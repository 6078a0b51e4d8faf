import { describe, expect, it } from 'vitest';
import type { TransparencyEntry } from '../../../src/attestation/evidence/transparency-entry.ts';
import { checkCheckpoint } from '../../../src/attestation/steps/checkpoint.ts';
import { checkLoggedCertificate } from '../../../src/attestation/steps/logged-certificate.ts';

const ROOT = Buffer.alloc(32, 7);
const ENTRY: TransparencyEntry = {
  logId: Buffer.alloc(32, 1),
  logIndex: 4,
  kind: 'dsse',
  version: '0.0.1',
  integratedTime: 1,
  promise: Buffer.from('p'),
  proof: { logIndex: 4, treeSize: 5, rootHash: ROOT, hashes: [], checkpoint: '' },
  body: Buffer.from('{}'),
};

describe('checkCheckpoint', () => {
  const check = (checkpoint: string) => checkCheckpoint({ ...ENTRY, proof: { ...ENTRY.proof, checkpoint } });
  const root = ROOT.toString('base64');

  it('reads origin, size and root, and passes over what a log adds', () => {
    const expected = { origin: 'log.example', treeSize: 5, rootHash: ROOT };
    expect(check(`log.example\n5\n${root}\n\n— log.example AAAA\n`)).toEqual(expected);
    expect(check(`log.example\n5\n${root}\nTimestamp: 1\n\n— log.example AAAA\n`)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['no signatures', `log.example\n5\n${root}\n`],
    ['no origin', `\n5\n${root}\n\n— log.example AAAA\n`],
    ['no size', `log.example\n\n— log.example AAAA\n`],
    ['an empty size', `log.example\n\n${root}\n\n— log.example AAAA\n`],
    ['a size in hexadecimal', `log.example\n0x5\n${root}\n\n— log.example AAAA\n`],
    ['a size with a leading zero', `log.example\n05\n${root}\n\n— log.example AAAA\n`],
    ['a size with a space', `log.example\n5 \n${root}\n\n— log.example AAAA\n`],
    ['another size', `log.example\n6\n${root}\n\n— log.example AAAA\n`],
    ['no root', `log.example\n5\n\n— log.example AAAA\n`],
    ['a root that is no base64', `log.example\n5\n!\n\n— log.example AAAA\n`],
    ['a root that is too short', `log.example\n5\nAAAA\n\n— log.example AAAA\n`],
    ['another root', `log.example\n5\n${Buffer.alloc(32, 8).toString('base64')}\n\n— log.example AAAA\n`],
  ])('refuses %s', (_what, checkpoint) => {
    expect(() => check(checkpoint)).toRefuse('sigstore.tlog');
  });
});

describe('checkLoggedCertificate', () => {
  const certificate = Buffer.concat([Buffer.from([0x30, 0x03]), Buffer.from('abc')]);
  const base64 = certificate.toString('base64');
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const check = (kind: string, version: string, body: unknown): void =>
    checkLoggedCertificate(
      { ...ENTRY, kind, version, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) },
      certificate,
    );
  const verifier = { x509Certificate: { rawBytes: base64 } };
  const dsse = (logged: unknown) => ({ spec: { signatures: [{ verifier: logged }] } });

  it.each([
    ['dsse', '0.0.1', dsse(encode(pem))],
    ['dsse', '0.0.1', dsse(encode(pem.replaceAll('\n', '\r\n')))],
    ['dsse', '0.0.2', { spec: { dsseV002: { signatures: [{ verifier }] } } }],
    ['hashedrekord', '0.0.1', { spec: { signature: { publicKey: { content: encode(pem) } } } }],
    ['hashedrekord', '0.0.2', { spec: { hashedRekordV002: { signature: { verifier } } } }],
    ['intoto', '0.0.2', { spec: { content: { envelope: { signatures: [{ publicKey: encode(pem) }] } } } }],
  ])('finds it in an entry of %s %s', (kind, version, body) => {
    expect(() => check(kind, version, body)).not.toThrow();
  });

  it.each([
    ['of an unknown kind', 'alpine', '0.0.1', dsse(encode(pem))],
    ['that is not JSON', 'dsse', '0.0.1', 'spec'],
    ['that is a list', 'dsse', '0.0.1', []],
    ['without a signature', 'dsse', '0.0.1', { spec: { signatures: [] } }],
    [
      'whose signatures are an object',
      'dsse',
      '0.0.1',
      { spec: { signatures: { 0: { verifier: encode(pem) } } } },
    ],
    ['with a number for it', 'dsse', '0.0.1', dsse(1)],
    ['with something that is no base64', 'dsse', '0.0.1', dsse(pem)],
    [
      'with a certificate between other lines',
      'dsse',
      '0.0.1',
      dsse(encode(`${'-'.repeat(27)}${base64}${'-'.repeat(25)}`)),
    ],
    ['with a certificate that has no end', 'dsse', '0.0.1', dsse(encode(pem.replace('END', 'ENT')))],
    [
      'with a certificate that has no beginning',
      'dsse',
      '0.0.1',
      dsse(encode(pem.replace('BEGIN', 'BEGUN'))),
    ],
    ['with two certificates', 'dsse', '0.0.1', dsse(encode(pem + pem))],
    ['with another certificate', 'dsse', '0.0.1', dsse(encode(pem.replace(base64, 'MAA=')))],
    ['with the certificate in the place of another kind', 'dsse', '0.0.2', dsse(base64)],
  ])('refuses an entry %s', (_what, kind, version, body) => {
    expect(() => check(kind, version, body)).toRefuse('sigstore.tlog');
  });
});
