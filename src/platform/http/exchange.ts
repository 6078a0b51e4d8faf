import type { Dispatcher } from 'undici';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import type { HttpSettings } from './options.ts';
import { basicOf, proxyFor } from './proxies.ts';
import { isTrustedHost } from './trusted-hosts.ts';
import { proxyRefusal } from './tunnel.ts';

/** The `Authorization` for a URL. Asked again with `challenged` after a 401, with the words that were refused. */
export type Authorize = (
  url: URL,
  challenged: { readonly refused: string | undefined } | undefined,
) => Promise<string | undefined>;

/** One GET, whatever it takes to get there. */
export interface ExchangeRequest {
  /** `http:` or `https:`; a user name and password in it are used when `authorize` knows none. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly authorize?: Authorize | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body has not been read yet. */
export interface Exchange {
  readonly status: number;
  /** Of the last hop, without credentials. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Dispatcher.ResponseData['body'];
}

export type Send = (
  origin: string,
  options: Omit<Dispatcher.RequestOptions, 'origin'>,
) => Promise<Dispatcher.ResponseData>;

/** An index that moves twice is rare; a loop is not. */
const MAX_REDIRECTS = 10;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Bytes of an answer that nobody reads which are still fetched, to keep its connection; else it is closed. */
const MAX_DISCARDED_BYTES = 64 * 1024;
const MAX_DISCARD_TIME = 1000;

/** Lets go of an answer's body and, where it is short, keeps the connection. */
export async function discard({ body }: Pick<Exchange, 'body'>): Promise<void> {
  try {
    await body.dump({ limit: MAX_DISCARDED_BYTES, signal: AbortSignal.timeout(MAX_DISCARD_TIME) });
  } catch (error) {
    // Nobody waits for these bytes: that they did not arrive has no meaning beyond a closed connection.
    if (!(error instanceof Error)) throw error;
  }
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

const refusedRedirect = (from: URL, message: string, to: string): SafeInstallError =>
  new SafeInstallError({
    code: 'network.redirect',
    message,
    subject: redactUrl(from.href),
    facts: [{ label: 'got', value: redactUrl(to) }],
    hint: 'Check the address of the index: it should answer itself, or point to another https address',
  });

/** Where a redirect leads. @throws SafeInstallError `network.redirect`, or `network.insecure` from https to http. */
function redirectTarget(from: URL, location: string | undefined, settings: HttpSettings): URL {
  let to: URL;
  try {
    to = new URL(location ?? '', from);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refusedRedirect(from, 'the redirect leads to something that is no URL', location ?? '');
  }
  if (location === undefined) throw refusedRedirect(from, 'the redirect does not say where to', from.href);
  if (to.protocol !== 'https:' && to.protocol !== 'http:')
    throw refusedRedirect(from, 'the redirect leads away from http', to.href);
  if (from.protocol === 'https:' && to.protocol === 'http:' && !isTrustedHost(to, settings.trustedHosts))
    throw new SafeInstallError({
      code: 'network.insecure',
      message: 'a redirect leads from https to plain http, where anybody in between can change what is sent',
      subject: redactUrl(from.href),
      facts: [{ label: 'got', value: redactUrl(to.href) }],
      hint: `Ask the index's administrator; "--trusted-host ${to.host}" would allow it and give up the protection`,
    });
  return to;
}

/** Sends one request to one URL; a plain-http one through a proxy goes to the proxy with the whole URL (not CONNECT). */
async function sendTo(
  url: URL,
  headers: Record<string, string>,
  request: ExchangeRequest,
  send: Send,
  settings: HttpSettings,
): Promise<Exchange> {
  const proxy = url.protocol === 'http:' ? proxyFor(url, settings.environment, settings.proxy) : undefined;
  const path = `${url.pathname}${url.search}`;
  const proxyAuthorization = proxy === undefined ? undefined : basicOf(proxy);
  const response = await send(proxy === undefined ? url.origin : proxy.origin, {
    method: 'GET',
    path: proxy === undefined ? path : `${url.origin}${path}`,
    headers: {
      ...headers,
      ...(proxy === undefined ? {} : { host: url.host }),
      ...(proxyAuthorization === undefined ? {} : { 'proxy-authorization': proxyAuthorization }),
    },
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  const exchange = {
    status: response.statusCode,
    url: url.href,
    headers: flatten(response.headers),
    body: response.body,
  };
  if (proxy !== undefined && exchange.status === 407) {
    await discard(exchange);
    throw proxyRefusal(proxy, 407);
  }
  return exchange;
}

/**
 * Follows a request to its answer: redirects by hand, and credentials asked for anew at each hop, so that those of one
 * origin are never seen by another.
 *
 * @returns the first answer that is no redirect, whatever its status.
 * @throws SafeInstallError `network.redirect`, `network.insecure`, `network.proxy`; and what the connection throws.
 */
export async function exchangeOnce(
  request: ExchangeRequest,
  send: Send,
  settings: HttpSettings,
): Promise<Exchange> {
  let url = new URL(request.url);
  for (let hops = 0; ; hops += 1) {
    const own = basicOf(url);
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    bare.hash = '';
    const authorization = (await request.authorize?.(url, undefined)) ?? own;
    const headers = (value: string | undefined) => ({
      ...request.headers,
      ...(value === undefined ? {} : { authorization: value }),
    });
    let exchange = await sendTo(bare, headers(authorization), request, send, settings);
    if (exchange.status === 401 && request.authorize !== undefined) {
      const second = await request.authorize(url, { refused: authorization });
      if (second !== undefined && second !== authorization) {
        await discard(exchange);
        exchange = await sendTo(bare, headers(second), request, send, settings);
      }
    }
    settings.log.debug(`GET ${redactUrl(bare.href)} ${exchange.status}`);
    if (!REDIRECTS.has(exchange.status)) return exchange;
    await discard(exchange);
    if (hops === MAX_REDIRECTS)
      throw refusedRedirect(bare, `there are more than ${MAX_REDIRECTS} redirects`, request.url);
    url = redirectTarget(bare, exchange.headers.location, settings);
  }
}
