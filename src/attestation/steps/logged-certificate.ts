import { SafeInstallError } from '../../errors/index.ts';
import type { TransparencyEntry } from '../evidence/transparency-entry.ts';
import { decodeBase64 } from '../json/base64.ts';
import { isJsonObject, memberOf } from '../json/shape-reader.ts';
import type { JsonValue } from '../json/strict-json.ts';

/** Where each type of entry keeps the certificate that it was made with; a number is an index. */
const PLACES: ReadonlyMap<string, readonly (string | number)[]> = new Map([
  ['dsse 0.0.1', ['spec', 'signatures', 0, 'verifier']],
  ['dsse 0.0.2', ['spec', 'dsseV002', 'signatures', 0, 'verifier', 'x509Certificate', 'rawBytes']],
  ['hashedrekord 0.0.1', ['spec', 'signature', 'publicKey', 'content']],
  [
    'hashedrekord 0.0.2',
    ['spec', 'hashedRekordV002', 'signature', 'verifier', 'x509Certificate', 'rawBytes'],
  ],
  ['intoto 0.0.2', ['spec', 'content', 'envelope', 'signatures', 0, 'publicKey']],
]);

/**
 * The log holds the very certificate that the bundle shows. The library compares signature and digest only; a key that
 * has two certificates could then be logged under one identity, which its owner watches for, and shown under the other.
 *
 * @throws SafeInstallError `sigstore.tlog`.
 */
export function checkLoggedCertificate(entry: TransparencyEntry, certificate: Buffer): void {
  const place = PLACES.get(`${entry.kind} ${entry.version}`);
  const logged = place === undefined ? undefined : valueAt(parseBody(entry.body), place);
  if (typeof logged === 'string' && certificateOf(logged)?.equals(certificate) === true) return;
  throw new SafeInstallError({
    code: 'sigstore.tlog',
    message: 'the transparency entry was made with another certificate than the one shown',
  });
}

/** The body is proven to be in the log by now, where the log itself has written it; what is no JSON has no certificate. */
function parseBody(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(body.toString()) as JsonValue;
  } catch {
    return undefined;
  }
}

function valueAt(
  value: JsonValue | undefined,
  [step, ...rest]: readonly (string | number)[],
): JsonValue | undefined {
  if (step === undefined) return value;
  if (typeof step === 'number') return valueAt(Array.isArray(value) ? value[step] : undefined, rest);
  return valueAt(isJsonObject(value) ? memberOf(value, step) : undefined, rest);
}

const PEM_BEGIN = '-----BEGIN CERTIFICATE-----';
const PEM_END = '-----END CERTIFICATE-----';

/** Rekor v1 keeps base64 of PEM, Rekor v2 base64 of DER. */
function certificateOf(text: string): Buffer | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined || bytes[0] === 0x30) return bytes; // a DER sequence
  const pem = bytes.toString('latin1').trim();
  if (!pem.startsWith(PEM_BEGIN) || !pem.endsWith(PEM_END)) return undefined;
  return decodeBase64(pem.slice(PEM_BEGIN.length, -PEM_END.length).replaceAll(/\s/gu, ''));
}
