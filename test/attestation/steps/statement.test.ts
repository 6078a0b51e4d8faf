import { describe, expect, it } from 'vitest';
import { parseStatement } from '../../../src/attestation/steps/statement.ts';

const SUBJECT = { name: 'acme-1.0.tar.gz', digest: { sha256: 'ab' } };

const statement = (members: object): Buffer =>
  Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [SUBJECT],
      predicateType: 'https://example.com/v1',
      ...members,
    }),
  );

/** The same with space behind it, which JSON allows. */
const padded = (text: Buffer, size: number): Buffer =>
  Buffer.concat([text, Buffer.alloc(size - text.length, ' ')]);

/** Arrays inside each other in the predicate; the statement is the outermost of them. */
const deep = (depth: number): Buffer =>
  statement({ predicate: JSON.parse('['.repeat(depth - 1) + ']'.repeat(depth - 1)) });

const LARGEST = 2 * 1024 * 1024;

describe('parseStatement', () => {
  it('reads a statement without a predicate as one with none', () => {
    const expected = { subject: SUBJECT, predicateType: 'https://example.com/v1', predicate: null };
    expect(parseStatement(statement({}))).toEqual(expected);
    expect(parseStatement(statement({ predicate: null }))).toEqual(expected);
  });

  it.each([
    ['2 MiB', padded(statement({}), LARGEST)],
    ['32 objects and arrays inside each other', deep(32)],
  ])('reads %s', (_what, payload) => {
    expect(parseStatement(payload).subject).toEqual(SUBJECT);
  });

  it.each([
    [
      'more bytes',
      'statement.malformed',
      padded(statement({}), LARGEST + 1),
      'the statement has more than the 2097152 bytes that are read of its kind',
    ],
    [
      'more inside each other',
      'statement.malformed',
      deep(33),
      'the statement has more than 32 objects and arrays inside each other',
    ],
    [
      'more subjects than are looked at',
      'statement.subject-count',
      statement({ subject: Array.from({ length: 1025 }, () => SUBJECT) }),
      'the statement has 1025 members in subject, more than the 1024 that are read',
    ],
    [
      'as many subjects as are looked at',
      'statement.subject-count',
      statement({ subject: Array.from({ length: 1024 }, () => SUBJECT) }),
      'the statement is about 1024 files, not one',
    ],
  ])('refuses %s', (_what, code, payload, message) => {
    expect(() => parseStatement(payload)).toRefuse(code);
    expect(() => parseStatement(payload)).toThrow(message);
  });
});
