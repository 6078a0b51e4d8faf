import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DistributionFile } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { EVIDENCE_SUFFIXES, readEvidenceFile } from '../index/index.ts';
import { pathExists } from '../platform/index.ts';
import type { SuppliedEvidence } from './evidence-supply.ts';
import type { EvidenceReader } from './judge.ts';

/** A file on the user's disk announces the evidence that lies beside it. */
export async function withSidecar(file: DistributionFile): Promise<DistributionFile> {
  if (file.provenance !== null || !file.url.startsWith('file:')) return file;
  const path = fileURLToPath(file.url);
  for (const suffix of EVIDENCE_SUFFIXES)
    if (await pathExists(path + suffix)) return { ...file, provenance: pathToFileURL(path + suffix).href };
  return file;
}

/** Evidence for files of which nothing is known but what lies on this disk. */
export const LOCAL_EVIDENCE: EvidenceReader = {
  announcementOf: (file) => Promise.resolve({ file, listing: [file] }),
  begin: () => {},
  of: readLocal,
};

async function readLocal({ provenance }: DistributionFile): Promise<SuppliedEvidence> {
  if (provenance === null) return { found: { kind: 'none' }, isKept: false };
  try {
    return {
      found: { kind: 'document', document: await readEvidenceFile(provenance) },
      isKept: false,
    };
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    const kind = error.code === 'provenance.too-large' ? 'refused' : 'unreachable';
    return { found: { kind, error }, isKept: false };
  }
}
