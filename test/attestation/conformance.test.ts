import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main, verifyBundleFile } from '../../e2e/conformance/verify-bundle.ts';
import { TrustRoot } from '../../src/attestation/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../support/shared-data.ts';

const SUITE = ['sigstore-conformance', 'test', 'assets', 'bundle-verify'] as const;

/** Cases that come out otherwise than their name says, with the reason. */
const DEVIATIONS: Readonly<Record<string, string>> = {};

/** What each case that must fail is refused with: a refusal for another reason would prove nothing. */
const CODES: Readonly<Record<string, string>> = {
  'bundle-empty-certificate-chain_fail': 'bundle.malformed',
  'bundle-from-wrong-instance_fail': 'sigstore.chain',
  'bundle-malformed-json_fail': 'provenance.json',
  'bundle-negative-log-index_fail': 'bundle.malformed',
  'bundle-with-root-cert_fail': 'bundle.malformed', // its proof has no checkpoint either, which is seen first
  'checkpoint-bad-keyhint_fail': 'sigstore.tlog',
  'dsse-invalid-sig_fail': 'sigstore.tlog',
  'dsse-mismatch-envelope_fail': 'sigstore.tlog',
  'inclusion-proof-corrupted-hash_fail': 'sigstore.tlog',
  'integrated-time-in-future_fail': 'sigstore.chain',
  'intoto-expired-certificate_fail': 'sigstore.chain',
  'intoto-log-entry-mismatch_fail': 'sigstore.tlog',
  'intoto-set-outside-signing-cert-validity_fail': 'sigstore.chain',
  'intoto-tsa-timestamp-outside-cert-validity_fail': 'sigstore.chain',
  'invalid-checkpoint-signature_fail': 'sigstore.tlog',
  'invalid-ct-key_fail': 'sigstore.sct',
  'invalid-inclusion-proof_fail': 'bundle.malformed', // version 0.2 without a checkpoint
  'managed-key-no-key_fail': 'sigstore.key',
  'message-digest-mismatch_fail': 'statement.subject-digest',
  'rekor2-checkpoint-missing-log-signature_fail': 'sigstore.tlog',
  'rekor2-checkpoint-missing-root-hash_fail': 'sigstore.tlog',
  'rekor2-checkpoint-missing-size_fail': 'sigstore.tlog',
  'rekor2-checkpoint-no-matching-signature_fail': 'sigstore.tlog',
  'rekor2-dsse-invalid-sig_fail': 'sigstore.tlog',
  'rekor2-dsse-mismatch-sig_fail': 'sigstore.tlog',
  'rekor2-no-inclusion-proof_fail': 'bundle.malformed',
  'rekor2-timestamp-outside-trust-root-tsa-validity_fail': 'sigstore.time',
  'rekor2-timestamp-outside-tsa-cert-validity_fail': 'sigstore.time',
  'rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail': 'sigstore.time',
  'rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail': 'sigstore.time',
  'rekor2-timestamp-with-incorrect-time_fail': 'bundle.malformed', // changed by hand: its base64 is not canonical
  'signature-mismatch_fail': 'sigstore.tlog',
  'trust-root-tlog-missing-validity-start_fail': 'trust.malformed',
  'wrong-hashedrekord-artifact_fail': 'sigstore.tlog',
  'wrong-hashedrekord-cert-and-sig_fail': 'sigstore.tlog',
  'wrong-material_fail': 'statement.subject-digest',
};

describe.skipIf(SHARED_DATA === undefined)('the Sigstore conformance suite', () => {
  const rules =
    SHARED_DATA === undefined
      ? undefined
      : sharedJson<{ rules: { identity_default: string; issuer_default: string } }>(
          'sigstore-conformance',
          'manifest.json',
        ).rules;
  const cases =
    SHARED_DATA === undefined
      ? []
      : readdirSync(sharedPath(...SUITE), { withFileTypes: true })
          .filter((each) => each.isDirectory())
          .map((each) => each.name);
  const production =
    SHARED_DATA === undefined
      ? undefined
      : TrustRoot.parse(
          readFileSync(sharedPath('trusted-roots', 'production.trusted_root.json')),
          'production',
        );
  const outcomes = new Map<string, string>();

  it.each(cases)('%s', async (name) => {
    const outcome = await run(name);
    outcomes.set(name, outcome);
    if (name in DEVIATIONS) return;
    expect(outcome).toBe(name.endsWith('_fail') ? CODES[name] : 'passed');
  });

  it('comes out as each name says', () => {
    const passed = [...outcomes.values()].filter((outcome) => outcome === 'passed').length;
    console.log(
      `conformance: ${outcomes.size} cases, ${passed} verified, ${outcomes.size - passed} refused, ${Object.keys(DEVIATIONS).length} deviations`,
    );
    expect(outcomes.size).toBe(cases.length);
  });

  it.each([
    ['an unknown command', ['sign-bundle'], 2],
    ['no bundle', ['verify-bundle', 'a.txt'], 2],
    ['no file', ['verify-bundle', '--bundle', 'x'], 2],
    ['the staging instance without its root', ['verify-bundle', '--staging', '--bundle', 'x', 'a.txt'], 2],
  ])('has a command line that refuses %s', async (_what, argv, exitCode) => {
    expect(await main(argv)).toBe(exitCode);
  });

  it('has a command line that takes a file, or the digest of a subject', async () => {
    if (rules === undefined) throw new Error('there is no shared data');
    const artifact = sharedPath(...SUITE, 'a.txt');
    const digest = createHash('sha256').update(readFileSync(artifact)).digest('hex');
    const argvFor = (name: string, identity: string, subject: string): string[] => [
      'verify-bundle',
      ...['--bundle', sharedPath(...SUITE, name, 'bundle.sigstore.json')],
      ...['--certificate-identity', identity],
      ...['--certificate-oidc-issuer', rules.issuer_default],
      subject,
    ];
    const statement = 'happy-path-intoto-in-dsse-v3';
    const message = 'happy-path-v0.3-new-mediaType';
    const honest = rules.identity_default;
    expect(await main(argvFor(statement, honest, artifact))).toBe(0);
    expect(await main(argvFor(statement, honest, `sha256:${digest}`))).toBe(0);
    expect(await main(argvFor(message, honest, artifact))).toBe(0);
    expect(await main(argvFor(statement, `${honest}x`, artifact))).toBe(1);
    expect(await main(argvFor(statement, honest, `sha256:${'0'.repeat(64)}`))).toBe(1);
    expect(await main(argvFor(message, honest, `sha256:${digest}`))).toBe(1);
  });

  async function run(name: string): Promise<string> {
    const inCase = (file: string): string => sharedPath(...SUITE, name, file);
    const textOf = (file: string, otherwise: string): string =>
      existsSync(inCase(file)) ? readFileSync(inCase(file), 'utf8').trim() : otherwise;
    try {
      const trustedRoot = existsSync(inCase('trusted_root.json'))
        ? TrustRoot.parse(readFileSync(inCase('trusted_root.json')), name)
        : production;
      if (trustedRoot === undefined || rules === undefined) throw new Error('there is no shared data');
      await verifyBundleFile({
        bundle: inCase('bundle.sigstore.json'),
        artifact: existsSync(inCase('artifact')) ? inCase('artifact') : sharedPath(...SUITE, 'a.txt'),
        trustedRoot,
        signer: existsSync(inCase('key.pub'))
          ? { kind: 'key', key: createPublicKey(readFileSync(inCase('key.pub'))) }
          : {
              kind: 'identity',
              identity: textOf('identity', rules.identity_default),
              issuer: textOf('issuer', rules.issuer_default),
            },
      });
      return 'passed';
    } catch (error) {
      if (error instanceof SafeInstallError) return error.code;
      throw error;
    }
  }
});
