import { createHash, type KeyObject } from 'node:crypto';
import { TrustedRoot as LibraryRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial, Verifier } from '@sigstore/verify';
import { SafeInstallError } from '../../errors/index.ts';
import type { Sha256 } from '../../packaging/index.ts';
import { readCertificate } from '../certificate/certificate.ts';
import { RememberingCertificate } from '../certificate/remembering-certificate.ts';
import { checkTrustedRoot } from './trusted-root.ts';

/** At least one log entry, one certificate timestamp and one verified time; of those that are given every one counts. */
const THRESHOLDS = { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 };

type Authority = TrustMaterial['certificateAuthorities'][number];

/**
 * A Sigstore that is trusted: its certificate authorities, logs and timestamp authorities. Made once for a run and used
 * for every file, since it remembers what it has verified of itself.
 */
export class TrustRoot {
  /** What a person calls it: `public-good`, or the file or mirror that it came from. */
  readonly name: string;
  /** Of the document. */
  readonly sha256: Sha256;
  /** The document itself, for a worker thread that has to make its own. */
  readonly document: string;
  readonly material: TrustMaterial;
  readonly verifier: Verifier;

  private constructor(name: string, document: string, material: TrustMaterial) {
    this.name = name;
    this.sha256 = createHash('sha256').update(document).digest('hex') as Sha256;
    this.document = document;
    this.material = material;
    this.verifier = new Verifier(material, THRESHOLDS);
  }

  /** The same for signatures by this key, of which no certificate speaks. */
  verifierFor(publicKey: KeyObject): Verifier {
    const known = { publicKey, validFor: () => true };
    return new Verifier({ ...this.material, publicKey: () => known }, THRESHOLDS);
  }

  /**
   * @param source text of a `trusted_root.json`.
   * @throws SafeInstallError `trust.malformed`, told about `name`.
   */
  static parse(source: string | Uint8Array, name: string): TrustRoot {
    try {
      const json = checkTrustedRoot(source);
      const material = toTrustMaterial(LibraryRoot.fromJSON(json));
      const document = typeof source === 'string' ? source : Buffer.from(source).toString();
      return new TrustRoot(name, document, {
        ...material,
        certificateAuthorities: material.certificateAuthorities.map(remembering),
        timestampAuthorities: material.timestampAuthorities.map(remembering),
      });
    } catch (error) {
      if (error instanceof SafeInstallError && error.code === 'trust.malformed') throw error.about(name);
      // A certificate that is none, or a key that Node does not take: plain errors of several kinds.
      throw new SafeInstallError({
        code: 'trust.malformed',
        message: `the trust root has a certificate or a key that cannot be read (${messageOf(error)})`,
        subject: name,
        cause: error,
      });
    }
  }
}

const remembering = (authority: Authority): Authority => ({
  ...authority,
  certChain: authority.certChain.map((certificate) => {
    const der = certificate.root.toDER();
    return new RememberingCertificate(der, readCertificate(der).signedBytes);
  }),
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
