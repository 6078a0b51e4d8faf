import { parseMetadata } from '../../packaging/index.ts';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from '../checked-archive.ts';
import { checkMetadataIdentity } from '../identity.ts';
import { refusal } from '../refusal.ts';
import { checkSameBytes, sha256Of } from '../same-bytes.ts';
import { findSdistRoot } from './sdist-root.ts';
import { readTarTree, readZipTree, type SourceTree } from './source-tree.ts';

/**
 * The strict check of a source distribution: its archive, its one folder, name and version against the filename.
 * Nothing is written anywhere, and nothing of it is run.
 *
 * @throws SafeInstallError `archive.*`, `metadata.*`, `hash.changed`.
 */
export async function checkSdist(
  subject: ArchiveSubject,
  options: CheckOptions = {},
): Promise<CheckedArchive> {
  const tree = await readTree(subject, options);
  checkSameBytes(subject, tree.sha256);
  const root = findSdistRoot(tree.paths, subject.identity);
  const metadataPath = `${root}/PKG-INFO`;
  const metadataBytes = tree.metadata.get(metadataPath);
  if (metadataBytes === undefined)
    throw refusal('archive.metadata-file', `there is no PKG-INFO in "${root}"`);
  checkMetadataIdentity(parseMetadata(metadataBytes), subject.identity, metadataPath);
  return {
    kind: 'sdist',
    fileCount: tree.fileCount,
    unpackedSize: tree.unpackedSize,
    metadataSha256: sha256Of(metadataBytes),
    metadataBytes: new Uint8Array(metadataBytes),
    record: [],
    root,
    waived: [],
    scripts: [],
  };
}

/** By the name: what the contents look like must not change how they are read. */
function readTree(subject: ArchiveSubject, options: CheckOptions): Promise<SourceTree> {
  const { filename } = subject.identity;
  if (filename.endsWith('.tar.gz')) return readTarTree(subject.path, options);
  if (filename.endsWith('.zip')) return readZipTree(subject.path, options);
  throw refusal('archive.format', 'source distributions are .tar.gz or .zip files');
}
