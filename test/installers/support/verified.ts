import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkArchive } from '../../../src/archive/check-archive.ts';
import type { FileOrigin, WheelFile } from '../../../src/artifact/index.ts';
import {
  parseMetadata,
  parseRequirement,
  parseSha256,
  parseWheelFilename,
  type Sha256,
} from '../../../src/packaging/index.ts';
import { type VerifiedArtifact, verifyArtifact } from '../../../src/verify/index.ts';
import type { MadeFile } from '../../support/make-wheel.ts';
import { NO_POLICY } from '../../support/standards.ts';

export interface VerifiedOptions {
  /** The user's own requirements for it; none without it: a dependency. */
  readonly requestedBy?: readonly string[];
  readonly origin?: FileOrigin;
  readonly url?: string;
}

function digest(text: string): Sha256 {
  const sha256 = parseSha256(text);
  if (sha256 === undefined) throw new RangeError(`"${text}" is no sha256`);
  return sha256;
}

/** Path at which {@link makeVerified} keeps the bytes of a file: as in the store, not under its own name. */
export const storedPath = (made: MadeFile, folder: string): string => join(folder, made.sha256);

/** A wheel that has gone the whole way: put into `folder`, read strictly, compared, minted. */
export async function makeVerified(
  made: MadeFile,
  folder: string,
  options: VerifiedOptions = {},
): Promise<VerifiedArtifact> {
  const path = storedPath(made, folder);
  await writeFile(path, made.bytes);
  const { name, version, build, tags } = parseWheelFilename(made.filename);
  const sha256 = digest(made.sha256);
  const file: WheelFile = {
    kind: 'wheel',
    filename: made.filename,
    name,
    version,
    build,
    tags: [...tags],
    url: options.url ?? pathToFileURL(path).href,
    origin: options.origin ?? { kind: 'index', location: 'https://index.example/simple/' },
    sha256,
    size: made.bytes.length,
    uploadTime: null,
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: null,
  };
  const artifact = { file, path, sha256, size: made.bytes.length };
  const report = await checkArchive(artifact);
  return await verifyArtifact(
    {
      candidate: {
        name,
        version,
        file,
        extras: [],
        metadata: { metadata: parseMetadata(made.metadata), sha256: digest(made.metadataSha256) },
        allowedHashes: [],
        requestedBy: (options.requestedBy ?? []).map((text) => parseRequirement(text)),
        requiredBy: [],
      },
      artifact,
      report,
      waivedBefore: [],
      evidence: { kind: 'none' },
      sibling: null,
      listing: [file],
      locked: null,
    },
    NO_POLICY,
  );
}
