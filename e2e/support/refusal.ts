import { expect } from 'vitest';
import { codesOf, expectLaidOut, expectOneScreen } from './output.ts';
import type { RunOptions, RunResult, Sandbox } from './sandbox.ts';
import { falseNames, unfinished } from './store.ts';

/** How a run is expected to say no. */
export interface Refusal extends RunOptions {
  /** Reason codes in their order. */
  readonly codes: readonly string[];
  readonly exitCode: number;
}

/**
 * Runs the command and asserts that it refuses as it should: with these codes and this exit code, on one screen, with
 * nothing on stdout, the environment as it was, no false name in the store, and nothing left in the temporary folder.
 */
export async function expectRefusal(
  sandbox: Sandbox,
  args: readonly string[],
  { codes, exitCode, ...options }: Refusal,
): Promise<RunResult> {
  const before = await sandbox.snapshot();
  const result = await sandbox.run(args, options);
  expect({ codes: codesOf(result), exitCode: result.exitCode }, result.stderr).toEqual({ codes, exitCode });
  expect(result.stdout).toBe('');
  expectOneScreen(result);
  expectLaidOut(result);
  await expectUntouched(sandbox, before);
  return result;
}

/** Asserts that a run has left the environment as it was and the store sound. */
export async function expectUntouched(
  sandbox: Sandbox,
  before: Awaited<ReturnType<Sandbox['snapshot']>>,
): Promise<void> {
  expect(await sandbox.changes(before)).toEqual([]);
  expect(await falseNames(sandbox.cache)).toEqual([]);
  expect(await unfinished(sandbox.cache)).toEqual([]);
  expect(await sandbox.leftovers()).toEqual([]);
}
