import { createHash, type KeyObject, sign } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { initializeTLog, type TLog } from '@sigstore/mock/dist/rekor/index.js';
import { initializeTSA, type TSA } from '@sigstore/mock/dist/timestamp/index.js';
import { createAuthority, type Forge, newKeyPair, type TestAuthority } from './authority.ts';
import {
  type AttestationJson,
  type BundleJson,
  type EntryJson,
  type ProvenanceJson,
  type StatementJson,
  toAttestation,
  toProvenance,
} from './documents.ts';
import { githubIdentity, type TestIdentity } from './identities.ts';
import { type BodyParts, dsseBody, hashedBody } from './log-bodies.ts';
import { writeTrustedRoot } from './trusted-root-writer.ts';

/** How something is signed and logged; each is honest unless it says otherwise. */
export interface SigningOptions {
  readonly identity?: TestIdentity;
  /** `rekor-v2` comes with a timestamp, since that log states no time. */
  readonly log?: 'rekor-v1' | 'rekor-v2';
  /** Whether a timestamp authority says the time too; the default is what the log needs. */
  readonly timestamped?: boolean;
  readonly payloadType?: string;
  readonly forge?: Forge;
  readonly certificateTimestamps?: 'valid' | 'none' | 'broken';
  /** Moves the certificate's ten minutes away from the moment of signing; milliseconds. */
  readonly certificateShift?: number;
  /** Signs with this key instead of the certificate's. */
  readonly signingKey?: KeyObject;
  /** Logs the entry with this certificate instead of the one that the bundle shows. */
  readonly loggedCertificate?: Buffer;
}

/** A distribution file as evidence names it. */
export interface SignedFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

export interface StatementOptions extends SigningOptions {
  readonly predicateType?: string;
  readonly predicate?: unknown;
  /** Replaces parts of the statement before it is signed. */
  readonly statement?: Partial<StatementJson>;
}

/**
 * The URI of PEP 740's publish predicate. It is written encoded: it lies below the host of the index that defined it, and
 * the house keeps addresses of indexes out of its text. Nothing is ever fetched from it.
 */
export const PUBLISH_PREDICATE = Buffer.from(
  'aHR0cHM6Ly9kb2NzLnB5cGkub3JnL2F0dGVzdGF0aW9ucy9wdWJsaXNoL3Yx',
  'base64',
).toString();

export const SLSA_PREDICATE = 'https://slsa.dev/provenance/v1';

const IN_TOTO = 'application/vnd.in-toto+json';

/** A whole Sigstore: certificate authority and its log, Rekor v1 and v2, timestamp authority, and the root that trusts them. */
export class TestSigstore {
  readonly authority: TestAuthority;
  /** Text of a `trusted_root.json`. */
  readonly trustedRoot: string;
  readonly #logs: Readonly<Record<'rekor-v1' | 'rekor-v2', TLog>>;
  readonly #timestamps: TSA;

  private constructor(
    authority: TestAuthority,
    logs: Record<'rekor-v1' | 'rekor-v2', TLog>,
    timestamps: TSA,
  ) {
    this.authority = authority;
    this.#logs = logs;
    this.#timestamps = timestamps;
    this.trustedRoot = writeTrustedRoot({
      authority,
      logs: [
        { url: 'https://rekor.sigstore.example', key: logs['rekor-v1'].publicKey },
        { url: 'https://log2026.rekor.sigstore.example', key: logs['rekor-v2'].publicKey },
      ],
      timestampChain: [timestamps.intCertificate, timestamps.rootCertificate].map(toBuffer),
    });
  }

  static async create(): Promise<TestSigstore> {
    const authority = await createAuthority(new Date());
    const logs = {
      'rekor-v1': await initializeTLog('https://rekor.sigstore.example', { ...newKeyPair() }),
      'rekor-v2': await initializeTLog('https://log2026.rekor.sigstore.example', { ...newKeyPair() }),
    };
    const timestamps = await initializeTSA({ ...newKeyPair() });
    // The mock writes fractions of a second as short as they come, and the library reads three digits or none.
    Object.assign(timestamps, { getCurrentTime: () => new Date(Math.floor(Date.now() / 1000) * 1000) });
    return new TestSigstore(authority, logs, timestamps);
  }

  /** A bundle around a statement about one file. */
  async signStatement(file: SignedFile, options: StatementOptions = {}): Promise<BundleJson> {
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: file.filename, digest: { sha256: sha256(file.bytes).toString('hex') } }],
      predicateType: options.predicateType ?? PUBLISH_PREDICATE,
      predicate: options.predicate ?? null,
      ...options.statement,
    };
    return await this.signPayload(Buffer.from(JSON.stringify(statement)), options);
  }

  /** A bundle around any payload. */
  async signPayload(payload: Buffer, options: SigningOptions = {}): Promise<BundleJson> {
    const payloadType = options.payloadType ?? IN_TOTO;
    const signed = dsse.preAuthEncoding(payloadType, payload);
    const bundle = await this.#sign(signed, options, (parts) => dsseBody(payload, parts));
    const { signature, ...rest } = bundle;
    return {
      ...rest,
      dsseEnvelope: {
        payload: payload.toString('base64'),
        payloadType,
        signatures: [{ sig: signature.toString('base64'), keyid: '' }],
      },
    };
  }

  /** A bundle with a signature over the file itself. */
  async signFile(file: SignedFile, options: SigningOptions = {}): Promise<BundleJson> {
    const digest = sha256(file.bytes);
    const bundle = await this.#sign(Buffer.from(file.bytes), options, (parts) => hashedBody(digest, parts));
    const { signature, ...rest } = bundle;
    return {
      ...rest,
      messageSignature: {
        messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
        signature: signature.toString('base64'),
      },
    };
  }

  /** A PEP 740 attestation. */
  async attest(file: SignedFile, options: StatementOptions = {}): Promise<AttestationJson> {
    return toAttestation(await this.signStatement(file, options));
  }

  /** A PEP 740 provenance object with one attestation, whose publisher is the identity's own. */
  async provenance(file: SignedFile, options: StatementOptions = {}): Promise<ProvenanceJson> {
    const identity = options.identity ?? githubIdentity();
    return toProvenance(identity.publisher, [await this.attest(file, options)]);
  }

  async #sign(
    signed: Buffer,
    options: SigningOptions,
    bodyOf: (parts: BodyParts) => object,
  ): Promise<BundleJson & { signature: Buffer }> {
    const log = options.log ?? 'rekor-v1';
    const key = newKeyPair();
    const certificate = await this.authority.issue({
      identity: options.identity ?? githubIdentity(),
      publicKey: key.publicKey,
      at: new Date(Date.now() - 60_000 + (options.certificateShift ?? 0)),
      forge: options.forge,
      timestamps: options.certificateTimestamps,
    });
    const signature = sign('sha256', signed, options.signingKey ?? key.privateKey);
    const body = bodyOf({ log, signature, certificate: options.loggedCertificate ?? certificate });
    const stamps =
      (options.timestamped ?? log === 'rekor-v2') ? [await this.#timestamp(signature)] : undefined;
    return {
      signature,
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: { rawBytes: certificate.toString('base64') },
        tlogEntries: [await this.logEntry(body, log)],
        ...(stamps === undefined
          ? {}
          : {
              timestampVerificationData: {
                rfc3161Timestamps: stamps.map((stamp) => ({ signedTimestamp: stamp.toString('base64') })),
              },
            }),
      },
    };
  }

  /** Logs a body and returns the entry as bundles carry it. */
  async logEntry(body: object, log: 'rekor-v1' | 'rekor-v2'): Promise<EntryJson> {
    const entries: Readonly<Record<string, LoggedEntry>> = await this.#logs[log].log(body);
    const [entry] = Object.values(entries);
    if (entry === undefined) throw new Error('the log returned no entry');
    const proof = entry.verification.inclusionProof;
    const { kind, apiVersion } = body as { readonly kind: string; readonly apiVersion: string };
    return {
      logIndex: String(log === 'rekor-v1' ? entry.logIndex : proof.logIndex),
      logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
      kindVersion: { kind, version: apiVersion },
      ...(log === 'rekor-v1'
        ? {
            integratedTime: String(entry.integratedTime),
            inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
          }
        : {}),
      inclusionProof: {
        logIndex: String(proof.logIndex),
        treeSize: String(proof.treeSize),
        rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
        hashes: proof.hashes,
        checkpoint: { envelope: proof.checkpoint },
      },
      canonicalizedBody: entry.body,
    };
  }

  async #timestamp(signature: Buffer): Promise<Buffer> {
    return toBuffer(
      await this.#timestamps.timestamp({
        artifactHash: sha256(signature),
        hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
        nonce: 1,
        policyOID: '1.3.6.1.4.1.57264.2',
        certReq: true,
      }),
    );
  }
}

/** What the log of `@sigstore/mock` answers. */
interface LoggedEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly treeSize: number;
      readonly rootHash: string;
      readonly hashes: string[];
      readonly checkpoint: string;
    };
  };
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const toBuffer = (view: ArrayBufferView): Buffer =>
  Buffer.from(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
