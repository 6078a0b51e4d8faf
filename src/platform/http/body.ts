import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { transientReason } from './network-error.ts';
import type { SlowestPace } from './options.ts';

/** What a body is held against while it arrives. */
export interface BodyRules {
  readonly url: string;
  /** Bytes announced by `content-length`, or `null`. */
  readonly expected: number | null;
  /** Bytes that are read at most. */
  readonly maxBytes: number;
  readonly slowest: SlowestPace;
}

export const tooLarge = (url: string, maxBytes: number): SafeInstallError =>
  new SafeInstallError({
    code: 'network.too-large',
    message: `the answer has more than the ${maxBytes} bytes that are read of its kind`,
    subject: redactUrl(url),
  });

const broken = (url: string, expected: number | null, got: number, cause?: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'network.truncated',
    message: 'the answer broke off',
    subject: redactUrl(url),
    facts: [
      ...(expected === null ? [] : [{ label: 'expected', value: `${expected} bytes` }]),
      { label: 'got', value: `${got} bytes` },
    ],
    hint: 'Try again; if it stays so, the server or a proxy in between cuts answers off',
    cause,
  });

/** Holds a body against its rules, chunk by chunk, without holding it. */
export class BodyGuard {
  readonly #rules: BodyRules;
  #received = 0;
  /** Milliseconds spent waiting since the window began, and bytes that came in it. */
  #waited = 0;
  #arrived = 0;

  /** @throws SafeInstallError `network.too-large` where the announced length says so already. */
  constructor(rules: BodyRules) {
    this.#rules = rules;
    if (rules.expected !== null && rules.expected > rules.maxBytes) throw tooLarge(rules.url, rules.maxBytes);
  }

  /** @throws SafeInstallError `network.too-large`, `network.truncated` for more than was announced, `network.slow`. */
  accept(size: number, waited: number): void {
    const { url, expected, maxBytes, slowest } = this.#rules;
    this.#received += size;
    if (this.#received > maxBytes) throw tooLarge(url, maxBytes);
    if (expected !== null && this.#received > expected) throw broken(url, expected, this.#received);
    this.#waited += waited;
    this.#arrived += size;
    if (this.#waited < slowest.window) return;
    if (this.#arrived < slowest.bytes)
      throw new SafeInstallError({
        code: 'network.slow',
        message: `fewer than ${slowest.bytes} bytes arrived in ${Math.round(slowest.window / 1000)} s`,
        subject: redactUrl(url),
        hint: 'Try again on a better network, or name another index',
      });
    this.#waited = 0;
    this.#arrived = 0;
  }

  /** What an error of the connection means now that the answer has begun. */
  explain(error: unknown): unknown {
    const { url, expected } = this.#rules;
    return transientReason(error) === 'network.unreachable'
      ? broken(url, expected, this.#received, error)
      : error;
  }

  /** @throws SafeInstallError `network.truncated` where less came than was announced. */
  finish(): void {
    const { url, expected } = this.#rules;
    if (expected !== null && this.#received < expected) throw broken(url, expected, this.#received);
  }
}

/**
 * The chunks of `body` as they arrive, held against `rules`. Only time spent waiting for the network counts as slow:
 * a reader that is slow itself may take as long as it likes.
 */
export async function* guarded(
  body: AsyncIterable<Uint8Array>,
  rules: BodyRules,
): AsyncGenerator<Uint8Array, void, undefined> {
  const guard = new BodyGuard(rules);
  let since = performance.now();
  try {
    for await (const chunk of body) {
      guard.accept(chunk.length, performance.now() - since);
      yield chunk;
      since = performance.now();
    }
  } catch (error) {
    throw guard.explain(error);
  }
  guard.finish();
}

/** The whole body, held against `rules`. */
export async function readWhole(body: AsyncIterable<Uint8Array>, rules: BodyRules): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of guarded(body, rules)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
