/** Digests that pip reads from a fragment; two addresses that differ in one name two files. */
const HASH_NAMES = ['sha1', 'sha224', 'sha384', 'sha256', 'sha512', 'md5'] as const;

/**
 * One key for all spellings of an address that mean the same file, as pip compares them: without credentials, with
 * `localhost` for the empty host of a `file:` URL, without regard to the order of the query's fields, and with only
 * `subdirectory` and the digests of the fragment.
 *
 * @param url absolute; a text that is no URL is its own key.
 */
export function addressKey(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return url;
  }
  const fragment = new URLSearchParams(parsed.hash.slice(1));
  const host = parsed.protocol === 'file:' && parsed.host === '' ? 'localhost' : parsed.host;
  const query = [...parsed.searchParams].map((field) => field.join('=')).sort();
  const marks = ['subdirectory', ...HASH_NAMES].flatMap((name) => {
    const value = fragment.get(name);
    return value === null || value === '' ? [] : [`${name}=${value}`];
  });
  return `${parsed.protocol}//${host}${parsed.pathname}?${query.join('&')}#${marks.join('&')}`;
}
