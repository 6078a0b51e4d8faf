import { createHash } from 'node:crypto';
import { type SignedFile, TestSigstore } from '../../e2e/sigstore/index.ts';
import { type AttestedFile, TrustRoot } from '../../src/attestation/index.ts';
import type { Sha256 } from '../../src/packaging/index.ts';

/** The file that most tests are about. */
export const WIDGET: SignedFile = {
  filename: 'acme_widget-1.0-py3-none-any.whl',
  bytes: Buffer.from('the bytes of a wheel'),
};

export const SDIST: SignedFile = {
  filename: 'acme_widget-1.0.tar.gz',
  bytes: Buffer.from('the bytes of an sdist'),
};

/** A file as the verifier is asked about it. */
export const asked = (file: SignedFile): AttestedFile & { bytes: () => AsyncIterable<Uint8Array> } => ({
  filename: file.filename,
  sha256: createHash('sha256').update(file.bytes).digest('hex') as Sha256,
  bytes: async function* () {
    yield file.bytes.subarray(0, 5);
    yield file.bytes.subarray(5);
  },
});

let made: Promise<{ sigstore: TestSigstore; root: TrustRoot }> | undefined;

/** One Sigstore, and the root that trusts it, for all tests of a file. */
export async function testSigstore(): Promise<{ sigstore: TestSigstore; root: TrustRoot }> {
  made ??= (async () => {
    const sigstore = await TestSigstore.create();
    return { sigstore, root: TrustRoot.parse(sigstore.trustedRoot, 'test') };
  })();
  return await made;
}

/** The same bytes with one bit of the byte at `index` (negative: from the end) turned. */
export function flipped(base64: string, index: number): string {
  const bytes = Buffer.from(base64, 'base64');
  const at = index < 0 ? bytes.length + index : index;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
}
