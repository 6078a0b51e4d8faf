import { printable } from '../../errors/index.ts';
import { memberOf, ShapeReader, WHOLE } from '../json/shape-reader.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../json/strict-json.ts';

/** Bytes of a trusted root; the public good's has 7 KB. */
const LARGEST_ROOT = 1024 * 1024;

/** Objects inside each other; an honest root has 8. */
const DEEPEST_ROOT = 16;

/** Logs or authorities of one kind, and certificates of a chain: a root keeps all that were ever in use. */
const MOST_INSTANCES = 64;
const MOST_CERTIFICATES = 8;

const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]);

const CODES = { malformed: 'trust.malformed', tooLarge: 'trust.malformed' } as const;

/**
 * Checks the text of a `trusted_root.json` and returns its JSON, every member of which the library may take as it is:
 * the library itself puts defaults where something is missing, and takes a key that is valid from no stated day on for
 * one that was always valid.
 *
 * @throws SafeInstallError `trust.malformed`, naming every bad member.
 * @see https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
 */
export function checkTrustedRoot(source: string | Uint8Array): JsonObject {
  const json = parseStrictJson(source, {
    what: 'the trust root',
    largest: LARGEST_ROOT,
    deepest: DEEPEST_ROOT,
    codes: { syntax: 'trust.malformed', duplicate: 'trust.malformed', size: 'trust.malformed' },
  });
  const shape = new ShapeReader('the trust root', CODES);
  const root = shape.object(json, WHOLE);
  const mediaType = memberOf(root, 'mediaType');
  if (typeof mediaType !== 'string' || !MEDIA_TYPES.has(mediaType))
    shape.note('mediaType', `is ${printable(JSON.stringify(mediaType ?? null), 80)}, which is not known`);
  each(shape, root, 'tlogs', 1, checkTransparencyLog);
  each(shape, root, 'ctlogs', 1, checkLog);
  each(shape, root, 'certificateAuthorities', 1, checkAuthority);
  each(shape, root, 'timestampAuthorities', 0, checkAuthority);
  shape.finish();
  return root;
}

type Check = (shape: ShapeReader, instance: JsonObject, path: string) => void;

function each(shape: ShapeReader, root: JsonObject, name: string, fewest: number, check: Check): void {
  const list = shape.array(memberOf(root, name) ?? [], name, MOST_INSTANCES);
  if (list.length < fewest) shape.note(name, 'is empty, so that nothing could be verified');
  for (const [index, value] of list.entries())
    check(shape, shape.object(value, `${name}[${index}]`), `${name}[${index}]`);
}

function checkTransparencyLog(shape: ShapeReader, log: JsonObject, path: string): void {
  shape.text(memberOf(log, 'baseUrl'), `${path}.baseUrl`); // a checkpoint's signature is found by it
  checkLog(shape, log, path);
}

function checkLog(shape: ShapeReader, log: JsonObject, path: string): void {
  const key = shape.object(memberOf(log, 'publicKey'), `${path}.publicKey`);
  shape.bytes(memberOf(key, 'rawBytes'), `${path}.publicKey.rawBytes`);
  checkPeriod(shape, memberOf(key, 'validFor'), `${path}.publicKey.validFor`);
  const logId = shape.object(memberOf(log, 'logId'), `${path}.logId`);
  shape.bytes(memberOf(logId, 'keyId'), `${path}.logId.keyId`);
}

function checkAuthority(shape: ShapeReader, authority: JsonObject, path: string): void {
  const chain = shape.object(memberOf(authority, 'certChain'), `${path}.certChain`);
  const at = `${path}.certChain.certificates`;
  const certificates = shape.array(memberOf(chain, 'certificates'), at, MOST_CERTIFICATES);
  if (certificates.length === 0) shape.note(at, 'is empty');
  for (const [index, value] of certificates.entries()) {
    const certificate = shape.object(value, `${at}[${index}]`);
    shape.bytes(memberOf(certificate, 'rawBytes'), `${at}[${index}].rawBytes`);
  }
  checkPeriod(shape, memberOf(authority, 'validFor'), `${path}.validFor`);
}

/** A closed period: its start is required ("a malformed root, rather than unbounded"), its end is not. */
function checkPeriod(shape: ShapeReader, value: JsonValue | undefined, path: string): void {
  const period = shape.object(value, path);
  const start = readTime(shape, memberOf(period, 'start'), `${path}.start`);
  const given = memberOf(period, 'end');
  if (given === undefined || given === null) return;
  const end = readTime(shape, given, `${path}.end`);
  if (start !== undefined && end !== undefined && end < start) shape.note(path, 'ends before it starts');
}

/** A time of RFC 3339 in UTC, as the JSON of protocol buffers writes it; milliseconds since 1970. */
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z$/u;

function readTime(shape: ShapeReader, value: JsonValue | undefined, path: string): number | undefined {
  const text = shape.text(value, path);
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  shape.note(path, 'is not a time in UTC'); // of what is no text at all, that stays noted
  return undefined;
}
