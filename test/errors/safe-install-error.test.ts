import { describe, expect, it } from 'vitest';
import { type ReasonCode, SafeInstallError, SafeInstallErrors } from '../../src/errors/index.ts';

const error = (code: ReasonCode): SafeInstallError => new SafeInstallError({ code, message: 'for a reason' });

describe('SafeInstallError', () => {
  it('carries its cause and its exit code', () => {
    const cause = new Error('below');
    const failure = new SafeInstallError({ code: 'disk.full', message: 'the disk is full', cause });
    expect(failure.cause).toBe(cause);
    expect(failure.exitCode).toBe(3);
  });

  it('learns its subject from a caller who knows, and keeps one that it has', () => {
    const told = error('hash.mismatch').about('acme 1.0', [{ label: 'file', value: 'acme-1.0.tar.gz' }]);
    expect(told.subject).toBe('acme 1.0');
    expect(told.facts).toEqual([{ label: 'file', value: 'acme-1.0.tar.gz' }]);
    expect(told.about('other 2.0').subject).toBe('acme 1.0');
  });
});

describe('SafeInstallErrors', () => {
  it.each<[string, ReasonCode[], number]>([
    ['a refusal outweighs a network failure', ['disk.full', 'hash.mismatch'], 1],
    ['a bug of ours outweighs a refusal', ['hash.mismatch', 'internal.bug'], 70],
    ['wrong usage outweighs a refusal', ['hash.mismatch', 'usage.option'], 2],
    ['a network failure alone says: try again', ['disk.full'], 3],
  ])('%s', (_reason, codes, exitCode) => {
    expect(new SafeInstallErrors(codes.map(error)).exitCode).toBe(exitCode);
  });
});
