import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { serve, testClient, textOf } from './server.ts';

const FILE = 'abcdefghijklmnopqrstuvwxyz';
const MAX = { maxBytes: 1000 };

interface Answering {
  readonly file?: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Bytes after which the connection is closed; none: the whole. */
  readonly breakAfter?: number;
  readonly ranges?: boolean;
}

/** Answers as a file server would; `breakAfter` bytes of body and then nothing more. */
function answer(request: IncomingMessage, response: ServerResponse, options: Answering): void {
  const { file = FILE, etag, lastModified, breakAfter, ranges = true } = options;
  const match = /^bytes=([0-9]+)-$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  const holds = condition === undefined || condition === etag || condition === lastModified;
  const start = ranges && match !== null && holds ? Number(match[1]) : 0;
  const validators = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
  };
  if (start >= file.length) {
    response.writeHead(416, { 'content-range': `bytes */${file.length}`, ...validators }).end();
    return;
  }
  const body = file.slice(start);
  response.writeHead(start > 0 ? 206 : 200, {
    ...validators,
    'content-length': body.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
  });
  if (breakAfter === undefined) response.end(body);
  else response.write(body.slice(0, breakAfter), () => response.destroy());
}

const ranges = (requests: readonly IncomingMessage[]) => requests.map(({ headers }) => headers.range);

describe('openStream', () => {
  it('gives the whole file, without undoing an encoding', async () => {
    const server = await serve((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      answer(request, response, {});
    });
    const response = await testClient().openStream({ url: server.origin, ...MAX });
    expect(response).toMatchObject({ status: 200, offset: 0, total: 26 });
    expect(await textOf(response.body)).toBe(FILE);
    expect(server.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
  });

  it('begins where it is told', async () => {
    const server = await serve((request, response) => answer(request, response, {}));
    const response = await testClient().openStream({ url: server.origin, ...MAX, offset: 20 });
    expect(response).toMatchObject({ status: 206, offset: 20, total: 26 });
    expect(await textOf(response.body)).toBe('uvwxyz');
  });

  it('begins at 0 where the server serves no parts', async () => {
    const server = await serve((request, response) => answer(request, response, { ranges: false }));
    const response = await testClient().openStream({ url: server.origin, ...MAX, offset: 20 });
    expect(response).toMatchObject({ status: 200, offset: 0, total: 26 });
    expect(await textOf(response.body)).toBe(FILE);
  });

  it('is at its end where everything is there already', async () => {
    const server = await serve((request, response) => answer(request, response, {}));
    const response = await testClient().openStream({ url: server.origin, ...MAX, offset: 26 });
    expect(response).toMatchObject({ offset: 26, total: 26 });
    expect(await textOf(response.body)).toBe('');
  });

  it.each([403, 404, 416, 500])('gives %i as an answer without a body', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end('text'));
    const response = await testClient({ retries: 0 }).openStream({ url: server.origin, ...MAX });
    expect(response.status).toBe(status);
    expect(await textOf(response.body)).toBe('');
  });

  it.each<[string, Answering]>([
    ['an ETag', { etag: '"1"' }],
    ['a date', { lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT' }],
    ['a weak ETag and a date', { etag: 'W/"1"', lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT' }],
    ['nothing to tell the file by', {}],
    ['no parts', { ranges: false }],
    ['no parts and an ETag', { ranges: false, etag: '"1"' }],
  ])('goes on where it broke off, with %s', async (_reason, options) => {
    const server = await serve((request, response, count) =>
      answer(request, response, count < 3 ? { ...options, breakAfter: 5 } : options),
    );
    const { body } = await testClient().openStream({ url: server.origin, ...MAX });
    expect(await textOf(body)).toBe(FILE);
    expect(server.asked).toHaveLength(3);
    expect(ranges(server.requests)[1]).toBe('bytes=5-');
  });

  it('sends the strong validator as a condition', async () => {
    const server = await serve((request, response, count) =>
      answer(request, response, { etag: '"1"', ...(count === 1 ? { breakAfter: 5 } : {}) }),
    );
    await textOf((await testClient().openStream({ url: server.origin, ...MAX })).body);
    expect(server.requests[1]?.headers['if-range']).toBe('"1"');
  });

  it.each<[string, Answering]>([
    ['another ETag', { etag: '"2"' }],
    ['another ETag and no parts', { etag: '"2"', ranges: false }],
    ['another size', { etag: '"1"', file: `${FILE}!` }],
  ])('refuses to go on with %s', async (_reason, later) => {
    const server = await serve((request, response, count) =>
      answer(request, response, count === 1 ? { etag: '"1"', breakAfter: 5 } : later),
    );
    const { body } = await testClient().openStream({ url: server.origin, ...MAX });
    await expect(textOf(body)).toRefuseWith('network.changed');
  });

  it('refuses to go on where the file has gone', async () => {
    const server = await serve((request, response, count) =>
      count === 1 ? answer(request, response, { breakAfter: 5 }) : response.writeHead(404).end(),
    );
    const { body } = await testClient().openStream({ url: server.origin, ...MAX });
    await expect(textOf(body)).toRefuseWith('network.changed');
  });

  it('gives up after as many breaks as there are retries', async () => {
    const server = await serve((request, response) => answer(request, response, { breakAfter: 2 }));
    const { body } = await testClient().openStream({ url: server.origin, ...MAX });
    await expect(textOf(body)).toRefuseWith('network.truncated');
    expect(server.asked).toHaveLength(3);
  });

  it.each([
    ['another part than was asked for', 'bytes 3-25/26'],
    ['less than was asked for', 'bytes 5-20/26'],
    ['a part that it does not name', undefined],
    ['a part of nothing', 'bytes 5-25/5'],
  ])('refuses %s', async (_reason, contentRange) => {
    const server = await serve((_request, response) =>
      response.writeHead(206, contentRange === undefined ? {} : { 'content-range': contentRange }).end('x'),
    );
    const opened = testClient().openStream({ url: server.origin, ...MAX, offset: 5 });
    await expect(opened).toRefuseWith('network.protocol');
  });

  it('counts what is there already against the cap', async () => {
    const server = await serve((request, response) => answer(request, response, {}));
    const { body } = await testClient().openStream({ url: server.origin, maxBytes: 25, offset: 20 });
    await expect(textOf(body)).toRefuseWith('network.too-large');
  });

  it('closes the connection when the reader stops', async () => {
    let closed: () => void = () => {};
    const hasClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await serve((_request, response) => {
      response.on('close', closed);
      response.writeHead(200, { 'content-length': 900 }).write('x');
    });
    const { body } = await testClient().openStream({ url: server.origin, ...MAX });
    for await (const chunk of body) {
      expect(chunk.length).toBe(1);
      break;
    }
    await hasClosed;
    expect(server.asked).toHaveLength(1);
  });
});
