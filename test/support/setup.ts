import { expect } from 'vitest';
import { SafeInstallError, SafeInstallErrors } from '../../src/errors/index.ts';

function codesOf(error: unknown): readonly string[] {
  if (error instanceof SafeInstallError) return [error.code];
  if (error instanceof SafeInstallErrors) return error.errors.map((each) => each.code);
  return [];
}

/** `expect(fn).toRefuse(code)` and `await expect(promise).toRefuseWith(code)`: a SafeInstallError with this code, and no other error. */
expect.extend({
  toRefuse(received: unknown, code: string) {
    let thrown: unknown;
    try {
      if (typeof received !== 'function') throw new TypeError('toRefuse takes a function');
      received();
    } catch (error) {
      thrown = error;
    }
    return outcome(thrown, code);
  },
  async toRefuseWith(received: unknown, code: string) {
    let thrown: unknown;
    try {
      await (typeof received === 'function' ? received() : received);
    } catch (error) {
      thrown = error;
    }
    return outcome(thrown, code);
  },
});

function outcome(thrown: unknown, code: string) {
  const codes = codesOf(thrown);
  return {
    pass: codes.includes(code),
    message: () =>
      thrown === undefined
        ? `expected a refusal with "${code}", but nothing was thrown`
        : `expected a refusal with "${code}", got ${codes.length > 0 ? `"${codes.join('", "')}"` : `${String(thrown)}\n${thrown instanceof Error ? thrown.stack : ''}`}`,
  };
}

declare module 'vitest' {
  interface Matchers<T> {
    /** The function throws a SafeInstallError with this reason code. */
    toRefuse(code: string): T;
    /** The promise (or async function) rejects with a SafeInstallError with this reason code. */
    toRefuseWith(code: string): Promise<T>;
  }
}
