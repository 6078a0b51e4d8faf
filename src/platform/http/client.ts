import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { loadTrust } from './authorities.ts';
import { readWhole } from './body.ts';
import { Connections } from './connections.ts';
import { createConnect } from './connector.ts';
import { parseContentLength } from './content-range.ts';
import { ACCEPT_ENCODING, decodeBody } from './decode.ts';
import { discard, type Exchange, exchangeOnce, type Send } from './exchange.ts';
import { toNetworkError } from './network-error.ts';
import { type HttpOptions, type HttpSettings, toSettings } from './options.ts';
import { isTransientStatus, parseRetryAfter, withRetries } from './retry.ts';
import { openStream } from './stream.ts';
import type { BytesRequest, BytesResponse, HttpClient, StreamRequest, StreamResponse } from './types.ts';

const refuseOffline = (url: string): SafeInstallError =>
  new SafeInstallError({
    code: 'network.offline',
    message: 'it would have to be fetched, and the network is not to be used',
    subject: redactUrl(url),
    hint: 'Leave --offline (or SAFE_INSTALL_OFFLINE) out for this one run',
  });

const importClient = () =>
  Promise.all([
    import('undici/lib/dispatcher/client.js'),
    import('undici/lib/core/connect.js'),
    import('undici/lib/api/api-request.js'),
  ]);

/** Loads what the first request of any client waits for (60 ms): to be called where the program waits for something else. */
export async function warmUp(): Promise<void> {
  const [{ createSecureContext }] = await Promise.all([import('node:tls'), importClient()]);
  createSecureContext(); // reads Node's own authorities, which all contexts share
}

/** The pools of connections, one for each origin and use; what they are made of is loaded for the first request. */
class Origins {
  readonly #settings: HttpSettings;
  readonly #pools = new Map<string, Connections>();
  #loading: Promise<(origin: string) => Connections> | undefined;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
  }

  load(): Promise<(origin: string) => Connections> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Sends over the connections of one use: files that are on their way must not hold up the listings. */
  sendFor(use: 'bytes' | 'stream'): Send {
    return async (origin, options) => {
      const make = await this.load();
      const key = `${use} ${origin}`;
      let pool = this.#pools.get(key);
      if (pool === undefined) {
        pool = make(origin);
        this.#pools.set(key, pool);
      }
      return await pool.request(options);
    };
  }

  async destroy(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
    this.#pools.clear();
  }

  async #load(): Promise<(origin: string) => Connections> {
    const [[client, connect, request], trust] = await Promise.all([
      importClient(),
      loadTrust(this.#settings),
    ]);
    const undici = { Client: client.default, request: request.default };
    const open = createConnect(connect.default, trust, this.#settings);
    return (origin) => new Connections(origin, undici, open, this.#settings);
  }
}

class UndiciHttpClient implements HttpClient {
  readonly #settings: HttpSettings;
  readonly #origins: Origins;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
    this.#origins = new Origins(settings);
  }

  get offline(): boolean {
    return this.#settings.offline;
  }

  get trustedHosts(): readonly string[] {
    return this.#settings.trustedHosts;
  }

  async prepare(): Promise<void> {
    if (!this.offline) await this.#origins.load();
  }

  async fetchBytes(request: BytesRequest): Promise<BytesResponse> {
    const headers = { 'accept-encoding': ACCEPT_ENCODING, ...request.headers };
    return await this.#retrying(request, headers, this.#origins.sendFor('bytes'), async (exchange) => {
      const { status, url, headers: answered } = exchange;
      const head = { status, url, headers: answered };
      if (status < 200 || status > 299 || request.wants?.(head) === false) {
        await discard(exchange);
        return { ...head, bytes: Buffer.alloc(0) };
      }
      const { maxBytes } = request;
      const whole = await readWhole(exchange.body, {
        url,
        expected: parseContentLength(answered['content-length']),
        maxBytes,
        slowest: this.#settings.slowest,
      });
      return { ...head, bytes: await decodeBody(whole, answered['content-encoding'], { url, maxBytes }) };
    });
  }

  async openStream(request: StreamRequest): Promise<StreamResponse> {
    const base = { 'accept-encoding': 'identity', ...request.headers };
    const send = this.#origins.sendFor('stream');
    const ask = (headers: Readonly<Record<string, string>>) =>
      this.#retrying(request, { ...base, ...headers }, send, async (exchange) => exchange);
    return await openStream(request, ask, this.#settings);
  }

  async close(): Promise<void> {
    await this.#origins.destroy();
  }

  /** Sends the request until an answer is there that `read` can read; all that goes wrong is told as `network.*`. */
  async #retrying<T>(
    request: BytesRequest | StreamRequest,
    headers: Readonly<Record<string, string>>,
    send: Send,
    read: (exchange: Exchange) => Promise<T>,
  ): Promise<T> {
    if (this.offline) throw refuseOffline(request.url);
    const { url, authorize, signal } = request;
    const sent = { url, headers: { 'user-agent': this.#settings.userAgent, ...headers }, authorize, signal };
    try {
      return await withRetries(
        this.#settings,
        async () => {
          const exchange = await exchangeOnce(sent, send, this.#settings);
          if (!isTransientStatus(exchange.status)) return await read(exchange);
          await discard(exchange);
          const retryAfter = parseRetryAfter(exchange.headers['retry-after'], Date.now());
          return { retryAfter, answer: await read(exchange) };
        },
        { signal, what: redactUrl(url) },
      );
    } catch (error) {
      throw toNetworkError(error, url);
    }
  }
}

/** A client for one run; nothing is loaded or connected before its first request. */
export const createHttpClient = (options: HttpOptions): HttpClient =>
  new UndiciHttpClient(toSettings(options));
