import { createHash } from 'node:crypto';
import type { TestAuthority } from './authority.ts';

export interface TrustedParts {
  readonly authority: TestAuthority;
  readonly logs: readonly { readonly url: string; readonly key: Buffer }[];
  readonly timestampChain: readonly Buffer[];
}

const ALWAYS = { start: '1970-01-01T00:00:00Z' };

/** Text of a `trusted_root.json` that trusts exactly these parts. */
export const writeTrustedRoot = ({ authority, logs, timestampChain }: TrustedParts): string =>
  JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: logs.map(({ url, key }) => logOf(url, key)),
    ctlogs: [logOf('https://ctfe.sigstore.example', authority.log.publicKey)],
    certificateAuthorities: [
      authorityOf('https://fulcio.sigstore.example', [authority.intermediate, authority.root]),
    ],
    timestampAuthorities: [authorityOf('https://timestamp.sigstore.example', timestampChain)],
  });

const logOf = (baseUrl: string, key: Buffer): object => ({
  baseUrl,
  hashAlgorithm: 'SHA2_256',
  publicKey: {
    rawBytes: key.toString('base64'),
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    validFor: ALWAYS,
  },
  logId: { keyId: createHash('sha256').update(key).digest('base64') },
});

const authorityOf = (uri: string, chain: readonly Buffer[]): object => ({
  subject: { organization: 'example', commonName: 'test' },
  uri,
  certChain: { certificates: chain.map((certificate) => ({ rawBytes: certificate.toString('base64') })) },
  validFor: ALWAYS,
});
