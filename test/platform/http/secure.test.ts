import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTestAuthority, type TestAuthority } from '../../../e2e/support/test-authority.ts';
import { loadTrust } from '../../../src/platform/http/authorities.ts';
import { createConnect } from '../../../src/platform/http/connector.ts';
import { toSettings } from '../../../src/platform/http/options.ts';
import { afterTest, type Handler, serve, serveHttp2, serveTls, testClient, textOf } from './server.ts';

const MAX = { maxBytes: 1024 * 1024 };
const hello: Handler = (_request, response) => {
  response.end('hello');
};

let authority: TestAuthority;
let stranger: TestAuthority;

beforeAll(() => {
  authority = makeTestAuthority();
  stranger = makeTestAuthority();
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'safe-install-test-'));
  afterTest(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function fileWith(text: string): Promise<string> {
  const path = join(await folder(), 'file.pem');
  await writeFile(path, text);
  return path;
}

const tls = ({ certificate, key }: TestAuthority) => ({ cert: certificate, key });

describe('a server whose authority nobody knows', () => {
  it('is refused, with a hint that names --cert', async () => {
    const server = await serveTls(tls(authority), hello);
    const asked = testClient({
      environment: { SSL_CERT_FILE: await fileWith(stranger.authority) },
    }).fetchBytes({
      url: server.origin,
      ...MAX,
    });
    await expect(asked).rejects.toMatchObject({
      code: 'network.tls',
      hint: expect.stringContaining('--cert'),
    });
  });

  it('is asked once, and not again and again', async () => {
    const waits: number[] = [];
    const sleep = (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    const server = await serveTls(tls(authority), hello);
    await expect(testClient({ sleep }).fetchBytes({ url: server.origin, ...MAX })).toRefuseWith(
      'network.tls',
    );
    expect(waits).toEqual([]);
  });

  it('is taken from a trusted host', async () => {
    const server = await serveTls(tls(authority), hello);
    const client = testClient({ trustedHosts: ['127.0.0.1'] });
    expect((await client.fetchBytes({ url: server.origin, ...MAX })).bytes.toString()).toBe('hello');
    const other = testClient({ trustedHosts: [`127.0.0.1:${server.port + 1}`, 'localhost'] });
    await expect(other.fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.tls');
  });
});

describe('a server of a known authority', () => {
  it.each(['PIP_CERT', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE'])(
    'is taken by %s',
    async (name) => {
      const server = await serveTls(tls(authority), hello);
      const client = testClient({ environment: { [name]: await fileWith(authority.authority) } });
      expect((await client.fetchBytes({ url: server.origin, ...MAX })).bytes.toString()).toBe('hello');
    },
  );

  it('is taken by the option, which alone counts', async () => {
    const server = await serveTls(tls(authority), hello);
    const environment = { PIP_CERT: await fileWith(stranger.authority) };
    const client = testClient({ environment, authorities: await fileWith(authority.authority) });
    expect((await client.fetchBytes({ url: server.origin, ...MAX })).status).toBe(200);
  });

  it('is taken by a folder of certificates', async () => {
    const server = await serveTls(tls(authority), hello);
    const path = await folder();
    await writeFile(join(path, 'ours.pem'), authority.authority);
    await writeFile(join(path, 'README'), 'certificates of the company');
    await symlink('ours.pem', join(path, 'deadbeef.0'));
    const client = testClient({ authorities: path });
    expect((await client.fetchBytes({ url: server.origin, ...MAX })).status).toBe(200);
  });

  it('is refused under another name', async () => {
    const server = await serveTls(tls(authority), hello);
    const client = testClient({ authorities: await fileWith(authority.authority) });
    const url = server.origin.replace('127.0.0.1', '127.0.0.2');
    await expect(client.fetchBytes({ url, ...MAX })).rejects.toMatchObject({
      code: expect.stringMatching(/^network\.(tls|unreachable)$/),
    });
    expect(server.asked).toEqual([]);
  });

  it('is not followed to plain http', async () => {
    const plain = await serve(hello);
    const server = await serveTls(tls(authority), (_request, response) => {
      response.writeHead(302, { location: `${plain.origin}/` }).end();
    });
    const authorities = await fileWith(authority.authority);
    const asked = testClient({ authorities }).fetchBytes({ url: server.origin, ...MAX });
    await expect(asked).toRefuseWith('network.insecure');
    expect(plain.asked).toEqual([]);
    const trusting = testClient({ authorities, trustedHosts: [`127.0.0.1:${plain.port}`] });
    expect((await trusting.fetchBytes({ url: server.origin, ...MAX })).bytes.toString()).toBe('hello');
  });

  it('sees the client certificate where it asks for one', async () => {
    const options = { ...tls(authority), requestCert: true, rejectUnauthorized: false };
    const server = await serveTls(options, (request, response) => {
      const { socket } = request;
      const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
      response.end(certificate?.subject ?? 'nobody');
    });
    const authorities = await fileWith(authority.authority);
    const clientCertificate = await fileWith(`${stranger.key}${stranger.certificate}`);
    const shown = testClient({ authorities, clientCertificate });
    expect((await shown.fetchBytes({ url: server.origin, ...MAX })).bytes.toString()).toBe('CN=localhost');
    const hidden = testClient({ authorities });
    expect((await hidden.fetchBytes({ url: server.origin, ...MAX })).bytes.toString()).toBe('nobody');
  });
});

describe('certificate files', () => {
  it.each([
    ['missing', () => Promise.resolve('/nonexistent/ca.pem')],
    ['without a certificate', () => fileWith('nothing')],
    ['empty folders', () => folder()],
  ])('that are %s are told by name', async (_reason, make) => {
    const client = testClient({ authorities: await make() });
    await expect(client.fetchBytes({ url: 'https://127.0.0.1:1/', ...MAX })).toRefuseWith(
      'usage.certificate',
    );
  });

  it.each([
    ['no key', () => stranger.certificate],
    ['nothing', () => 'nothing'],
    ['another key', () => `${authority.key}${stranger.certificate}`],
  ])('of a client with %s are told by name', async (_reason, text) => {
    const client = testClient({ clientCertificate: await fileWith(text()) });
    await expect(client.fetchBytes({ url: 'https://127.0.0.1:1/', ...MAX })).toRefuseWith(
      'usage.certificate',
    );
  });
});

describe('loadTrust', () => {
  const settings = toSettings({ environment: {} });

  it('has the system bundle in reserve where nothing is named', async () => {
    const trust = await loadTrust(settings, ['/nonexistent', await fileWith(authority.authority)]);
    const wide = await trust.wider();
    expect(wide).toBeDefined();
    expect(wide).not.toBe(trust.context);
    expect(await trust.wider()).toBe(wide);
  });

  it('has nothing in reserve where the user has named whom to trust, or the system has no bundle', async () => {
    const named = toSettings({ environment: {}, authorities: await fileWith(authority.authority) });
    expect(await (await loadTrust(named, [await fileWith(stranger.authority)])).wider()).toBeUndefined();
    expect(await (await loadTrust(settings, ['/nonexistent'])).wider()).toBeUndefined();
  });
});

describe('createConnect', () => {
  const settings = toSettings({ environment: {} });
  const contextOf = ({ authority: ca }: TestAuthority) => createSecureContext({ ca });

  async function connectTo(port: number, wider: () => Promise<SecureContext | undefined>) {
    const connect = createConnect(buildConnector, { context: contextOf(stranger), wider }, settings);
    const options = {
      protocol: 'https:',
      hostname: '127.0.0.1',
      host: `127.0.0.1:${port}`,
      port: String(port),
    };
    return await new Promise<string>((resolve) =>
      connect(options, (error, socket) => {
        socket?.destroy();
        resolve(error === null ? 'open' : String('code' in error ? error.code : error));
      }),
    );
  }

  it('asks the system where Node does not know the issuer', async () => {
    const { port } = await serveTls(tls(authority), hello);
    expect(await connectTo(port, () => Promise.resolve(contextOf(authority)))).toBe('open');
  });

  it('is refused where the system does not know it either, or has nobody to ask', async () => {
    const { port } = await serveTls(tls(authority), hello);
    expect(await connectTo(port, () => Promise.resolve(contextOf(makeTestAuthority())))).toMatch(
      /SIGNATURE|ISSUER|SELF/,
    );
    expect(await connectTo(port, () => Promise.resolve(undefined))).toMatch(/SIGNATURE|ISSUER|SELF/);
  });
});

describe('HTTP/2', () => {
  it('is spoken where it is offered, with many requests at once on few connections', async () => {
    const server = await serveHttp2(tls(authority), (request, response) => {
      response.end(`${request.httpVersion} ${request.url}`);
    });
    const client = testClient({ authorities: await fileWith(authority.authority) });
    const paths = Array.from({ length: 100 }, (_, at) => `/${at}`);
    const answers = await Promise.all(
      paths.map((path) => client.fetchBytes({ url: `${server.origin}${path}`, ...MAX })),
    );
    expect(answers.map(({ bytes }) => bytes.toString())).toEqual(paths.map((path) => `2.0 ${path}`));
  });

  it('goes on where a stream broke off', async () => {
    const file = 'x'.repeat(100_000);
    const server = await serveHttp2(tls(authority), (request, response, count) => {
      const start = Number(/^bytes=([0-9]+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(start > 0 ? 206 : 200, {
        etag: '"1"',
        'content-length': file.length - start,
        ...(start > 0 ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
      });
      if (count < 3)
        response.write(file.slice(start, start + 10_000), () => setImmediate(() => response.destroy()));
      else response.end(file.slice(start));
    });
    const client = testClient({ authorities: await fileWith(authority.authority) });
    const { body } = await client.openStream({ url: server.origin, ...MAX });
    expect(await textOf(body)).toBe(file);
  });

  it('a session that ends in the middle is no end of the body', async () => {
    const server = await serveHttp2(tls(authority), (request, response, count) => {
      response.writeHead(200, { 'content-length': 6 });
      if (count > 1) response.end('hello!');
      else response.write('hel', () => request.socket.destroy());
    });
    const client = testClient({ authorities: await fileWith(authority.authority) });
    expect((await client.fetchBytes({ url: server.origin, ...MAX })).bytes.toString()).toBe('hello!');
  });
});
