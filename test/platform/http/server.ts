import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { HttpOptions } from '../../../src/platform/http/options.ts';
import { createHttpClient, type HttpClient } from '../../../src/platform/index.ts';

/** A server on the loopback for one test, with what it was asked. */
export interface TestServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly port: number;
  /** `METHOD path`, in order. */
  readonly asked: readonly string[];
  readonly requests: readonly IncomingMessage[];
}

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const endings: (() => Promise<void>)[] = [];

/** Registers what is to be ended after the test. */
export const afterTest = (end: () => Promise<void>): void => {
  endings.push(end);
};

afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

async function listening(server: Server, scheme: string, requests: IncomingMessage[]): Promise<TestServer> {
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${scheme}://127.0.0.1:${port}`,
    port,
    requests,
    get asked() {
      return requests.map(({ method, url }) => `${method} ${url}`);
    },
  };
}

function recording(handler: Handler, requests: IncomingMessage[]): RequestListener {
  return (request, response) => {
    requests.push(request);
    handler(request, response, requests.length);
  };
}

/** An HTTP/1.1 server that answers with `handler`, which also learns how many requests there have been. */
export async function serve(handler: Handler): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  return await listening(createServer(recording(handler, requests)), 'http', requests);
}

/** The same over TLS, HTTP/1.1 alone. */
export async function serveTls(options: ServerOptions, handler: Handler): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  return await listening(createTlsServer(options, recording(handler, requests)), 'https', requests);
}

/** The same with HTTP/2 on offer. */
export async function serveHttp2(
  options: { key: string; cert: string },
  handler: Handler,
): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createSecureServer({ ...options, allowHTTP1: true });
  server.on('request', recording(handler, requests) as unknown as () => void);
  return await listening(server as unknown as Server, 'https', requests);
}

/** A client with short limits, no environment and no waiting, closed after the test. */
export function testClient(options: Partial<HttpOptions> = {}): HttpClient {
  const client = createHttpClient({
    environment: {},
    retries: 2,
    timeout: 2_000,
    random: () => 0,
    sleep: () => Promise.resolve(),
    ...options,
  });
  afterTest(() => client.close());
  return client;
}

/** The text that a stream of bytes carries. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
