/**
 * The `verify-bundle` command of the Sigstore conformance suite's client protocol, over the attestation room.
 *
 * Two things are the suite's and not safe-install's: a subject is known by its digest alone (its files are no
 * distributions), and a bundle may be signed with a bare key that the command line names.
 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseSigstoreBundle, type SigstoreBundle, TrustRoot } from '../../src/attestation/index.ts';
import { compare } from '../../src/attestation/publisher/match-publisher.ts';
import { checkLogPeriods } from '../../src/attestation/steps/log-period.ts';
import { checkPayloadType } from '../../src/attestation/steps/payload-type.ts';
import { verifySignatures } from '../../src/attestation/steps/signatures.ts';
import {
  envelopeContent,
  messageContent,
  type SignatureContent,
} from '../../src/attestation/steps/signed-content.ts';
import { parseStatement } from '../../src/attestation/steps/statement.ts';
import { checkSubjectDigest } from '../../src/attestation/steps/subject.ts';
import { checkTransparencyEntries } from '../../src/attestation/steps/transparency-entries.ts';
import { loadEmbeddedRoot } from '../../src/attestation/trust/embedded-root.ts';
import { verifySignature } from '../../src/attestation/verify-attestation.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import { parseSha256, type Sha256 } from '../../src/packaging/index.ts';

export interface VerifyBundleOptions {
  readonly bundle: string;
  /** Path of the artifact, or `sha256:…`. */
  readonly artifact: string;
  readonly trustedRoot: TrustRoot;
  readonly signer:
    | { readonly kind: 'identity'; readonly identity: string; readonly issuer: string }
    | { readonly kind: 'key'; readonly key: KeyObject };
}

interface Artifact {
  readonly sha256: Sha256;
  /** `null` when only the digest is known. */
  readonly bytes: Buffer | null;
}

/** @throws SafeInstallError when the bundle does not verify. */
export async function verifyBundleFile(options: VerifyBundleOptions): Promise<void> {
  const bundle = parseSigstoreBundle(await readFile(options.bundle));
  const artifact = await readArtifact(options.artifact);
  const content = await contentOf(bundle, artifact);
  if (options.signer.kind === 'key') verifyByKey(bundle, content, options.trustedRoot, options.signer.key);
  else verifyByIdentity(bundle, content, options.trustedRoot, options.signer);
  if (bundle.content.kind !== 'envelope') return;
  checkPayloadType(bundle.content.payloadType);
  checkSubjectDigest(parseStatement(bundle.content.payload).subject, artifact.sha256);
}

function verifyByIdentity(
  bundle: SigstoreBundle,
  content: SignatureContent,
  root: TrustRoot,
  expected: { readonly identity: string; readonly issuer: string },
): void {
  const { identity } = verifySignature(bundle, content, root);
  const [mismatch] = [
    ...compare('identity.subject', 'identity', expected.identity, identity.name.value),
    ...compare('identity.issuer', 'issuer', expected.issuer, identity.claims.issuer),
  ];
  if (mismatch !== undefined)
    throw new SafeInstallError({ code: mismatch.code, message: `the ${mismatch.field} is another` });
}

function verifyByKey(
  bundle: SigstoreBundle,
  content: SignatureContent,
  root: TrustRoot,
  key: KeyObject,
): void {
  const entries = checkTransparencyEntries(bundle);
  const parts = { key: bundle.key, certificate: null, entries, timestamps: bundle.timestamps, content };
  checkLogPeriods(entries, verifySignatures(parts, root, key), root);
}

async function contentOf(
  { content }: SigstoreBundle,
  { sha256, bytes }: Artifact,
): Promise<SignatureContent> {
  if (content.kind === 'envelope') return envelopeContent(content);
  if (bytes === null)
    throw new SafeInstallError({
      code: 'usage.option',
      message: 'a signature over the file itself is verified with the file, not with its digest',
    });
  return await messageContent(content, {
    sha256,
    bytes: async function* () {
      yield bytes;
    },
  });
}

/** As the protocol says: a digest only when it looks like one and is no path on disk. */
async function readArtifact(text: string): Promise<Artifact> {
  const digest = text.startsWith('sha256:') ? parseSha256(text.slice('sha256:'.length)) : undefined;
  if (digest !== undefined && !(await exists(text))) return { sha256: digest, bytes: null };
  const bytes = await readFile(text);
  return { sha256: createHash('sha256').update(bytes).digest('hex') as Sha256, bytes };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** The command line; returns the exit code: 0 verified, 1 refused, 2 a command line that is none of the protocol. */
export async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command !== 'verify-bundle') return fail(`the command ${command} is not one of a verifier`, 2);
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      staging: { type: 'boolean' },
      bundle: { type: 'string' },
      'certificate-identity': { type: 'string' },
      'certificate-oidc-issuer': { type: 'string' },
      key: { type: 'string' },
      'trusted-root': { type: 'string' },
    },
  });
  const [artifact] = positionals;
  const path = values['trusted-root'];
  if (values.bundle === undefined || artifact === undefined) return fail('a bundle and a file are needed', 2);
  if (values.staging === true && path === undefined) return fail('--staging needs --trusted-root', 2);
  try {
    await verifyBundleFile({
      bundle: values.bundle,
      artifact,
      trustedRoot: path === undefined ? await embeddedRoot() : TrustRoot.parse(await readFile(path), path),
      signer:
        values.key === undefined
          ? {
              kind: 'identity',
              identity: values['certificate-identity'] ?? '',
              issuer: values['certificate-oidc-issuer'] ?? '',
            }
          : { kind: 'key', key: createPublicKey(await readFile(values.key)) },
    });
    return 0;
  } catch (error) {
    if (error instanceof SafeInstallError) return fail(`${error.code}: ${error.message}`, 1);
    throw error;
  }
}

const embeddedRoot = async (): Promise<TrustRoot> =>
  TrustRoot.parse((await loadEmbeddedRoot()).trustedRoot, 'public-good');

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
