import { MAX_METADATA_BYTES, type Sha256 } from '../../packaging/index.ts';
import { ArchiveFile } from '../bytes/archive-file.ts';
import { refusal } from '../refusal.ts';
import { isGzip } from '../tar/gzip.ts';
import { readTarStrictly, type TarOptions, type TarReading } from '../tar/read-tar.ts';
import { readZipStrictly } from '../zip/read-zip.ts';
import type { ZipOptions } from '../zip/zip-archive.ts';
import { checkIsNoZip } from './polyglot.ts';

/** What the two kinds of archive have in common. */
export interface SourceTree {
  /** Of all entries, without slashes at their ends. */
  readonly paths: readonly string[];
  readonly fileCount: number;
  readonly unpackedSize: number;
  readonly sha256: Sha256;
  /** Data of each file that could be the PKG-INFO: named so, in a folder of the first level. */
  readonly metadata: ReadonlyMap<string, Buffer>;
}

const METADATA_PATH = /^[^/]+\/PKG-INFO$/;

/** A `.tar.gz`. @throws SafeInstallError `archive.*` */
export async function readTarTree(path: string, options: TarOptions): Promise<SourceTree> {
  const file = ArchiveFile.open(path);
  try {
    if (!isGzip(file)) throw refusal('archive.gzip', 'it is not a gzip stream');
    checkIsNoZip(file);
  } finally {
    file.close();
  }
  const metadata = new Collector();
  const reading = await readTarStrictly(path, options, (member) =>
    metadata.takerOf(member.path, member.size),
  );
  checkLinksStayInside(reading);
  return {
    paths: reading.members.map((member) => member.path),
    fileCount: reading.members.filter((member) => member.kind === 'file').length,
    unpackedSize: reading.unpackedSize,
    sha256: reading.sha256,
    metadata: metadata.collected(),
  };
}

/** @throws SafeInstallError `archive.link` for one that leads out of the first folder. */
export function checkLinksStayInside({ members, linkTargets }: TarReading): void {
  const root = members[0]?.path.split('/', 1)[0] ?? '';
  for (const [member, targets] of linkTargets) {
    if (targets.some((target) => target !== root && !target.startsWith(`${root}/`)))
      throw refusal('archive.link', 'the link leads out of the folder of the source', {
        subject: member.path,
      });
  }
}

/** Old tools packed sources as zip archives (`--formats=zip`). @throws SafeInstallError `archive.*` */
export async function readZipTree(path: string, options: ZipOptions): Promise<SourceTree> {
  const metadata = new Collector();
  const reading = await readZipStrictly(path, options, (member) =>
    metadata.takerOf(member.name, member.size),
  );
  return {
    paths: reading.members.map(({ name, isFolder }) => (isFolder ? name.slice(0, -1) : name)),
    fileCount: reading.members.filter((member) => !member.isFolder).length,
    unpackedSize: reading.members.reduce((sum, member) => sum + member.size, 0),
    sha256: reading.sha256,
    metadata: metadata.collected(),
  };
}

/** Keeps the data of the files that could be the PKG-INFO. */
class Collector {
  readonly #pieces = new Map<string, Buffer[]>();

  takerOf(path: string, size: number): ((piece: Buffer) => void) | undefined {
    if (!METADATA_PATH.test(path)) return undefined;
    if (size > MAX_METADATA_BYTES)
      throw refusal('archive.too-large', `it has ${size} bytes`, { subject: path });
    const pieces: Buffer[] = [];
    this.#pieces.set(path, pieces);
    return (piece) => pieces.push(Buffer.from(piece));
  }

  collected(): ReadonlyMap<string, Buffer> {
    return new Map([...this.#pieces].map(([path, pieces]) => [path, Buffer.concat(pieces)]));
  }
}
