import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchNetwork } from '../../src/platform/watch-network.ts';

/** A closed door that goes away with its test. */
async function closedDoor() {
  const watch = await watchNetwork();
  onTestFinished(() => watch.close());
  return watch;
}

function say(url: string, words: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(words);
  return text(socket);
}

describe('watchNetwork', () => {
  it('takes note of who asks, and answers 403', async () => {
    const watch = await closedDoor();
    expect(await say(watch.url, 'GET /simple/acme/ HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect((await fetch(`${watch.url}/simple/`)).status).toBe(403);
    expect(await say(watch.url, 'CONNECT index.example:443 HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect(watch.attempts).toEqual([
      'GET /simple/acme/ HTTP/1.1',
      'GET /simple/ HTTP/1.1',
      'CONNECT index.example:443 HTTP/1.1',
    ]);
  });

  it('waits for no line without end, and remembers so many', async () => {
    const watch = await closedDoor();
    expect(await say(watch.url, 'x'.repeat(20_000))).toMatch(/403/);
    for (let count = 0; count < 20; count += 1) await say(watch.url, 'GET / HTTP/1.1\n');
    expect(watch.attempts.length).toBe(16);
  });

  it('closes on those who say nothing', async () => {
    const watch = await watchNetwork();
    const socket = connect(Number(new URL(watch.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    await watch.close();
    await closed;
    expect(watch.attempts).toEqual([]);
  });
});
