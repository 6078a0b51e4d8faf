import { MAX_METADATA_BYTES } from '../packaging/index.ts';
import { ArchiveFile } from './bytes/archive-file.ts';
import { refusal } from './refusal.ts';
import { readTarTree, readZipTree } from './sdist/source-tree.ts';
import { isGzip } from './tar/gzip.ts';
import { ZipArchive } from './zip/zip-archive.ts';

const WHEEL_METADATA = /^[^/]+\.dist-info\/METADATA$/;

/**
 * The bytes of METADATA of a wheel, for the resolver, from its directory and this one file: the full check comes later,
 * and what it finds is compared with what was used.
 *
 * @throws SafeInstallError `archive.*`, `store.unreadable`.
 */
export async function readWheelMetadata(path: string): Promise<Uint8Array> {
  const archive = await ZipArchive.open(path);
  try {
    const [member, ...others] = archive.members.filter((each) => WHEEL_METADATA.test(each.name));
    if (member === undefined) throw refusal('archive.metadata-file', 'there is no METADATA in the wheel');
    if (others.length > 0)
      throw refusal('archive.dist-info', 'the wheel has more than one .dist-info folder');
    return archive.read(member, MAX_METADATA_BYTES);
  } finally {
    archive.close();
  }
}

/**
 * The bytes of PKG-INFO of a source distribution. It may stand at the end of the archive, so all of it is read,
 * strictly.
 *
 * @throws SafeInstallError `archive.*`, `store.unreadable`.
 */
export async function readSdistMetadata(path: string): Promise<Uint8Array> {
  const tree = await (beginsAsGzip(path) ? readTarTree(path, {}) : readZipTree(path, {}));
  const [bytes, ...others] = tree.metadata.values();
  if (bytes === undefined || others.length > 0)
    throw refusal('archive.metadata-file', 'there is no PKG-INFO, or more than one, in the first folder');
  return bytes;
}

function beginsAsGzip(path: string): boolean {
  const file = ArchiveFile.open(path);
  try {
    return isGzip(file);
  } finally {
    file.close();
  }
}
