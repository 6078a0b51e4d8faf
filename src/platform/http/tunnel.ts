import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { basicOf } from './proxies.ts';

export interface TunnelOptions {
  readonly proxy: URL;
  /** `host:port` to be connected to. */
  readonly target: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Of the TLS connection to an https proxy. */
  readonly context: SecureContext;
}

/** What a proxy's refusal means, with something to do. */
export function proxyRefusal(proxy: URL, status: number): SafeInstallError {
  return new SafeInstallError({
    code: 'network.proxy',
    message:
      status === 407
        ? 'the proxy wants a user name and a password'
        : `the proxy refused the connection with status ${status}`,
    subject: redactUrl(proxy.href),
    hint:
      status === 407
        ? 'Write them into the address of the proxy, as "http://user:password@host:port"'
        : 'Ask its administrator, or except the host with NO_PROXY if it can be reached without the proxy',
  });
}

const unreachable = (proxy: URL, cause: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'network.proxy',
    message: 'the proxy cannot be reached',
    subject: redactUrl(proxy.href),
    hint: 'Check --proxy, HTTPS_PROXY, HTTP_PROXY and ALL_PROXY',
    cause,
  });

/**
 * A connection to `target` through the CONNECT method of a proxy (RFC 9110, section 9.3.6).
 *
 * @throws SafeInstallError `network.proxy` when the proxy cannot be reached or refuses.
 */
export async function openTunnel({ proxy, target, timeout, context }: TunnelOptions): Promise<Socket> {
  const secure = proxy.protocol === 'https:';
  const { request } = secure ? await import('node:https') : await import('node:http');
  const authorization = basicOf(proxy);
  const options: RequestOptions & { readonly secureContext?: SecureContext } = {
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (secure ? 443 : 80),
    path: target,
    agent: false,
    timeout,
    headers: {
      host: target,
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
    ...(secure ? { secureContext: context } : {}),
  };
  return await new Promise<Socket>((resolve, reject) => {
    const asking = request(options);
    asking.once('timeout', () => asking.destroy(new Error(`no answer within ${timeout} ms`)));
    asking.once('error', (error) => reject(unreachable(proxy, error)));
    asking.once('response', (response: IncomingMessage) => {
      response.destroy();
      reject(proxyRefusal(proxy, response.statusCode ?? 0));
    });
    asking.once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.setTimeout(0);
      if (response.statusCode === 200 && head.length === 0) return resolve(socket);
      // Bytes before our own would be the proxy's words taken for the server's.
      socket.destroy();
      reject(proxyRefusal(proxy, response.statusCode ?? 0));
    });
    asking.end();
  });
}
