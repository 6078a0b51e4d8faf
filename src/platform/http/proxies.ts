import { BlockList, isIP } from 'node:net';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import type { Environment } from '../folders.ts';
import { hostAndPort } from './trusted-hosts.ts';

/** The first of these variables that is set and not empty. Lower case wins, as with curl and Python. */
function firstOf(environment: Environment, ...names: readonly string[]): string | undefined {
  return names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
}

/** A block of addresses such as `10.0.0.0/8`, as NO_PROXY may name one. */
function isInBlock(host: string, block: string): boolean {
  const match = /^([0-9A-Fa-f.:]{2,45})\/([0-9]{1,3})$/.exec(block);
  const [, network = '', bits = ''] = match ?? [];
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether NO_PROXY excepts the URL: `*`, a host and all below it, `host:port`, an address or a block of addresses. */
function isExcepted(url: URL, noProxy: string): boolean {
  const { hostname: host } = hostAndPort(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy.split(',').some((part) => {
    const entry = part.trim();
    if (entry === '') return false;
    if (entry === '*' || isInBlock(host, entry)) return true;
    const { hostname, port: wanted } = hostAndPort(entry.replace(/^\./, ''));
    if (hostname === '' || (wanted !== undefined && wanted !== port)) return false;
    return host === hostname || (isIP(host) === 0 && host.endsWith(`.${hostname}`));
  });
}

function parseProxy(text: string): URL {
  const spelled = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(spelled);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SafeInstallError({
      code: 'network.proxy',
      message: 'the address of the proxy is not a URL',
      subject: redactUrl(spelled),
      hint: 'Write it as "http://host:port" in --proxy, HTTPS_PROXY or ALL_PROXY',
      cause,
    });
  }
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new SafeInstallError({
    code: 'network.proxy',
    message: `proxies of the kind "${url.protocol.slice(0, -1)}" are not supported`,
    subject: redactUrl(url.href),
    hint: 'Name an http or https proxy in --proxy or HTTPS_PROXY',
  });
}

/**
 * The proxy that requests to `url` go through, or `undefined` for none.
 *
 * As with pip, an explicit proxy holds for every host. HTTP_PROXY in capitals is not believed in a CGI program, where
 * a visitor's `Proxy:` header sets it.
 *
 * @throws SafeInstallError `network.proxy` for an address that is no URL, or a kind that is not spoken.
 */
export function proxyFor(url: URL, environment: Environment, explicit?: string): URL | undefined {
  if (explicit !== undefined) return explicit === '' ? undefined : parseProxy(explicit);
  const isCgi = firstOf(environment, 'REQUEST_METHOD') !== undefined;
  const names =
    url.protocol === 'https:'
      ? ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
      : ['http_proxy', ...(isCgi ? [] : ['HTTP_PROXY']), 'all_proxy', 'ALL_PROXY'];
  const proxy = firstOf(environment, ...names);
  if (proxy === undefined) return undefined;
  const noProxy = firstOf(environment, 'no_proxy', 'NO_PROXY');
  return noProxy !== undefined && isExcepted(url, noProxy) ? undefined : parseProxy(proxy);
}

/** `Basic …` of the user name and password in a URL; `undefined` where it has none. */
export function basicOf(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const text = `${decoded(url.username)}:${decoded(url.password)}`;
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

/** Percent-decoded; as it stands where it is not well encoded, since a password may hold a bare `%`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
