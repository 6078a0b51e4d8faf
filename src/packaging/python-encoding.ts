import { decodeUtf8 } from './foreign-json.ts';

/** Why bytes are not text. */
export class EncodingFault extends Error {}

/** Byte order marks; those of UTF-32 first, since the one of UTF-16 in little-endian order is a part of its. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32-le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32-be'],
  [[0xff, 0xfe], 'utf-16-le'],
  [[0xfe, 0xff], 'utf-16-be'],
];

/** PEP 263, as pip looks for it: in the first two lines, where they are comments. */
const DECLARATION = /coding[:=][\t\v\f\r ]*([-\w.]+)/;

/** Characters. A declaration stands at the beginning of a line. */
const LONGEST_DECLARATION = 1000;

const utf32 = (bytes: Uint8Array, littleEndian: boolean): string => {
  if (bytes.length % 4 !== 0) throw new EncodingFault('the text is not whole UTF-32');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw new EncodingFault('the text is not UTF-32');
    text += String.fromCodePoint(point);
  }
  return text;
};

/** What windows-1252 has from 0x80 to 0x9f, with the replacement character for what it lacks. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** By hand: Node 20 decodes windows-1252 as if it were latin-1. */
function windows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
  if (text.includes('\ufffd')) throw new EncodingFault('the text is not windows-1252');
  return text;
}

/** Names that Python has for encodings which the web standard lacks, or knows under other names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['utf8', 'utf-8'],
  ['u8', 'utf-8'],
  ['utf-8-sig', 'utf-8'],
  ['latin', 'latin-1'],
  ['latin1', 'latin-1'],
  ['l1', 'latin-1'],
  ['8859', 'latin-1'],
  ['cp819', 'latin-1'],
  ['iso8859-1', 'latin-1'],
  ['iso-8859-1', 'latin-1'],
  ['cp1252', 'windows-1252'],
  ['us-ascii', 'ascii'],
  ['646', 'ascii'],
]);

/** The web's decoder of an encoding in Python's spelling; `undefined` when it has none. */
function decoderFor(encoding: string) {
  const label = encoding.replace(/^cp(125[0-8])$/, 'windows-$1').replace(/^utf-16-/, 'utf-16');
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function decodeAs(bytes: Uint8Array, name: string): string {
  const lower = name.toLowerCase().replaceAll('_', '-');
  const encoding = ALIASES.get(lower) ?? lower;
  if (encoding === 'utf-32-le' || encoding === 'utf-32-be') return utf32(bytes, encoding === 'utf-32-le');
  if (encoding === 'utf-8') {
    const text = decodeUtf8(bytes);
    if (text === undefined) throw new EncodingFault('the text is not UTF-8');
    return text;
  }
  // The web's "latin1" and "ascii" are windows-1252; Python's are what they say.
  if (encoding === 'latin-1') return Buffer.from(bytes).toString('latin1');
  if (encoding === 'windows-1252') return windows1252(bytes);
  if (encoding === 'ascii') {
    if (bytes.some((byte) => byte > 0x7f)) throw new EncodingFault('the text is not ASCII');
    return Buffer.from(bytes).toString('latin1');
  }
  const decoder = decoderFor(encoding);
  if (decoder === undefined) throw new EncodingFault(`the encoding "${name}" is not known`);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new EncodingFault(`the text is not in the encoding "${name}"`);
    throw error;
  }
}

/**
 * The text of a file that may say its encoding, by a byte order mark or a comment in the manner of Python sources
 * (`# -*- coding: … -*-`); UTF-8 else. pip then tries the encoding of the locale, which differs from one machine to
 * the next: such a file is refused here.
 *
 * @throws EncodingFault
 */
export function decodePythonText(bytes: Uint8Array): string {
  for (const [mark, encoding] of MARKS)
    if (mark.every((byte, at) => bytes[at] === byte)) return decodeAs(bytes.subarray(mark.length), encoding);
  const head = Buffer.from(bytes.subarray(0, 2 * LONGEST_DECLARATION)).toString('latin1');
  for (const line of head.split('\n', 2)) {
    const name = line.startsWith('#') ? DECLARATION.exec(line)?.[1] : undefined;
    if (name !== undefined) return decodeAs(bytes, name);
  }
  return decodeAs(bytes, 'utf-8');
}
