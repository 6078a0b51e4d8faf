import type { LookupFunction, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { buildConnector } from 'undici';
import type { Trust } from './authorities.ts';
import { createLookup } from './lookup.ts';
import type { HttpSettings } from './options.ts';
import { proxyFor } from './proxies.ts';
import { isTrustedHost } from './trusted-hosts.ts';
import { openTunnel } from './tunnel.ts';

type BuildConnector = typeof buildConnector;
type ConnectOptions = buildConnector.Options;

/** How undici opens a connection: to the server itself, or through the tunnel of a proxy. */
export type Connect = (options: ConnectOptions, callback: buildConnector.Callback) => void;

/** OpenSSL's words for a chain that ends at nobody we know. */
const UNKNOWN_ISSUER: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

const hasUnknownIssuer = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && UNKNOWN_ISSUER.has(String(error.code));

/**
 * Opens connections as the settings say: trusted authorities, trusted hosts, proxies, time limit, HTTP/2 on offer.
 *
 * Errors are those of node:net and node:tls, or a SafeInstallError `network.proxy`.
 */
export function createConnect(build: BuildConnector, trust: Trust, settings: HttpSettings): Connect {
  const lookup: LookupFunction = createLookup();
  let { context } = trust;

  const connectors = new Map<string, { readonly context: SecureContext; readonly connect: Connect }>();

  /** One for checked and one for unchecked certificates: each remembers TLS sessions, and must not lend them. */
  function connectorFor(secureContext: SecureContext, url: URL): Connect {
    const isTrusted = isTrustedHost(url, settings.trustedHosts);
    const key = isTrusted ? 'unchecked' : 'checked';
    const known = connectors.get(key);
    if (known?.context === secureContext) return known.connect;
    const connect = build({
      secureContext,
      allowH2: true,
      timeout: settings.timeout,
      lookup,
      // The one place where a certificate is not checked: a host that the user has named with --trusted-host.
      ...(isTrusted ? { rejectUnauthorized: false } : {}),
    });
    connectors.set(key, { context: secureContext, connect });
    return connect;
  }

  async function open(options: ConnectOptions, secureContext: SecureContext): Promise<Socket> {
    const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    const proxy =
      options.protocol === 'https:' ? proxyFor(url, settings.environment, settings.proxy) : undefined;
    const port = options.port || '443';
    const host = options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname;
    const tunnel =
      proxy === undefined
        ? undefined
        : await openTunnel({
            proxy,
            target: `${host}:${port}`,
            timeout: settings.timeout,
            context: secureContext,
          });
    const connect = connectorFor(secureContext, url);
    return await new Promise<Socket>((resolve, reject) => {
      connect({ ...options, ...(tunnel === undefined ? {} : { httpSocket: tunnel }) }, (...outcome) => {
        const [error, socket] = outcome;
        if (error === null) resolve(socket);
        else reject(error);
      });
    });
  }

  async function openTrusted(options: ConnectOptions): Promise<Socket> {
    try {
      return await open(options, context);
    } catch (error) {
      const wider = hasUnknownIssuer(error) ? await trust.wider() : undefined;
      if (wider === undefined || wider === context) throw error;
      const socket = await open(options, wider);
      context = wider;
      return socket;
    }
  }

  return (options, callback) => {
    openTrusted(options).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}
