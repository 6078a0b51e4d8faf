/**
 * The bytes that `text` spells in base64 (RFC 4648, section 4: standard alphabet, padded, no other characters), or
 * `undefined` when it is anything else.
 *
 * `Buffer.from` skips what it does not know and takes every spelling of the unused bits, so that one value has many
 * texts; here each value has one.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/**
 * The same, for the fields of PEP 740 that early tools wrote with a line break after every 76 characters: attestations of
 * that time are still served, and the breaks change no byte of the value.
 */
export const decodeWrappedBase64 = (text: string): Buffer | undefined =>
  decodeBase64(text.replaceAll('\n', ''));
