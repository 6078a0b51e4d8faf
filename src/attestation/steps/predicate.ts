import { createHash } from 'node:crypto';
import { printable, SafeInstallError } from '../../errors/index.ts';
import { isJsonObject } from '../json/shape-reader.ts';
import type { JsonValue } from '../json/strict-json.ts';
import type { Statement } from './statement.ts';

/** What a statement says of its file: that its publisher uploads it, or how it was built. */
export type PredicateType = 'publish-v1' | 'slsa-provenance-v1';

/**
 * The known types by the sha256 of their URI. The publish type of PEP 740 is named by a URI below the host of the index
 * that defined it, and no address of an index stands in this project; a digest names the type just as exactly.
 */
const TYPES: ReadonlyMap<string, PredicateType> = new Map([
  ['64b3949826537e32dd526c5d9c31cbeb141dde83b68588399682d5aa3dcdcb74', 'publish-v1'],
  // https://slsa.dev/provenance/v1
  ['6f94cc499cd18ded6d779157a0ace941555bea2f8e2b4052bf999761d7efc25b', 'slsa-provenance-v1'],
]);

/**
 * @returns which of the known types the statement is of.
 * @throws SafeInstallError `statement.predicate` when it is of none, or is a publish statement with a body: the body is
 * reserved, so that what stands there is something that nobody here understands.
 * @see https://peps.python.org/pep-0740/#attestation-statements
 */
export function checkPredicate(statement: Statement): PredicateType {
  const type = TYPES.get(createHash('sha256').update(statement.predicateType).digest('hex'));
  if (type === undefined)
    throw refusal(`is of the unknown kind ${printable(JSON.stringify(statement.predicateType), 120)}`);
  if (type === 'publish-v1' && !isEmpty(statement.predicate))
    throw refusal('says that the file was published, and has a body, which it must not have');
  if (type === 'slsa-provenance-v1' && !isJsonObject(statement.predicate))
    throw refusal('is to say how the file was built, and has no body');
  return type;
}

/** Real attestations have `null`; some of the first ones have `{}`. */
const isEmpty = (predicate: JsonValue): boolean =>
  predicate === null || (isJsonObject(predicate) && Object.keys(predicate).length === 0);

const refusal = (message: string): SafeInstallError =>
  new SafeInstallError({ code: 'statement.predicate', message: `the statement ${message}` });
