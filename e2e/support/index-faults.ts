import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer that is about to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One way for a server to misbehave. */
export type Fault =
  /** Answers with this status in place of its own. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** Answers 200 with this body. */
  | { readonly kind: 'body'; readonly contentType: string; readonly body: string | Uint8Array }
  /** The right head, then bytes without end. */
  | { readonly kind: 'endless' }
  /** A well-formed JSON page of about `bytes`, made while it is sent. */
  | { readonly kind: 'huge-json'; readonly bytes: number }
  /** Announces the whole length, sends `bytes` of it and closes the connection. */
  | { readonly kind: 'truncated'; readonly bytes: number }
  /** Resets the connection after `bytes` of the body; at once, before any answer, without it. */
  | { readonly kind: 'reset'; readonly bytes?: number }
  /** Sends the body at this pace. */
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' }
  /** The right length, one bit of the body flipped. */
  | { readonly kind: 'wrong-bytes' }
  | { readonly kind: 'latency'; readonly milliseconds: number }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number };

/** Which requests a fault befalls. */
export interface FaultRule {
  /** Part of the path, or a pattern for it. */
  readonly path: string | RegExp;
  readonly fault: Fault;
  /** How many of the requests it befalls; all of them without it. */
  readonly times?: number;
  /** How many of the requests it lets pass first. */
  readonly after?: number;
}

interface CountedRule {
  readonly rule: FaultRule;
  seen: number;
}

/** The faults that are armed, in the order in which they were. */
export class Faults {
  #rules: CountedRule[] = [];

  /** Arms a fault; returns how to disarm it. */
  add(rule: FaultRule): () => void {
    const counted: CountedRule = { rule, seen: 0 };
    this.#rules.push(counted);
    return () => {
      this.#rules = this.#rules.filter((each) => each !== counted);
    };
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault that befalls this request, if any; counts the request. */
  take(path: string): Fault | undefined {
    let taken: Fault | undefined;
    for (const counted of this.#rules) {
      const { path: wanted, fault, times = Number.POSITIVE_INFINITY, after = 0 } = counted.rule;
      const matches = typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path);
      if (!matches) continue;
      counted.seen += 1;
      if (counted.seen > after && counted.seen <= after + times) taken ??= fault;
    }
    return taken;
  }
}

const FILLER = Buffer.alloc(64 * 1024, ' ');

/** Writes a chunk and waits until it has been taken; false once the other side has gone. */
async function push(response: ServerResponse, chunk: Uint8Array): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(chunk)) return true;
  return await new Promise((resolve) => {
    const done = (more: boolean) => {
      response.off('drain', onDrain).off('close', onClose);
      resolve(more);
    };
    const onDrain = () => done(true);
    const onClose = () => done(false);
    response.on('drain', onDrain).on('close', onClose);
  });
}

const hugeFile = (serial: number): string =>
  `${JSON.stringify({
    filename: `acme-0.${serial}.tar.gz`,
    url: `acme-0.${serial}.tar.gz`,
    hashes: { sha256: serial.toString(16).padStart(64, '0') },
  })},`;

async function sendHugeJson(response: ServerResponse, answer: Answer, bytes: number): Promise<void> {
  response.writeHead(200, withoutLength(answer.headers));
  let alive = await push(
    response,
    Buffer.from('{"meta":{"api-version":"1.1"},"name":"acme","versions":[],"files":['),
  );
  for (let sent = 0, serial = 0; alive && sent < bytes; ) {
    let chunk = '';
    for (; chunk.length < FILLER.length; serial += 1) chunk += hugeFile(serial);
    alive = await push(response, Buffer.from(chunk));
    sent += chunk.length;
  }
  if (alive) response.end(`${hugeFile(0).slice(0, -1)}]}`);
}

async function drip(response: ServerResponse, answer: Answer, bytesPerSecond: number): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  const step = Math.max(1, Math.floor(bytesPerSecond / 10));
  for (let at = 0; at < answer.body.length; at += step) {
    if (!(await push(response, answer.body.subarray(at, at + step)))) return;
    await sleep((step * 1000) / bytesPerSecond, undefined, { ref: false });
  }
  response.end();
}

function withoutLength(headers: Answer['headers']): Record<string, string> {
  const { 'content-length': _length, 'content-encoding': _encoding, etag: _etag, ...rest } = headers;
  return rest;
}

function flipped(body: Uint8Array): Buffer {
  const changed = Buffer.from(body);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

/** Sends `answer` as `fault` would have it; what reaches the client may be no answer at all. */
export async function sendWithFault(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  fault: Fault,
): Promise<void> {
  switch (fault.kind) {
    case 'status': {
      const retry = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      response.writeHead(fault.status, { 'content-type': 'text/plain', ...retry });
      response.end(fault.body ?? `status ${fault.status}\n`);
      return;
    }
    case 'body':
      response.writeHead(200, { 'content-type': fault.contentType }).end(fault.body);
      return;
    case 'endless':
      response.writeHead(answer.status, withoutLength(answer.headers));
      while (await push(response, FILLER));
      return;
    case 'huge-json':
      return await sendHugeJson(response, answer, fault.bytes);
    case 'truncated':
      response.writeHead(answer.status, answer.headers);
      await push(response, answer.body.subarray(0, fault.bytes));
      await sleep(50, undefined, { ref: false }); // lets the bytes leave before the connection does
      response.destroy();
      return;
    case 'reset':
      if (fault.bytes !== undefined) {
        response.writeHead(answer.status, answer.headers);
        await push(response, answer.body.subarray(0, fault.bytes));
        await sleep(50, undefined, { ref: false });
      }
      request.socket.resetAndDestroy();
      return;
    case 'drip':
      return await drip(response, answer, fault.bytesPerSecond);
    case 'silence':
      return;
    case 'wrong-bytes':
      response.writeHead(answer.status, answer.headers).end(flipped(answer.body));
      return;
    case 'latency':
      await sleep(fault.milliseconds, undefined, { ref: false });
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    case 'redirect':
      response.writeHead(fault.status ?? 302, { location: fault.location }).end();
      return;
  }
}
