import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunResult, Sandbox } from '../support/sandbox.ts';

/** The report of an audit, as far as tests look at it. */
export interface AuditJson {
  readonly distributions: readonly {
    readonly name: string;
    readonly file: {
      readonly filename: string;
      readonly by: string;
      readonly evidence: { readonly kind: string };
    } | null;
  }[];
  readonly index: { readonly asked: boolean };
  readonly findings: readonly { readonly code: string; readonly subject: string }[];
  readonly notes: readonly { readonly code: string; readonly subject: string }[];
}

/** Runs an audit of the sandbox's environment and reads what it says as JSON. */
export async function auditJson(
  sandbox: Sandbox,
  ...words: readonly string[]
): Promise<{ readonly audit: AuditJson; readonly result: RunResult }> {
  const result = await sandbox.run(['audit', '--format', 'json', ...words]);
  expect(result.stdout, result.stderr).toMatch(/^\{/);
  return { audit: JSON.parse(result.stdout) as AuditJson, result };
}

/** `code subject` of everything that an audit found, after its exit code. */
export async function foundIn(sandbox: Sandbox, ...words: readonly string[]): Promise<readonly string[]> {
  const { audit, result } = await auditJson(sandbox, ...words);
  return [`exit ${result.exitCode}`, ...audit.findings.map(({ code, subject }) => `${code} ${subject}`)];
}

/** Has a file of the packages hold other bytes while `work` runs; then it is as it was, its time included. */
export async function whileItHolds<Value>(
  sandbox: Sandbox,
  path: string,
  change: (text: string) => string,
  work: () => Promise<Value>,
): Promise<Value> {
  const absolute = join(await sandbox.sitePackages(), path);
  const before = await readFile(absolute);
  const { atime, mtime } = await stat(absolute);
  await writeFile(absolute, change(before.toString('utf8')));
  try {
    return await work();
  } finally {
    await writeFile(absolute, before);
    await utimes(absolute, atime, mtime);
  }
}

/** Has a file lie among the packages while `work` runs. */
export async function whileThereIs<Value>(
  sandbox: Sandbox,
  path: string,
  text: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const absolute = join(await sandbox.sitePackages(), path);
  await writeFile(absolute, text);
  try {
    return await work();
  } finally {
    await rm(absolute);
  }
}
