import { SafeInstallError } from '../../errors/index.ts';
import { type Certificate, OID } from './certificate.ts';
import { DerReader, TAG } from './der.ts';

/** The one name of a certificate: of a build (a URI), a person or service account (an e-mail address), or a user name. */
export interface SubjectAlternativeName {
  readonly kind: 'uri' | 'email' | 'user-name';
  /** Printable ASCII. */
  readonly value: string;
}

/** Context tags of a GeneralName (RFC 5280, section 4.2.1.6). */
const OTHER_NAME = 0xa0;
const RFC822_NAME = 0x81;
const URI = 0x86;

/** 1.3.6.1.4.1.57264.1.7, Fulcio's user name. */
const USER_NAME = '2b0601040183bf300107';

/** Inside an OtherName the value is tagged [0]. */
const OTHER_VALUE = 0xa0;

/**
 * The certificate's one name. With two of them every reader may take another (the library takes the first URI, else the
 * first e-mail address), and one would be checked while the other is shown.
 *
 * @throws SafeInstallError `sigstore.san`, or `sigstore.certificate` for malformed DER.
 */
export function readSubjectAlternativeName(certificate: Certificate): SubjectAlternativeName {
  const extension = certificate.extensions.get(OID.subjectAlternativeName);
  if (extension === undefined) throw refusal('names no identity');
  const reader = new DerReader(extension.value, 'the subject alternative name of the certificate');
  const names = reader.enter(TAG.sequence);
  reader.finish();
  if (names.isAtEnd) throw refusal('names no identity');
  const name = names.read();
  if (!names.isAtEnd) throw refusal('names more than one identity');
  switch (name.tag) {
    case URI:
      return { kind: 'uri', value: readText(name.contents) };
    case RFC822_NAME:
      return { kind: 'email', value: readText(name.contents) };
    case OTHER_NAME:
      return { kind: 'user-name', value: readUserName(name.contents) };
    default:
      throw refusal('names an identity of a kind that is not known');
  }
}

function readUserName(contents: Buffer): string {
  const other = new DerReader(contents, 'the subject alternative name of the certificate');
  if (other.read(TAG.objectIdentifier).contents.toString('hex') !== USER_NAME)
    throw refusal('names an identity of a kind that is not known');
  const wrapper = other.enter(OTHER_VALUE);
  other.finish();
  const value = wrapper.read(TAG.utf8String).contents;
  wrapper.finish();
  return readText(value);
}

/** URIs and addresses are IA5 strings; of those only the characters that can be told apart when they are shown. */
function readText(bytes: Buffer): string {
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x21 || byte > 0x7e))
    throw refusal('names an identity that is not printable ASCII without spaces');
  return bytes.toString('latin1');
}

const refusal = (message: string): SafeInstallError =>
  new SafeInstallError({ code: 'sigstore.san', message: `the certificate ${message}` });
