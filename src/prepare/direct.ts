import { type DistributionFile, type DownloadedArtifact, isUnstated } from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import { parseSdistFilename, parseSha256, parseWheelFilename, type Sha256 } from '../packaging/index.ts';
import type { DirectCandidate, DirectRequest, HashDemand } from '../resolver/index.ts';
import { withSidecar } from './local-evidence.ts';
import { checkMayBeUnstated, type UnstatedTerms, unpinned } from './unstated-address.ts';

const SDIST = /\.(?:tar\.gz|zip)$/i;

/**
 * The distribution file that an address names; its filename says which release it is.
 *
 * @throws SafeInstallError `source.unverifiable` for an address whose filename does not say so, since only a build could;
 *   `packaging.filename`; `usage.path` for a text that is no address.
 */
export function fileAt({ url, requiredBy }: Omit<DirectRequest, 'hashes'>): DistributionFile {
  if (!URL.canParse(url)) {
    throw new SafeInstallError({ code: 'usage.path', message: `"${redactUrl(url)}" is not an address` });
  }
  const parsed = new URL(url);
  const sha256 = digestIn(parsed.hash);
  parsed.hash = '';
  const filename = lastSegment(parsed.pathname);
  const isLocal = parsed.protocol === 'file:';
  if (!isLocal && parsed.protocol !== 'https:' && parsed.protocol !== 'http:')
    throw unverifiable(url, requiredBy);
  const facts = {
    filename,
    url: parsed.href,
    origin: { kind: isLocal ? ('path' as const) : ('url' as const), location: parsed.href },
    sha256,
    size: null,
    uploadTime: null,
    requiresPython: null,
    yanked: false as const,
    coreMetadata: null,
    provenance: null,
  };
  if (filename.endsWith('.whl')) {
    const { name, version, build, tags } = parseWheelFilename(filename);
    return { kind: 'wheel', name, version, build, tags: [...tags], ...facts };
  }
  if (!SDIST.test(filename)) throw unverifiable(url, requiredBy);
  try {
    return { kind: 'sdist', ...parseSdistFilename(filename), ...facts };
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    throw unverifiable(url, requiredBy, error);
  }
}

/** The last part of a path; an escape that is none stays as it is, and no filename has one. */
function lastSegment(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return segment;
  }
}

/** pip's `#sha256=…`. */
function digestIn(fragment: string): Sha256 | null {
  const stated = new URLSearchParams(fragment.slice(1)).get('sha256');
  if (stated === null) return null;
  const digest = parseSha256(stated);
  if (digest !== undefined) return digest;
  throw new SafeInstallError({
    code: 'usage.path',
    message: 'the sha256 behind the address is none',
    facts: [
      { label: 'expected', value: '64 hexadecimal digits' },
      { label: 'got', value: stated },
    ],
  });
}

function unverifiable(
  url: string,
  requiredBy: DirectRequest['requiredBy'],
  cause?: unknown,
): SafeInstallError {
  return new SafeInstallError({
    code: 'source.unverifiable',
    message: 'its address does not name a wheel, and finding out what it is would run code of it',
    subject: redactUrl(url),
    facts:
      requiredBy === null ? [] : [{ label: 'needed by', value: `${requiredBy.name} ${requiredBy.version}` }],
    hint: 'Build a wheel of it and name that file, or install it with pip itself, unchecked',
    cause,
  });
}

/** How what an address names is fetched. */
export interface DirectDoors extends UnstatedTerms {
  readonly fetchMetadata: (
    file: DistributionFile,
    hashes: HashDemand,
  ) => Promise<DirectCandidate['metadata']>;
  readonly fetchWhole: (file: DistributionFile, allowed: readonly Sha256[]) => Promise<DownloadedArtifact>;
}

/**
 * What the resolver asks for: the file with what it says of itself. One that nobody has stated the digest of comes whole
 * and once, before anything is read of it.
 *
 * @throws SafeInstallError `source.unverifiable`, `network.insecure`, `hash.missing`; as `fileAt`; what the doors throw.
 */
export async function fetchDirect(request: DirectRequest, doors: DirectDoors): Promise<DirectCandidate> {
  const file = await withSidecar(fileAt(request));
  const hashes = demandOn(file, request);
  if (isUnstated(file, hashes.allowed)) checkMayBeUnstated(file, request, doors);
  if (isUnstated(file, [])) {
    const { sha256 } = await doors.fetchWhole(file, hashes.allowed);
    if (hashes.isRequired && hashes.allowed.length === 0) throw unpinned(file, sha256);
  }
  return { file, metadata: await doors.fetchMetadata(file, hashes) };
}

/** A digest behind an address that the user gives is one that he demands, as with pip. */
function demandOn({ sha256 }: DistributionFile, { hashes, requiredBy }: DirectRequest): HashDemand {
  const isPinned = sha256 !== null && requiredBy === null && hashes.allowed.length === 0;
  return isPinned ? { ...hashes, allowed: [sha256] } : hashes;
}
