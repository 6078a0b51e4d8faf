import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { TrustRoot } from '../../../src/attestation/index.ts';
import { SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { testSigstore } from '../support.ts';

let honest: string;
beforeAll(async () => {
  honest = (await testSigstore()).sigstore.trustedRoot;
});

/** The root with the member at `path` replaced, or deleted. */
function withMember(path: string, member: unknown): string {
  const root = JSON.parse(honest);
  const steps = path.split('.');
  let at = root;
  for (const step of steps.slice(0, -1)) at = at[step];
  const last = steps.at(-1) ?? '';
  if (member === undefined) delete at[last];
  else at[last] = member;
  return JSON.stringify(root);
}

const CHAIN = 'certificateAuthorities.0.certChain.certificates';

const valueAt = (path: string): unknown => path.split('.').reduce((at, step) => at[step], JSON.parse(honest));

const copies = (path: string, count: number): readonly unknown[] =>
  Array.from({ length: count }, () => valueAt(path));

/** Arrays inside each other. */
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** The certificate, said to be of the version that has no extensions. */
function ofVersion1(base64: string): string {
  const hex = Buffer.from(base64, 'base64').toString('hex').replace('a003020102', 'a003020100');
  return Buffer.from(hex, 'hex').toString('base64');
}

describe('TrustRoot.parse', () => {
  it('reads authorities, logs and their periods', () => {
    const root = TrustRoot.parse(honest, 'test');
    expect(root.material.tlogs).toHaveLength(2);
    expect(root.material.ctlogs).toHaveLength(1);
    expect(root.material.certificateAuthorities[0]?.certChain).toHaveLength(2);
    expect(root.sha256).toMatch(/^[0-9a-f]{64}$/u);
    expect(root.document).toBe(honest);
    expect(TrustRoot.parse(Buffer.from(honest), 'test').document).toBe(honest);
    expect(TrustRoot.parse(Buffer.from(honest), 'test').sha256).toBe(root.sha256);
    expect(TrustRoot.parse(root.document, 'test').sha256).toBe(root.sha256);
  });

  it.each([
    ['text that is no JSON', '{'],
    ['a list', '[]'],
    ['a key that stands there twice', '{"mediaType":"a","mediaType":"b"}'],
    ['more than any root has', `"${' '.repeat(1024 * 1024)}"`],
    ['more inside each other than any root has', '['.repeat(20) + ']'.repeat(20)],
  ])('refuses %s', (_what, text) => {
    expect(() => TrustRoot.parse(text, 'test')).toRefuse('trust.malformed');
  });

  it.each<[string, string, unknown]>([
    ['no media type', 'mediaType', undefined],
    ['another media type', 'mediaType', 'application/json'],
    ['no transparency logs', 'tlogs', undefined],
    ['an empty list of transparency logs', 'tlogs', []],
    ['no certificate logs', 'ctlogs', []],
    ['no authorities', 'certificateAuthorities', []],
    ['authorities that are an object', 'certificateAuthorities', {}],
    ['more logs than any root has', 'tlogs', Array.from({ length: 65 }, () => ({}))],
    ['a log that is null', 'tlogs.0', null],
    ['a log without an address', 'tlogs.0.baseUrl', undefined],
    ['a log without a key', 'tlogs.0.publicKey', undefined],
    ['a log whose key is empty', 'tlogs.0.publicKey.rawBytes', ''],
    ['a log whose key is none', 'tlogs.0.publicKey.rawBytes', 'AAAA'],
    ['a log whose key is of an unknown kind', 'tlogs.0.publicKey.keyDetails', 'ROT13'],
    ['a log without a period', 'tlogs.0.publicKey.validFor', undefined],
    ['a log without a beginning', 'tlogs.0.publicKey.validFor', {}],
    ['a log whose beginning is null', 'tlogs.0.publicKey.validFor', { start: null }],
    ['a log whose beginning is no time', 'tlogs.0.publicKey.validFor', { start: 'yesterday' }],
    ['a log whose beginning is no day', 'tlogs.0.publicKey.validFor', { start: '2020-13-01T00:00:00Z' }],
    ['a log whose beginning has no zone', 'tlogs.0.publicKey.validFor', { start: '2020-01-01T00:00:00' }],
    [
      'a log whose beginning stands behind a word',
      'tlogs.0.publicKey.validFor',
      { start: 'on 2020-01-01T00:00:00Z' },
    ],
    [
      'a log whose beginning stands before one',
      'tlogs.0.publicKey.validFor',
      { start: '2020-01-01T00:00:00Z (UTC)' },
    ],
    [
      'a log that ends before it begins',
      'tlogs.0.publicKey.validFor',
      { start: '2020-01-01T00:00:00Z', end: '2019-01-01T00:00:00Z' },
    ],
    ['a log whose end is no time', 'tlogs.0.publicKey.validFor', { start: '2020-01-01T00:00:00Z', end: 1 }],
    ['a log without an id', 'tlogs.0.logId', undefined],
    ['a log whose id is empty', 'tlogs.0.logId.keyId', ''],
    ['a log whose id is not given', 'tlogs.0.logId.keyId', undefined],
    ['a certificate log without a beginning', 'ctlogs.0.publicKey.validFor', {}],
    ['an authority without certificates', 'certificateAuthorities.0.certChain.certificates', []],
    ['an authority without a beginning', 'certificateAuthorities.0.validFor', {}],
    [
      'an authority whose certificate is none',
      'certificateAuthorities.0.certChain.certificates.0.rawBytes',
      'AAAA',
    ],
    [
      'a timestamp authority whose certificate is empty',
      'timestampAuthorities.0.certChain.certificates.0.rawBytes',
      '',
    ],
    ['a timestamp authority without a beginning', 'timestampAuthorities.0.validFor', { start: '' }],
  ])('refuses %s', (_what, path, member) => {
    expect(() => TrustRoot.parse(withMember(path, member), 'test')).toRefuse('trust.malformed');
  });

  it.each<[string, string, unknown]>([
    ['no timestamp authority', 'timestampAuthorities', undefined],
    ['an end that is null', 'tlogs.0.publicKey.validFor', { start: '2020-01-01T00:00:00Z', end: null }],
    ['fractions of a second', 'tlogs.0.publicKey.validFor', { start: '2020-01-01T00:00:00.123456Z' }],
    ['a member that nobody knows', 'tlogs.0.operator', 'example'],
  ])('takes %s', (_what, path, member) => {
    expect(TrustRoot.parse(withMember(path, member), 'test').name).toBe('test');
  });

  it.each([
    'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
    'application/vnd.dev.sigstore.trustedroot.v0.2+json',
  ])('takes the media type %s', (mediaType) => {
    expect(TrustRoot.parse(withMember('mediaType', mediaType), 'test').name).toBe('test');
  });

  it.each<[string, () => string]>([
    ['1 MiB', () => honest.padEnd(1024 * 1024)],
    ['16 objects and arrays inside each other', () => withMember('operator', nested(15))],
    ['64 logs', () => withMember('tlogs', copies('tlogs.0', 64))],
    [
      '8 certificates of an authority',
      () => withMember(CHAIN, [...copies(`${CHAIN}.0`, 7), ...copies(`${CHAIN}.1`, 1)]),
    ],
    [
      'a period that ends as it begins',
      () =>
        withMember('tlogs.0.publicKey.validFor', {
          start: '2020-01-01T00:00:00Z',
          end: '2020-01-01T00:00:00Z',
        }),
    ],
  ])('takes %s', (_what, make) => {
    expect(TrustRoot.parse(make(), 'test').name).toBe('test');
  });

  it.each<[string, () => string]>([
    ['has more than the 1048576 bytes that are read', () => honest.padEnd(1024 * 1024 + 1)],
    ['has more than 16 objects and arrays inside', () => withMember('operator', nested(16))],
    [
      'has 65 members in tlogs, more than the 64 that are read',
      () => withMember('tlogs', copies('tlogs.0', 65)),
    ],
    [
      `has 9 members in ${CHAIN.replace('.0', '[0]')}, more than the 8 that are read`,
      () => withMember(CHAIN, copies(`${CHAIN}.0`, 9)),
    ],
    ['mediaType is null, which is not known', () => withMember('mediaType', undefined)],
    ['mediaType is 3, which is not known', () => withMember('mediaType', 3)],
    ['tlogs is empty, so that nothing could be verified', () => withMember('tlogs', [])],
    ['tlogs[0].logId is missing', () => withMember('tlogs.0.logId', undefined)],
    [
      'tlogs[0].publicKey.validFor.start is missing',
      () => withMember('tlogs.0.publicKey.validFor', { start: null }),
    ],
    ['tlogs[0].publicKey.validFor is missing', () => withMember('tlogs.0.publicKey.validFor', undefined)],
    ['tlogs[0].publicKey.rawBytes is empty', () => withMember('tlogs.0.publicKey.rawBytes', '')],
    ['certificates[0].rawBytes is not base64', () => withMember(`${CHAIN}.0.rawBytes`, '*')],
    [
      'tlogs[0].publicKey.validFor ends before it starts',
      () =>
        withMember('tlogs.0.publicKey.validFor', {
          start: '2020-01-01T00:00:00Z',
          end: '2019-12-31T23:59:59Z',
        }),
    ],
    [
      'tlogs[0].publicKey.validFor.end is not a time in UTC',
      () => withMember('tlogs.0.publicKey.validFor', { start: '2020-01-01T00:00:00Z', end: 'x' }),
    ],
    [`${CHAIN.replace('.0', '[0]')} is empty`, () => withMember(CHAIN, [])],
    [
      'the trust root has a certificate or a key that cannot be read (',
      () => withMember('tlogs.0.publicKey.rawBytes', 'AAAA'),
    ],
    [
      'the trust root has a certificate or a key that cannot be read (the certificate is not of version 3)',
      () => withMember(`${CHAIN}.0.rawBytes`, ofVersion1(valueAt(`${CHAIN}.0.rawBytes`) as string)),
    ],
  ])('tells that it %s', (message, make) => {
    expect(() => TrustRoot.parse(make(), 'test')).toThrow(message);
    expect(() => TrustRoot.parse(make(), 'test')).toRefuse('trust.malformed');
  });

  it('tells of a time that is empty once', () => {
    const empty = withMember('timestampAuthorities.0.validFor', { start: '' });
    expect(() => TrustRoot.parse(empty, 'test')).toThrow(
      /^the trust root is malformed: timestampAuthorities\[0\]\.validFor\.start is empty$/u,
    );
  });

  it('tells what is malformed as such, and no more', () => {
    expect(() => TrustRoot.parse(withMember('mediaType', undefined), 'test')).toThrow(
      /^the trust root is malformed: mediaType is null, which is not known$/u,
    );
  });

  it('says which file it is about', () => {
    expect(() => TrustRoot.parse('{}', 'roots/acme.json')).toThrow(
      expect.objectContaining({ subject: 'roots/acme.json' }),
    );
  });

  it
    .skipIf(SHARED_DATA === undefined)
    .each([
      'production.trusted_root.json',
      'staging.trusted_root.json',
      'staging.trusted_root.root-signing-staging.json',
    ])('reads %s', (file) => {
    const root = TrustRoot.parse(readFileSync(sharedPath('trusted-roots', file)), file);
    expect(root.material.tlogs.length).toBeGreaterThan(1);
  });
});
