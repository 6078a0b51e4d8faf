import type { Sha256 } from '../../packaging/index.ts';
import { ArchiveFile } from '../bytes/archive-file.ts';
import { breather } from '../bytes/breather.ts';
import { ForwardReader } from '../bytes/forward-reader.ts';
import type { NameRules } from '../names/entry-name.ts';
import { NameRegister } from '../names/name-register.ts';
import { Totals } from '../totals.ts';
import { gunzip, isGzip } from './gzip.ts';
import { resolveLinks } from './link-check.ts';
import type { TarMember } from './tar-member.ts';
import { type TakeTarData, TarWalk } from './tar-walk.ts';

export interface TarOptions extends NameRules {
  readonly signal?: AbortSignal | undefined;
}

/** What a strict reading of a tar archive found. */
export interface TarReading {
  /** In the order of the archive. */
  readonly members: readonly TarMember[];
  /** Where each link leads, from the top of the archive. */
  readonly linkTargets: ReadonlyMap<TarMember, readonly string[]>;
  /** Bytes of all files. */
  readonly unpackedSize: number;
  /** Of the file as it is on disk, compressed or not. */
  readonly sha256: Sha256;
}

/**
 * Reads a whole tar strictly, whatever it holds, plain or in one gzip stream. Nothing is written anywhere.
 *
 * @param takerOf is asked for each file who wants its data.
 * @throws SafeInstallError `archive.*` when two programs could unpack it in two ways, or outside of its folder.
 */
export async function readTarStrictly(
  path: string,
  options: TarOptions = {},
  takerOf?: (member: TarMember) => TakeTarData | undefined,
): Promise<TarReading> {
  const file = ArchiveFile.open(path);
  try {
    const members: TarMember[] = [];
    const names = new NameRegister(options);
    const walk = new TarWalk(options, new Totals(file.size), (member) => {
      names.add(member.path, member.kind === 'folder');
      members.push(member);
      return member.kind === 'file' ? takerOf?.(member) : undefined;
    });
    const sha256 = await walkThrough(file, walk, options.signal);
    return {
      members,
      linkTargets: resolveLinks(members),
      unpackedSize: members.reduce((sum, member) => sum + member.size, 0),
      sha256,
    };
  } finally {
    file.close();
  }
}

async function walkThrough(file: ArchiveFile, walk: TarWalk, signal?: AbortSignal): Promise<Sha256> {
  const breathe = breather(signal);
  const take = (piece: Buffer) => {
    walk.write(piece);
    return breathe();
  };
  const sha256 = await (isGzip(file) ? gunzip(file, take) : readPlain(file, take));
  walk.end();
  return sha256;
}

async function readPlain(
  file: ArchiveFile,
  take: (piece: Buffer) => Promise<void> | undefined,
): Promise<Sha256> {
  const reader = new ForwardReader(file);
  for (const piece of reader.pieces(0, file.size)) await take(piece);
  return reader.finish();
}
