import type { Authorize } from './exchange.ts';

/** The head of an answer. */
export interface ResponseHead {
  readonly status: number;
  /** Of the page that answered, after redirects; without credentials. */
  readonly url: string;
  /** Lower-case names; repeated ones are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
}

interface CommonRequest {
  /** `http:` or `https:`. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly authorize?: Authorize | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BytesRequest extends CommonRequest {
  /** Of the body, on the wire as well as decoded. */
  readonly maxBytes: number;
  /** Whether the body of a 2xx answer is wanted at all; it is not fetched when this says no. */
  readonly wants?: (head: ResponseHead) => boolean;
}

/** An answer with its whole body, decoded; the body is empty where the status is not 2xx, or it was not wanted. */
export interface BytesResponse extends ResponseHead {
  readonly bytes: Buffer;
}

export interface StreamRequest extends CommonRequest {
  /** Bytes that are there already. */
  readonly offset?: number;
  /** Of the whole file. */
  readonly maxBytes: number;
}

/** A body as it arrives, as stored at the server: no content encoding is undone, as with pip. */
export interface StreamResponse extends ResponseHead {
  /** Where in the file the body begins: what was asked for, or 0 where the server does not serve parts. */
  readonly offset: number;
  /** Bytes of the whole file, where the server says so. */
  readonly total: number | null;
  /** Empty where the status is not 2xx. Continued from where it broke off, as often as there are retries. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The one HTTP client of a run. Every failure is a SafeInstallError `network.*`; an answer of any status is an answer.
 */
export interface HttpClient {
  /** Whether it refuses to reach out at all. */
  readonly offline: boolean;
  readonly trustedHosts: readonly string[];
  /** @throws SafeInstallError `network.*`; `usage.certificate` for certificate files that cannot be used. */
  fetchBytes(request: BytesRequest): Promise<BytesResponse>;
  /** @throws SafeInstallError as `fetchBytes`, also while the body is read; `network.changed`. */
  openStream(request: StreamRequest): Promise<StreamResponse>;
  /** Loads what the first request needs, while the caller still waits for something else. */
  prepare(): Promise<void>;
  /** Ends every connection. */
  close(): Promise<void>;
}
