import type { DistributionFile, EvidenceFile } from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import { type Authorize, type HttpClient, readFileCapped } from '../platform/index.ts';
import type { EvidenceCache } from './evidence-cache.ts';
import { statusError } from './index-error.ts';
import { MAX_EVIDENCE_BYTES } from './listing-limits.ts';
import { localPathOf } from './local-file.ts';
import { EVIDENCE_SUFFIXES } from './sidecars.ts';

/** The media type of PEP 740 provenance, and what a Sigstore bundle is served as. */
const ACCEPT = 'application/vnd.pypi.integrity.v1+json, application/json;q=0.9, */*;q=0.1';

/** Evidence as it was announced for a file. */
export interface FetchedEvidence {
  readonly document: EvidenceFile;
  /** It was kept from before; there may be newer one. */
  readonly isKept: boolean;
}

export interface EvidenceDoors {
  readonly http: HttpClient;
  readonly authorize: Authorize;
  readonly cache: EvidenceCache;
}

export interface EvidenceOptions {
  /** `kept`: what is there from before will do. With an offline client nothing else is to be had. */
  readonly age: 'kept' | 'new';
  readonly signal?: AbortSignal | undefined;
}

/**
 * The evidence that is announced for a file, as it comes: nothing of it is believed yet.
 *
 * @param file one that announces some.
 * @throws SafeInstallError for evidence that is announced and cannot be had: `index.*`, `network.*`, `disk.*`;
 *   `provenance.too-large`.
 */
export async function fetchEvidence(
  file: DistributionFile & { readonly provenance: string },
  { age, signal }: EvidenceOptions,
  { http, authorize, cache }: EvidenceDoors,
): Promise<FetchedEvidence> {
  const url = file.provenance;
  if (url.startsWith('file:')) return { document: await readEvidenceFile(url), isKept: false };
  const location = redactUrl(url);
  const suffix = suffixOf(url);
  const kept = age === 'kept' || http.offline ? await cache.read({ url, sha256: file.sha256 }) : undefined;
  if (kept !== undefined) return { document: { location, suffix, bytes: kept }, isKept: !http.offline };
  const response = await http
    .fetchBytes({
      url,
      headers: { accept: ACCEPT },
      authorize,
      signal,
      maxBytes: MAX_EVIDENCE_BYTES,
    })
    .catch(asTooLarge);
  if (response.status !== 200) throw statusError(response, 'this provenance');
  cache.write({ url, sha256: file.sha256 }, response.bytes);
  return { document: { location, suffix, bytes: response.bytes }, isKept: false };
}

/**
 * Evidence on this machine.
 *
 * @param url a `file:` URL.
 * @throws SafeInstallError `index.file-missing`, `provenance.too-large`, `disk.*`.
 */
export async function readEvidenceFile(url: string): Promise<EvidenceFile> {
  const location = localPathOf(url);
  const bytes = await readFileCapped(location, MAX_EVIDENCE_BYTES).catch(asTooLarge);
  if (bytes !== undefined) return { location, suffix: suffixOf(url), bytes };
  throw new SafeInstallError({
    code: 'index.file-missing',
    message: 'there is no such file of evidence',
    subject: location,
  });
}

/** What a copy of it is called beside the file; provenance is served under any name. */
const suffixOf = (url: string): string =>
  EVIDENCE_SUFFIXES.find((suffix) => new URL(url).pathname.endsWith(suffix)) ?? '.provenance';

/** Its size is a fault of the evidence, and no reason to try again. */
function asTooLarge(error: unknown): never {
  if (!(error instanceof SafeInstallError)) throw error;
  if (error.code !== 'network.too-large' && error.code !== 'disk.too-large') throw error;
  throw new SafeInstallError({
    code: 'provenance.too-large',
    message: `the evidence has more than the ${MAX_EVIDENCE_BYTES} bytes that are read`,
    subject: error.subject,
    cause: error,
  });
}
