import { describe, expect, it } from 'vitest';
import { checkSubjectDigest, checkSubjectName } from '../../../src/attestation/steps/subject.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import type { Sha256 } from '../../../src/packaging/index.ts';

const OWN = 'a'.repeat(64) as Sha256;
const OTHER = 'b'.repeat(64);

function told(run: () => void): { readonly message: string; readonly facts: readonly string[] } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    return { message: error.message, facts: error.facts.map(({ label, value }) => `${label} ${value}`) };
  }
  throw new Error('nothing was refused');
}

describe('what is told of a subject that is another', () => {
  it.each([
    [{ sha256: OTHER }, 'the statement is about other bytes than those of the file', `got sha256:${OTHER}`],
    [{}, 'the statement names no sha256 of its file', 'got none'],
    [{ sha256: 'x' }, 'the statement names no sha256 of its file', 'got none'],
    [{ sha256: 1 }, 'the statement names no sha256 of its file', 'got none'],
  ])('digest %o', (digest, message, got) => {
    expect(told(() => checkSubjectDigest({ name: 'acme-1.0.tar.gz', digest }, OWN))).toEqual({
      message,
      facts: [`expected sha256:${OWN}`, got],
    });
  });

  it.each([
    ['acme-2.0.tar.gz', 'the statement is about a file of another name'],
    ['acme', 'the statement names its file by no name of a distribution'],
  ])('name %s', (name, message) => {
    expect(told(() => checkSubjectName({ name, digest: {} }, 'acme-1.0.tar.gz'))).toEqual({
      message,
      facts: ['expected acme-1.0.tar.gz', `got ${name}`],
    });
  });

  it('is no file whose own name is none', () => {
    expect(() => checkSubjectName({ name: 'acme', digest: {} }, 'acme')).toRefuse('statement.subject-name');
  });
});
