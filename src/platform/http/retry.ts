import { isTransient } from './network-error.ts';
import type { HttpSettings } from './options.ts';

/** Milliseconds. pip's factor of 0.25 s, doubled each time. */
const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;

/** Milliseconds that a server may ask us to wait; beyond it a person is better told than kept waiting. */
const LONGEST_RETRY_AFTER = 60_000;

/** Whether an answer with this status may be another one a moment later. */
export const isTransientStatus = (status: number): boolean =>
  status === 429 || status === 500 || (status >= 502 && status <= 504) || (status >= 520 && status <= 527);

/** `Retry-After` in milliseconds from `now`: seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^[0-9]{1,9}$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Za-z]/.test(value) ? Date.parse(value) : Number.NaN; // `Date.parse` also takes "-5"
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds before attempt `attempt` (1 for the first retry), spread so that clients do not come back in step. */
export function backoff(attempt: number, random: () => number): number {
  const whole = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));
  return whole * (0.5 + random() / 2);
}

/** An answer that asks to be asked again; `answer` is what counts where that is not to be. */
export interface TryAgain<T> {
  readonly retryAfter: number | undefined;
  readonly answer: T;
}

const isTryAgain = <T>(outcome: T | TryAgain<T>): outcome is TryAgain<T> =>
  typeof outcome === 'object' && outcome !== null && 'retryAfter' in outcome && 'answer' in outcome;

/**
 * Does `attempt` until it succeeds, fails for good, or has been tried `settings.retries` times more.
 *
 * Errors pass through as they were thrown.
 */
export async function withRetries<T>(
  settings: HttpSettings,
  attempt: () => Promise<T | TryAgain<T>>,
  { signal, what }: { readonly signal?: AbortSignal | undefined; readonly what: string },
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const isLast = tried > settings.retries;
    let wait = backoff(tried, settings.random);
    try {
      const outcome = await attempt();
      if (!isTryAgain(outcome)) return outcome;
      const asked = outcome.retryAfter ?? 0;
      if (isLast || asked > LONGEST_RETRY_AFTER) return outcome.answer;
      wait = Math.max(wait, asked);
    } catch (error) {
      if (isLast || signal?.aborted === true || !isTransient(error)) throw error;
    }
    settings.log.debug(`${what}: trying again in ${Math.round(wait)} ms`);
    await settings.sleep(wait, signal);
  }
}
