import { createHash } from 'node:crypto';
import type { ArchiveSubject } from '../../src/archive/checked-archive.ts';
import { toSha256 } from '../../src/archive/same-bytes.ts';
import type { DownloadedArtifact } from '../../src/artifact/index.ts';
import { parseSdistFilename, parseWheelFilename } from '../../src/packaging/index.ts';
import type { ScratchFolder } from '../support/scratch-folder.ts';

interface NamedBytes {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

const digestOf = (bytes: Uint8Array) => toSha256(createHash('sha256').update(bytes).digest('hex'));

/** A file on disk as the checks take it. */
export function archiveSubject(scratch: ScratchFolder, { filename, bytes }: NamedBytes): ArchiveSubject {
  const kind = filename.endsWith('.whl') ? 'wheel' : 'sdist';
  const { name, version } = kind === 'wheel' ? parseWheelFilename(filename) : parseSdistFilename(filename);
  return { kind, path: scratch.put(bytes), identity: { filename, name, version }, sha256: digestOf(bytes) };
}

/** A file on disk as a download leaves it. */
export function downloadedArtifact(scratch: ScratchFolder, made: NamedBytes): DownloadedArtifact {
  const { kind, path, identity, sha256 } = archiveSubject(scratch, made);
  const facts = {
    ...identity,
    url: `https://packages.example/${made.filename}`,
    origin: { kind: 'index', location: 'https://packages.example/simple' },
    sha256,
    size: made.bytes.length,
    uploadTime: null,
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: null,
  } as const;
  const file =
    kind === 'wheel' ? ({ ...facts, kind, build: null, tags: [] } as const) : ({ ...facts, kind } as const);
  return { file, path, sha256, size: made.bytes.length };
}
