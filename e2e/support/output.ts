import { expect } from 'vitest';
import type { RunResult, Sandbox } from './sandbox.ts';

/** Rows and columns of the smallest terminal that a message has to fit. */
const ROWS = 24;
const COLUMNS = 80;

/** A line of a stack trace: nothing that a person should see. */
export const STACK = /^\s+at .*:\d+:\d+\)?$|node:internal/m;

/** stderr as a terminal would show it at the end: of a line that was rewritten with carriage returns, the last state. */
export function screenOf(result: RunResult): string[] {
  const lines = result.stderr.replace(/\n$/, '').split('\n');
  return lines.map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '');
}

/** Asserts that what a person sees fits one screen of 80 columns and 24 lines, long lines wrapped by the terminal. */
export function expectOneScreen(result: RunResult): void {
  const rows = screenOf(result).map((line) => Math.max(1, Math.ceil([...line].length / COLUMNS)));
  expect(
    rows.reduce((sum, count) => sum + count, 0),
    result.stderr,
  ).toBeLessThanOrEqual(ROWS);
}

/** Asserts that no line is left to the terminal to wrap. */
export function expectLaidOut(result: RunResult): void {
  expect(screenOf(result).filter((line) => [...line].length > COLUMNS)).toEqual([]);
}

/** Asserts that a run did what it was asked. */
export function expectDone(result: RunResult): void {
  expect(result.exitCode, result.stderr).toBe(0);
}

/** Reason codes that a run has given, in their order: those of its `error[…]` heads. */
export function codesOf(result: RunResult): string[] {
  return [...result.stderr.matchAll(/^error\[([a-z0-9.-]+)\]/gm)].map((match) => match[1] ?? '');
}

/** Text of a run with all that differs from one run to the next replaced by its name. */
export function filtered(text: string, sandbox: Sandbox): string {
  return text
    .replaceAll(sandbox.folder, '[SANDBOX]')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:[PORT]')
    .replaceAll(/\b\d+(?:\.\d+)? ?(?:ms|s)\b/g, '[TIME]')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '[DATE]');
}
