import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTestAuthority, type TestAuthority } from '../../../e2e/support/test-authority.ts';
import { makeTemporaryFolder, writeFileAtomic } from '../../../src/platform/index.ts';
import { afterTest, type Handler, serve, serveHttp2, testClient } from './server.ts';

const MAX = { maxBytes: 1000 };
const hello: Handler = (request, response) => {
  response.end(`hello ${request.url}`);
};

let authority: TestAuthority;
beforeAll(() => {
  authority = makeTestAuthority();
});

interface TestProxy {
  readonly url: string;
  readonly connects: IncomingMessage[];
  readonly requests: IncomingMessage[];
}

/** A proxy that connects and forwards, or refuses with a status. */
async function startProxy(refusal?: number, early = ''): Promise<TestProxy> {
  const connects: IncomingMessage[] = [];
  const requests: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(refusal ?? 200).end(`proxied ${request.url}`);
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    connects.push(request);
    socket.on('error', () => {});
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write(`HTTP/1.1 200 Connected\r\n\r\n${early}`);
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    target.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connects, requests };
}

async function authorities(): Promise<string> {
  const folder = await makeTemporaryFolder();
  afterTest(() => rm(folder, { recursive: true, force: true }));
  await writeFileAtomic(`${folder}/ca.pem`, authority.authority);
  return `${folder}/ca.pem`;
}

const secureServer = () => serveHttp2({ cert: authority.certificate, key: authority.key }, hello);

describe('through a proxy', () => {
  it('https goes by CONNECT, and speaks HTTP/2 with the server', async () => {
    const server = await secureServer();
    const proxy = await startProxy();
    const client = testClient({ environment: { HTTPS_PROXY: proxy.url }, authorities: await authorities() });
    const { bytes } = await client.fetchBytes({ url: `${server.origin}/a`, ...MAX });
    expect(bytes.toString()).toBe('hello /a');
    expect(proxy.connects.map(({ url }) => url)).toEqual([`127.0.0.1:${server.port}`]);
    expect(server.requests[0]?.httpVersion).toBe('2.0');
  });

  it('http goes plain, with the whole URL', async () => {
    const server = await serve(hello);
    const proxy = await startProxy();
    const client = testClient({ environment: { HTTP_PROXY: proxy.url } });
    const { bytes, url } = await client.fetchBytes({ url: `${server.origin}/a?b`, ...MAX });
    expect(bytes.toString()).toBe(`proxied ${server.origin}/a?b`);
    expect(url).toBe(`${server.origin}/a?b`);
    expect(proxy.requests[0]?.headers.host).toBe(`127.0.0.1:${server.port}`);
    expect(proxy.connects).toEqual([]);
    expect(server.asked).toEqual([]);
  });

  it('user name and password go to the proxy alone', async () => {
    const server = await secureServer();
    const proxy = await startProxy();
    const withLogin = proxy.url.replace('//', '//me:p%40ss@');
    const expected = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    const client = testClient({ proxy: withLogin, authorities: await authorities() });
    await client.fetchBytes({ url: server.origin, ...MAX });
    await client.fetchBytes({ url: 'http://index.example/', ...MAX });
    expect(proxy.connects[0]?.headers['proxy-authorization']).toBe(expected);
    expect(proxy.requests[0]?.headers['proxy-authorization']).toBe(expected);
    expect(server.requests[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('NO_PROXY goes past it', async () => {
    const server = await serve(hello);
    const proxy = await startProxy();
    const client = testClient({ environment: { ALL_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } });
    await client.fetchBytes({ url: server.origin, ...MAX });
    expect(server.asked).toHaveLength(1);
  });

  it.each([403, 407, 502])('that answers CONNECT with %i is told apart from the server', async (status) => {
    const proxy = await startProxy(status);
    const asked = testClient({ proxy: proxy.url }).fetchBytes({ url: 'https://index.example/', ...MAX });
    await expect(asked).rejects.toMatchObject({
      code: 'network.proxy',
      subject: `${proxy.url}/`,
      hint: expect.stringContaining(status === 407 ? 'user:password' : 'NO_PROXY'),
    });
    expect(proxy.connects).toHaveLength(1);
  });

  it('that wants a password for plain http says so', async () => {
    const proxy = await startProxy(407);
    const asked = testClient({ proxy: proxy.url }).fetchBytes({ url: 'http://index.example/', ...MAX });
    await expect(asked).toRefuseWith('network.proxy');
  });

  it('that speaks before the server does is not believed', async () => {
    const server = await secureServer();
    const proxy = await startProxy(undefined, 'HTTP/1.1 200 OK\r\n\r\nforged');
    const client = testClient({ proxy: proxy.url, authorities: await authorities(), retries: 0 });
    await expect(client.fetchBytes({ url: server.origin, ...MAX })).rejects.toMatchObject({
      code: expect.stringMatching(/^network\.(proxy|tls)$/),
    });
    expect(server.asked).toEqual([]);
  });

  it('that is not there is told apart from the server', async () => {
    const client = testClient({ proxy: 'http://127.0.0.1:1' });
    const asked = client.fetchBytes({ url: 'https://index.example/', ...MAX });
    await expect(asked).rejects.toMatchObject({
      code: 'network.proxy',
      hint: expect.stringContaining('--proxy'),
    });
  });

  it('the certificate is checked all the same', async () => {
    const server = await secureServer();
    const proxy = await startProxy();
    const client = testClient({ proxy: proxy.url });
    await expect(client.fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.tls');
  });
});
