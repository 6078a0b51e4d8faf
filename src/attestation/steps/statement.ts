import { printable, SafeInstallError } from '../../errors/index.ts';
import { isJsonObject, memberOf, ShapeReader, WHOLE } from '../json/shape-reader.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../json/strict-json.ts';

/** An in-toto statement of version 1 about one file. */
export interface Statement {
  readonly subject: StatementSubject;
  readonly predicateType: string;
  /** `null` where there is none. */
  readonly predicate: JsonValue;
}

export interface StatementSubject {
  readonly name: string;
  /** By algorithm, hexadecimal. */
  readonly digest: JsonObject;
}

const STATEMENT_V1 = 'https://in-toto.io/Statement/v1';

/** Bytes of a statement; it comes inside evidence that has its own cap. */
const LARGEST_STATEMENT = 2 * 1024 * 1024;

/** Objects inside each other: an SLSA predicate has 8. */
const DEEPEST_STATEMENT = 32;

/** Subjects that are looked at to say that there is more than one. */
const MOST_SUBJECTS = 1024;

const CODES = { malformed: 'statement.malformed', tooLarge: 'statement.subject-count' } as const;

/**
 * Reads a signed statement. Its signature is verified by now, but not by whom is decided: it is foreign text.
 *
 * @throws SafeInstallError `statement.malformed|type|subject-count`.
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function parseStatement(payload: Uint8Array): Statement {
  const json = parseStrictJson(payload, {
    what: 'the statement',
    largest: LARGEST_STATEMENT,
    deepest: DEEPEST_STATEMENT,
    codes: {
      syntax: 'statement.malformed',
      duplicate: 'statement.malformed',
      size: 'statement.malformed',
    },
  });
  checkType(json);
  const shape = new ShapeReader('the statement', CODES);
  const statement = shape.object(json, WHOLE);
  const subjects = shape.array(memberOf(statement, 'subject'), 'subject', MOST_SUBJECTS);
  const predicateType = shape.text(memberOf(statement, 'predicateType'), 'predicateType');
  shape.finish();
  // PEP 740: exactly one, so that no file is vouched for in the shadow of another.
  if (subjects.length !== 1)
    throw new SafeInstallError({
      code: 'statement.subject-count',
      message: `the statement is about ${subjects.length} files, not one`,
    });
  const subject = readSubject(shape, subjects[0]);
  shape.finish();
  return { subject, predicateType, predicate: memberOf(statement, 'predicate') ?? null };
}

function readSubject(shape: ShapeReader, json: JsonValue | undefined): StatementSubject {
  const subject = shape.object(json, 'subject[0]');
  return {
    name: shape.text(memberOf(subject, 'name'), 'subject[0].name'),
    digest: shape.object(memberOf(subject, 'digest'), 'subject[0].digest'),
  };
}

function checkType(json: JsonValue): void {
  if (!isJsonObject(json)) return; // told as malformed by the reader of its members
  const type = memberOf(json, '_type');
  if (type === STATEMENT_V1) return;
  throw new SafeInstallError({
    code: 'statement.type',
    message: `the statement is of the type ${printable(JSON.stringify(type ?? null), 80)}, not in-toto's version 1`,
  });
}
