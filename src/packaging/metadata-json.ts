import { decodeUtf8 } from './foreign-json.ts';
import { parseMessageHeaders } from './message-headers.ts';
import { MAX_METADATA_BYTES } from './metadata.ts';

/** Fields in the order in which pip's report lists them, and whether a field may stand several times. */
const FIELDS: readonly (readonly [name: string, multiple: boolean])[] = [
  ['Metadata-Version', false],
  ['Name', false],
  ['Version', false],
  ['Dynamic', true],
  ['Platform', true],
  ['Supported-Platform', true],
  ['Summary', false],
  ['Description', false],
  ['Description-Content-Type', false],
  ['Keywords', false],
  ['Home-page', false],
  ['Download-URL', false],
  ['Author', false],
  ['Author-email', false],
  ['Maintainer', false],
  ['Maintainer-email', false],
  ['License', false],
  ['License-Expression', false],
  ['License-File', true],
  ['Classifier', true],
  ['Requires-Dist', true],
  ['Requires-Python', false],
  ['Requires-External', true],
  ['Project-URL', true],
  ['Provides-Extra', true],
  ['Provides-Dist', true],
  ['Obsoletes-Dist', true],
];

/** Both forms are found: separated by commas, and by blanks. */
function splitKeywords(text: string): string[] {
  if (text.includes(',')) return text.split(',').map((word) => word.trim());
  return text.split(/\s/).filter((word) => word !== '');
}

/**
 * Core metadata in the form that pip's installation report carries it.
 *
 * @returns an empty object for what is larger than 16 MiB or not UTF-8.
 * @see PEP 566, "JSON-compatible metadata"
 */
export function metadataToJson(bytes: Uint8Array): Record<string, string | readonly string[]> {
  const text = bytes.length > MAX_METADATA_BYTES ? undefined : decodeUtf8(bytes);
  if (text === undefined) return {};
  const headers = parseMessageHeaders(text);
  const result: Record<string, string | readonly string[]> = {};
  for (const [field, multiple] of FIELDS) {
    const values = headers.all(field);
    const [first] = values;
    if (first === undefined) continue;
    const key = field.toLowerCase().replaceAll('-', '_');
    result[key] = multiple ? values : key === 'keywords' ? splitKeywords(first) : first;
  }
  if (headers.body !== '') result.description = headers.body;
  return result;
}
