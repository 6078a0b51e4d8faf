import { createServer, type Socket } from 'node:net';

/** A closed door that takes note of who knocks. */
export interface NetworkWatch {
  /** `http://127.0.0.1:PORT`; fit to be named as a proxy, and as an index. */
  readonly url: string;
  /** First line of each request, as it came: `CONNECT index.example:443 HTTP/1.1`. Foreign text. */
  readonly attempts: readonly string[];
  close(): Promise<void>;
}

/** Bytes of a request that are looked at: a request line has a few hundred. */
const MOST_BYTES = 8 * 1024;

/** Requests that are remembered; one is enough to know. */
const MOST_ATTEMPTS = 16;

const REFUSAL = 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/**
 * Listens on the loopback in the place of a proxy, and answers every request with 403. What a program asks for that is
 * told of it and of nothing else is refused, and known.
 */
export async function watchNetwork(): Promise<NetworkWatch> {
  const attempts: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    let head = '';
    const answer = (): void => {
      if (attempts.length < MOST_ATTEMPTS) attempts.push(head.split(/[\r\n]/, 1)[0] ?? '');
      socket.end(REFUSAL);
    };
    const read = (piece: Buffer): void => {
      head += piece.toString('latin1');
      if (!head.includes('\n') && head.length < MOST_BYTES) return;
      socket.off('data', read);
      socket.resume();
      answer();
    };
    socket.on('data', read);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref(); // nothing waits for who never comes
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('a server on a port has an address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    attempts,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
