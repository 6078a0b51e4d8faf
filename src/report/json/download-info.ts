import type { BuiltFrom } from '../../artifact/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';

/** A URL as it may be kept: without user name and password. */
function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  return parsed.href;
}

/**
 * `download_info` of pip's report: what was fetched, which of a wheel that was built here is its source.
 *
 * @see https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
 */
export function downloadInfo({ candidate, artifact, verdict }: VerifiedArtifact): Record<string, unknown> {
  const { builtFrom: from } = verdict;
  if (from?.kind === 'folder')
    return { url: withoutCredentials(from.url), dir_info: from.editable ? { editable: true } : {} };
  if (from?.kind === 'repository' && from.checkout !== undefined)
    return { url: withoutCredentials(from.checkout), dir_info: { editable: true } };
  if (from?.kind === 'repository') {
    return {
      url: withoutCredentials(from.url),
      vcs_info: {
        vcs: from.vcs,
        commit_id: from.commit,
        ...(from.requestedRevision === null ? {} : { requested_revision: from.requestedRevision }),
      },
      ...(from.subdirectory === null ? {} : { subdirectory: from.subdirectory }),
    };
  }
  const sha256 = from?.sha256 ?? artifact.sha256;
  return {
    url: withoutCredentials(candidate.file.url),
    archive_info: { hash: `sha256=${sha256}`, hashes: { sha256 } },
  };
}

/** `built_from`, under `safe_install`; nothing for what is installed as it came. */
export function builtFromToJson(from: BuiltFrom | undefined): Record<string, unknown> {
  if (from === undefined) return {};
  switch (from.kind) {
    case 'sdist':
      return {
        built_from: { kind: from.kind, filename: from.filename, sha256: from.sha256, size: from.size },
      };
    case 'folder':
      return { built_from: { kind: from.kind, url: withoutCredentials(from.url), editable: from.editable } };
    case 'repository':
      return { built_from: { kind: from.kind, url: withoutCredentials(from.url), commit: from.commit } };
  }
}
