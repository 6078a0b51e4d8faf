import { createServer, type Server } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Authorize } from '../../../src/platform/index.ts';
import { afterTest, serve, testClient } from './server.ts';

const MAX = { maxBytes: 1024 * 1024 };

/** A server that begins to speak and then says one letter after the other, for ever. */
async function serveSlowly(beginning: string, letter: string): Promise<string> {
  const server = createServer((socket) => {
    socket.write(beginning);
    const drip = setInterval(() => socket.write(letter), 50);
    socket.on('error', () => {}).on('close', () => clearInterval(drip));
  });
  return await listening(server);
}

/** A server that speaks whatever bytes it is told, HTTP or not. */
async function serveBytes(bytes: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes));
  });
  return await listening(server);
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
}

describe('fetchBytes', () => {
  it('gives status, headers, final URL and body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', etag: '"1"' }).end('hello');
    });
    const response = await testClient().fetchBytes({ url: `${server.origin}/a?b#c`, ...MAX });
    expect(response).toMatchObject({ status: 200, url: `${server.origin}/a?b`, headers: { etag: '"1"' } });
    expect(response.bytes.toString()).toBe('hello');
    expect(server.asked).toEqual(['GET /a?b']);
    expect(server.requests[0]?.headers).toMatchObject({
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'safe-install',
    });
  });

  it('joins headers that stand more than once', async () => {
    const server = await serve((_request, response) => {
      response
        .writeHead(
          200,
          [
            ['x-a', '1'],
            ['X-A', '2'],
          ].flat(),
        )
        .end();
    });
    const { headers } = await testClient().fetchBytes({ url: server.origin, ...MAX });
    expect(headers['x-a']).toBe('1, 2');
  });

  it('undoes the encodings that it offers', async () => {
    const server = await serve((request, response) => {
      const isBrotli = request.url === '/br';
      response.writeHead(200, { 'content-encoding': isBrotli ? 'br' : 'gzip' });
      response.end(isBrotli ? brotliCompressSync('hello') : gzipSync('hello'));
    });
    const client = testClient();
    for (const path of ['/br', '/gzip'])
      expect((await client.fetchBytes({ url: `${server.origin}${path}`, ...MAX })).bytes.toString()).toBe(
        'hello',
      );
  });

  it('caps the body on the wire, and decoded', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/bomb')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5000)));
      else if (request.url === '/announced')
        response.writeHead(200, { 'content-length': 5000 }).end(Buffer.alloc(5000));
      else {
        response.writeHead(200);
        const pour = () => {
          while (!response.destroyed && response.write(Buffer.alloc(10_000)));
        };
        response.on('drain', pour);
        pour();
      }
    });
    const client = testClient();
    for (const path of ['/bomb', '/announced', '/endless'])
      await expect(client.fetchBytes({ url: `${server.origin}${path}`, maxBytes: 4000 })).toRefuseWith(
        'network.too-large',
      );
    expect(server.asked).toHaveLength(3);
  });

  it('does not read a body that is not wanted', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 }).write('x');
    });
    const response = await testClient().fetchBytes({
      url: server.origin,
      ...MAX,
      wants: ({ status }) => status === 206,
    });
    expect(response).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
  });

  it.each([400, 401, 403, 404, 410, 501])('takes %i for an answer', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end('text'));
    const response = await testClient().fetchBytes({ url: server.origin, ...MAX });
    expect(response).toMatchObject({ status, bytes: Buffer.alloc(0) });
    expect(server.asked).toHaveLength(1);
  });

  it.each([429, 500, 502, 503, 504, 520])(
    'asks again after %i, and at last takes it for an answer',
    async (status) => {
      const server = await serve((_request, response, count) =>
        response.writeHead(count === 3 ? 200 : status).end('text'),
      );
      const client = testClient();
      expect((await client.fetchBytes({ url: server.origin, ...MAX })).status).toBe(200);
      const broken = await serve((_request, response) => response.writeHead(status).end());
      expect((await client.fetchBytes({ url: broken.origin, ...MAX })).status).toBe(status);
      expect(broken.asked).toHaveLength(3);
    },
  );

  it('waits for as long as Retry-After says', async () => {
    const waits: number[] = [];
    const sleep = (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    const server = await serve((_request, response, count) =>
      response.writeHead(count === 1 ? 503 : 200, { 'retry-after': '7' }).end(),
    );
    await testClient({ sleep }).fetchBytes({ url: server.origin, ...MAX });
    expect(waits).toEqual([7000]);
  });

  it('asks again for a body that breaks off', async () => {
    const server = await serve((_request, response, count) => {
      response.writeHead(200, { 'content-length': 5 });
      if (count === 3) response.end('hello');
      else response.write('he', () => response.destroy());
    });
    const { bytes } = await testClient().fetchBytes({ url: server.origin, ...MAX });
    expect(bytes.toString()).toBe('hello');
  });

  it('gives a body up that breaks off each time', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 5 });
      response.write('he', () => response.destroy());
    });
    await expect(testClient().fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.truncated');
    expect(server.asked).toHaveLength(3);
  });

  it('gives a connection up that is reset each time', async () => {
    const server = await serve((request) => request.socket.resetAndDestroy());
    await expect(testClient().fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.unreachable');
    expect(server.asked).toHaveLength(3);
  });

  it('gives a server up that says nothing, or stops in the middle', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('half');
    });
    const client = testClient({ timeout: 300, retries: 0 });
    await expect(client.fetchBytes({ url: `${server.origin}/silent`, ...MAX })).toRefuseWith(
      'network.timeout',
    );
    await expect(client.fetchBytes({ url: `${server.origin}/half`, ...MAX })).toRefuseWith('network.timeout');
  });

  it('gives a server up that drips', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const client = testClient({ slowest: { bytes: 1000, window: 100 } });
    await expect(client.fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.slow');
    expect(server.asked).toHaveLength(1);
  });

  it('gives a server up that drips its head', async () => {
    const url = await serveSlowly('HTTP/1.1 200 OK\r\nX-A: ', 'a');
    await expect(testClient({ timeout: 400, retries: 0 }).fetchBytes({ url, ...MAX })).toRefuseWith(
      'network.timeout',
    );
  });

  it('gives a port up where nobody listens, with the reason and a hint', async () => {
    const server = await serve((_request, response) => response.end());
    const gone = `http://127.0.0.1:1/`;
    expect(server.port).not.toBe(1);
    await expect(testClient().fetchBytes({ url: gone, ...MAX })).rejects.toMatchObject({
      code: 'network.unreachable',
      subject: gone,
      facts: [{ label: 'got', value: expect.stringContaining('ECONNREFUSED') }],
      hint: expect.stringContaining('--proxy'),
    });
  });

  it('gives a name up that nobody knows', async () => {
    await expect(
      testClient({ retries: 0 }).fetchBytes({ url: 'http://no-such-host.invalid/', ...MAX }),
    ).toRefuseWith('network.unreachable');
  });

  it.each([
    ['no HTTP', 'network.protocol', 'SSH-2.0-OpenSSH_9.7\r\n'],
    [
      'two lengths',
      'network.truncated',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'length and chunks',
      'network.truncated',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header without end', 'network.protocol', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['a chunk of no size', 'network.protocol', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('refuses %s', async (_reason, code, bytes) => {
    const url = await serveBytes(bytes);
    await expect(testClient({ retries: 0 }).fetchBytes({ url, ...MAX })).toRefuseWith(code);
  });

  it('lets go when it is aborted', async () => {
    const server = await serve(() => {});
    const controller = new AbortController();
    const asked = testClient().fetchBytes({ url: server.origin, ...MAX, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('lets go of all that is under way and of all that waits when it is closed', async () => {
    const server = await serve(() => {});
    const client = testClient({ retries: 0 });
    const asked = Array.from({ length: 30 }, (_, at) =>
      client.fetchBytes({ url: `${server.origin}/${at}`, ...MAX }),
    );
    const settled = Promise.allSettled(asked);
    await new Promise<void>((resolve) => {
      const look = () => (server.asked.length >= 10 ? resolve() : setTimeout(look, 5));
      look();
    });
    await client.close();
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(server.asked).toHaveLength(10);
  });

  it('asks nobody when it is offline', async () => {
    const server = await serve((_request, response) => response.end());
    const client = testClient({ offline: true });
    await client.prepare();
    await expect(client.fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.offline');
    await expect(client.openStream({ url: server.origin, ...MAX })).toRefuseWith('network.offline');
    expect(server.asked).toEqual([]);
  });

  it('sends many requests at once over few connections', async () => {
    let open = 0;
    let most = 0;
    const server = await serve((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.end('x');
      });
    });
    const client = testClient();
    const urls = Array.from({ length: 100 }, (_, at) => `${server.origin}/${at}`);
    const answers = await Promise.all(urls.map((url) => client.fetchBytes({ url, ...MAX })));
    expect(answers.every(({ bytes }) => bytes.toString() === 'x')).toBe(true);
    expect(new Set(server.requests.map(({ socket }) => socket)).size).toBeLessThanOrEqual(10);
    expect(most).toBeLessThanOrEqual(10);
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%i is followed, relative to where it came from', async (status) => {
    const server = await serve((request, response) => {
      if (request.url === '/b/c') response.end('there');
      else response.writeHead(status, { location: 'b/c' }).end('moved');
    });
    const response = await testClient().fetchBytes({ url: `${server.origin}/a`, ...MAX });
    expect(response).toMatchObject({ status: 200, url: `${server.origin}/b/c` });
    expect(response.bytes.toString()).toBe('there');
  });

  it.each([
    ['in a circle', '/'],
    ['to a file', 'file:///etc/passwd'],
    ['to another scheme', 'ftp://127.0.0.1/'],
    ['to data', 'data:text/plain,x'],
    ['to no URL', 'http://[/'],
    ['to nowhere', undefined],
  ])('%s is refused', async (_reason, location) => {
    const server = await serve((_request, response) =>
      response.writeHead(302, location === undefined ? {} : { location }).end(),
    );
    await expect(testClient().fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.redirect');
    expect(server.asked.length).toBeLessThanOrEqual(11);
  });

  it('does not follow a chain that is too long', async () => {
    const server = await serve((_request, response, count) =>
      response.writeHead(302, { location: `/${count}` }).end(),
    );
    await expect(testClient().fetchBytes({ url: server.origin, ...MAX })).toRefuseWith('network.redirect');
    expect(server.asked).toHaveLength(11);
  });
});

describe('credentials', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('of the URL are sent, and are no part of the URL afterwards', async () => {
    const server = await serve((_request, response) => response.end());
    const response = await testClient().fetchBytes({
      url: server.origin.replace('//', '//me:p%40ss@'),
      ...MAX,
    });
    expect(server.requests[0]?.headers.authorization).toBe(basic('me:p@ss'));
    expect(response.url).toBe(`${server.origin}/`);
  });

  it('are asked for anew at each hop, and never follow to another origin', async () => {
    const elsewhere = await serve((_request, response) => response.end('there'));
    const server = await serve((_request, response) =>
      response.writeHead(302, { location: `${elsewhere.origin}/` }).end(),
    );
    const authorize: Authorize = (url) =>
      Promise.resolve(url.origin === server.origin ? basic('me:secret') : undefined);
    const url = server.origin.replace('//', '//you:other@');
    await testClient().fetchBytes({ url, ...MAX, authorize });
    expect(server.requests[0]?.headers.authorization).toBe(basic('me:secret'));
    expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('in a redirect count for where it leads', async () => {
    const elsewhere = await serve((_request, response) => response.end('there'));
    const location = elsewhere.origin.replace('//', '//you:token@');
    const server = await serve((_request, response) => response.writeHead(302, { location }).end());
    await testClient().fetchBytes({ url: server.origin, ...MAX });
    expect(elsewhere.requests[0]?.headers.authorization).toBe(basic('you:token'));
  });

  it('are asked for once more after a 401', async () => {
    const server = await serve((request, response) =>
      response.writeHead(request.headers.authorization === basic('me:right') ? 200 : 401).end(),
    );
    const refused: (string | undefined)[] = [];
    const authorize: Authorize = (_url, challenged) => {
      if (challenged === undefined) return Promise.resolve(basic('me:wrong'));
      refused.push(challenged.refused);
      return Promise.resolve(basic('me:right'));
    };
    const { status } = await testClient().fetchBytes({ url: server.origin, ...MAX, authorize });
    expect(status).toBe(200);
    expect(refused).toEqual([basic('me:wrong')]);
  });

  it('that are refused again are not asked for for ever', async () => {
    const server = await serve((_request, response) => response.writeHead(401).end());
    for (const answer of [undefined, basic('me:wrong')]) {
      const authorize: Authorize = () => Promise.resolve(answer);
      const { status } = await testClient().fetchBytes({ url: server.origin, ...MAX, authorize });
      expect(status).toBe(401);
    }
    expect(server.asked).toHaveLength(2);
  });
});
