import type { VerifiedArtifact } from '../verify/index.ts';

/** User name and password in front of a host. `${NAME}` stays: pip writes such variables out as they stand. */
const CREDENTIALS = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*)@/i;

const VARIABLES = /^\$\{[A-Za-z0-9_-]+\}(?::\$\{[A-Za-z0-9_-]+\})?$/;

/** A URL as PEP 610 wants it: without secrets, and without the fragment. */
export function redactedDirectUrl(url: string): string {
  const fragment = url.indexOf('#');
  const plain = fragment < 0 ? url : url.slice(0, fragment);
  return plain.replace(CREDENTIALS, (whole, scheme: string, user: string) =>
    VARIABLES.test(user) ? whole : scheme,
  );
}

/**
 * What `direct_url.json` says of an artifact, in the installer's own form; `null` for one from an index or a folder of
 * files, of which none is written.
 *
 * @see https://packaging.python.org/en/latest/specifications/direct-url/
 */
export function directUrlOf(
  { candidate, artifact }: VerifiedArtifact,
  installer: 'pip' | 'uv',
): string | null {
  const { origin, url } = candidate.file;
  if (origin.kind !== 'url' && origin.kind !== 'path') return null;
  const shown = asciiJson(redactedDirectUrl(url));
  if (installer === 'uv') return `{"url":${shown},"archive_info":{}}`;
  const { sha256 } = artifact;
  return `{"archive_info": {"hash": "sha256=${sha256}", "hashes": {"sha256": "${sha256}"}}, "url": ${shown}}`;
}

/** JSON as Python writes it by itself: nothing but ASCII. */
const asciiJson = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
