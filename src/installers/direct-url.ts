import type { BuiltFrom } from '../artifact/index.ts';
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
export function directUrlOf(verified: VerifiedArtifact, installer: 'pip' | 'uv'): string | null {
  const { candidate, artifact, verdict } = verified;
  const { origin, url } = candidate.file;
  const { builtFrom } = verdict;
  if (builtFrom !== undefined && builtFrom.kind !== 'sdist') return directUrlOfProject(builtFrom, installer);
  if (origin.kind !== 'url' && origin.kind !== 'path') return null;
  const shown = asciiJson(redactedDirectUrl(url));
  if (installer === 'uv') return `{"url":${shown},"archive_info":{}}`;
  // of what came from there, not of what was made of it
  const sha256 = builtFrom?.sha256 ?? artifact.sha256;
  return `{"archive_info": {"hash": "sha256=${sha256}", "hashes": {"sha256": "${sha256}"}}, "url": ${shown}}`;
}

/** A project in a folder, or in a repository, as each installer writes it down. */
function directUrlOfProject(from: Exclude<BuiltFrom, { kind: 'sdist' }>, installer: 'pip' | 'uv'): string {
  if (from.kind === 'repository' && from.checkout !== undefined)
    return directUrlOfProject({ kind: 'folder', url: from.checkout, editable: true }, installer);
  const url = asciiJson(from.kind === 'repository' ? repositoryUrl(from.url) : redactedDirectUrl(from.url));
  if (from.kind === 'folder') {
    return installer === 'uv'
      ? `{"url":${url},"dir_info":{${from.editable ? '"editable":true' : ''}}}`
      : `{"dir_info": {${from.editable ? '"editable": true' : ''}}, "url": ${url}}`;
  }
  const { commit, requestedRevision, subdirectory, vcs } = from;
  if (installer === 'uv') {
    const revision =
      requestedRevision === null ? '' : `,"requested_revision":${asciiJson(requestedRevision)}`;
    const folder = subdirectory === null ? '' : `,"subdirectory":${asciiJson(subdirectory)}`;
    return `{"url":${url},"vcs_info":{"vcs":"${vcs}","commit_id":"${commit}"${revision}}${folder}}`;
  }
  const revision =
    requestedRevision === null ? '' : `"requested_revision": ${asciiJson(requestedRevision)}, `;
  const folder = subdirectory === null ? '' : `"subdirectory": ${asciiJson(subdirectory)}, `;
  return `{${folder}"url": ${url}, "vcs_info": {"commit_id": "${commit}", ${revision}"vcs": "${vcs}"}}`;
}

/** PEP 610 keeps the user `git`, which is a name that everybody has on a server of repositories. */
const repositoryUrl = (url: string): string => (/^ssh:\/\/git@/i.test(url) ? url : redactedDirectUrl(url));

/** JSON as Python writes it by itself: nothing but ASCII. */
const asciiJson = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
