import { type ReasonCode, redactUrl, SafeInstallError } from '../../errors/index.ts';

/** Codes of node:net, node:dns, undici and node:http2 for what may pass by itself. */
const TRANSIENT: ReadonlyMap<string, ReasonCode> = new Map<string, ReasonCode>([
  ['UND_ERR_CONNECT_TIMEOUT', 'network.timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'network.timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'network.timeout'],
  ['ETIMEDOUT', 'network.timeout'],
  ['UND_ERR_SOCKET', 'network.unreachable'],
  ['UND_ERR_INFO', 'network.unreachable'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'network.truncated'],
  ['ECONNREFUSED', 'network.unreachable'],
  ['ECONNRESET', 'network.unreachable'],
  ['ECONNABORTED', 'network.unreachable'],
  ['EPIPE', 'network.unreachable'],
  ['EHOSTUNREACH', 'network.unreachable'],
  ['EHOSTDOWN', 'network.unreachable'],
  ['ENETUNREACH', 'network.unreachable'],
  ['ENETDOWN', 'network.unreachable'],
  ['EADDRNOTAVAIL', 'network.unreachable'],
  ['ENOTFOUND', 'network.unreachable'],
  ['EAI_AGAIN', 'network.unreachable'],
  ['EAI_FAIL', 'network.unreachable'],
  ['ERR_HTTP2_STREAM_ERROR', 'network.unreachable'],
  ['ERR_HTTP2_SESSION_ERROR', 'network.unreachable'],
  ['ERR_HTTP2_GOAWAY_SESSION', 'network.unreachable'],
  ['ERR_HTTP2_STREAM_CANCEL', 'network.unreachable'],
  ['ERR_HTTP2_INVALID_SESSION', 'network.unreachable'],
  ['ERR_HTTP2_ERROR', 'network.unreachable'],
  ['NGHTTP2_ERROR', 'network.unreachable'],
]);

/** OpenSSL's verdicts on a certificate, as node:tls passes them on. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

const isTlsCode = (code: string): boolean =>
  CERTIFICATE_CODES.has(code) ||
  ['CERT_', 'CRL_', 'ERR_TLS_', 'ERR_SSL_', 'ERR_OSSL_'].some((prefix) => code.startsWith(prefix)) ||
  code === 'EPROTO';

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The reason behind an error that may pass by itself; `undefined` for any other. */
export const transientReason = (error: unknown): ReasonCode | undefined => TRANSIENT.get(codeOf(error));

/** Whether the same request may well succeed a moment later. A certificate, a cap or a refusal does not change. */
export function isTransient(error: unknown): boolean {
  if (error instanceof SafeInstallError) return error.code === 'network.truncated';
  return transientReason(error) !== undefined;
}

const HINTS: Partial<Record<ReasonCode, string>> = {
  'network.timeout': 'Try again, or give it longer with --timeout SECONDS; is a proxy needed (--proxy)?',
  'network.unreachable': 'Check the network and the address; is a proxy needed (--proxy, HTTPS_PROXY)?',
  'network.tls':
    'If a company proxy re-signs traffic, name its authority with --cert FILE or SSL_CERT_FILE; --trusted-host would give up the check of the certificate',
  'network.truncated': 'Try again; if it stays so, the server or a proxy in between cuts answers off',
};

const MESSAGES: Partial<Record<ReasonCode, string>> = {
  'network.timeout': 'the server did not answer in time',
  'network.unreachable': 'the server cannot be reached',
  'network.tls': 'the connection is not secure: its certificate or protocol was not accepted',
  'network.truncated': 'the answer broke off',
  'network.protocol': 'the server does not speak HTTP as it should',
};

/** undici's codes for answers that it cannot read; its others are about what we asked of it. */
const isProtocolCode = (code: string): boolean =>
  code === 'UND_ERR_HEADERS_OVERFLOW' || code.startsWith('HPE_') || code.startsWith('ERR_HTTP2_');

function definitiveReason(error: Error, code: string): ReasonCode | undefined {
  if (isTlsCode(code)) return 'network.tls';
  return isProtocolCode(code) || error.name === 'HTTPParserError' ? 'network.protocol' : undefined;
}

/**
 * What went wrong with a request, as one of ours. Our own errors and a caller's abort come back as they are.
 *
 * Anything that node or undici may throw while they read foreign bytes becomes an error with a code; only what
 * cannot come from the network (a TypeError of ours, say) is left alone, to be seen as the bug that it is.
 */
export function toNetworkError(error: unknown, url: string): unknown {
  if (error instanceof SafeInstallError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const reason = TRANSIENT.get(code) ?? definitiveReason(error, code);
  if (reason === undefined) return error;
  return new SafeInstallError({
    code: reason,
    message: MESSAGES[reason] ?? 'the request failed',
    subject: redactUrl(url),
    facts: [
      { label: 'got', value: [code, firstLine(error.message)].filter((part) => part !== '').join(': ') },
    ],
    hint: HINTS[reason],
    cause: error,
  });
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
