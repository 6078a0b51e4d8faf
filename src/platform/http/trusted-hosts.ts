import { BlockList, isIP } from 'node:net';

/** Bracketed or bare address without brackets, lower case. */
const bare = (hostname: string): string => hostname.toLowerCase().replace(/^\[|\]$/g, '');

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host is this machine: nobody sits between, so plain http is as good as https there. */
export function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  const family = isIP(host);
  if (family === 0) return host === 'localhost';
  return LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether the user has named the URL's host as one to trust without a certificate: `host` for any port, or `host:port`. */
export function isTrustedHost(url: URL, trustedHosts: readonly string[]): boolean {
  const host = bare(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return trustedHosts.some((trusted) => {
    const { hostname, port: wanted } = hostAndPort(trusted);
    return hostname === host && (wanted === undefined || wanted === port);
  });
}

/** `host`, `host:port`, `[v6]` or `[v6]:port`, taken apart; the host in lower case without brackets. */
export function hostAndPort(text: string): { readonly hostname: string; readonly port: string | undefined } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(text.trim());
  if (match === null) return { hostname: bare(text.trim()), port: undefined }; // a bare IPv6 address
  return { hostname: bare(match[1] ?? ''), port: match[2] };
}

/** Whether plain http may be spoken with the URL's host without a checksum that came another way. */
export const isSecureOrigin = (url: URL, trustedHosts: readonly string[]): boolean =>
  url.protocol === 'https:' ||
  url.protocol === 'file:' ||
  isLoopback(url.hostname) ||
  isTrustedHost(url, trustedHosts);
