import { checkEntryName, type NameRules } from '../names/entry-name.ts';
import { refusal } from '../refusal.ts';
import type { PaxFacts } from './pax-records.ts';
import { decodeTarText, isZero, type TarHeader } from './tar-header.ts';

/** One entry of a tar archive. */
export interface TarMember {
  /** Without a slash at its end. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symbolic-link' | 'hard-link';
  /** Bytes; 0 for all but files. */
  readonly size: number;
  /** Permission bits as they stand in the archive; nobody has to apply them. */
  readonly mode: number;
  /** Seconds since 1970, as the header states it. */
  readonly modified: number;
  /**
   * As they are written: the target of a link, and beside it the one in the header proper, where an extended header has
   * another. Empty for files and folders.
   */
  readonly linkTargets: readonly string[];
}

/** Names that stand in GNU's own headers before the entry. */
export interface GnuNames {
  readonly name?: Buffer;
  readonly linkName?: Buffer;
}

const KINDS: Readonly<Record<string, TarMember['kind']>> = {
  '0': 'file',
  '1': 'hard-link',
  '2': 'symbolic-link',
  '5': 'folder',
};

const DEVICE_TYPES = ['3', '4', '6'];

/**
 * Puts together what a header and the extended headers before it say of one entry.
 *
 * @throws SafeInstallError `archive.device`, `archive.tar-type`, `archive.pax`, `archive.tar-header`,
 *   `archive.entry-kind`, `archive.unsafe-name`, `archive.windows-name`.
 */
export function toTarMember(header: TarHeader, pax: PaxFacts, gnu: GnuNames, rules: NameRules): TarMember {
  const kind = KINDS[header.type];
  if (DEVICE_TYPES.includes(header.type))
    throw refusal('archive.device', 'an entry is a device or a pipe', {
      subject: header.name.toString('latin1'),
    });
  if (kind === undefined)
    throw refusal('archive.tar-type', `an entry is of the kind "${header.type}"`, {
      subject: header.name.toString('latin1'),
    });
  const name = nameOf(header, pax, gnu);
  // POSIX lets the extended header win, others go by the header: a whole entry hides in the difference
  if (pax.size !== undefined && pax.size !== header.size)
    throw refusal('archive.pax', `the two sizes ${pax.size} and ${header.size} are stated`, {
      subject: name,
    });
  if (kind !== 'file' && header.size !== 0)
    throw refusal('archive.entry-kind', 'an entry that is no file has contents', { subject: name });
  if (kind !== 'folder' && name.endsWith('/'))
    throw refusal('archive.entry-kind', 'a file has the name of a folder', { subject: name });
  checkEntryName(name, rules);
  const isLink = kind === 'symbolic-link' || kind === 'hard-link';
  if (!isLink && (header.linkName.length > 0 || (pax.linkPath ?? gnu.linkName) !== undefined))
    throw refusal('archive.entry-kind', 'an entry that is no link has a target', { subject: name });
  return {
    path: name.endsWith('/') ? name.slice(0, -1) : name,
    kind,
    size: header.size,
    mode: header.mode & 0o7777,
    modified: header.modified,
    linkTargets: isLink ? targetsOf(header, pax, gnu, name) : [],
  };
}

function nameOf(header: TarHeader, pax: PaxFacts, gnu: GnuNames): string {
  // Python joins this field to the name in either form, GNU tar does not
  if (header.form === 'gnu' && !isZero(header.prefix))
    throw refusal('archive.tar-header', 'a header of the GNU form has something in the place of the prefix');
  const hasPrefix = header.form === 'posix' && header.prefix.length > 0;
  if (pax.path !== undefined) {
    // some programs put the prefix before the extended header's path as well
    if (hasPrefix)
      throw refusal('archive.pax', 'its path stands in an extended header and has a prefix as well', {
        subject: pax.path,
      });
    return pax.path;
  }
  if (gnu.name !== undefined) return completed(header.name, gnu.name);
  if (header.name.length === 0) throw refusal('archive.unsafe-name', 'an entry has no name');
  const name = decodeTarText(header.name);
  return hasPrefix ? `${decodeTarText(header.prefix)}/${name}` : name;
}

/** Both of them are looked at: a program that knows no extended headers takes the one in the header proper. */
function targetsOf(header: TarHeader, pax: PaxFacts, gnu: GnuNames, subject: string): readonly string[] {
  if (gnu.linkName !== undefined) return [completed(header.linkName, gnu.linkName)];
  const own = header.linkName.length === 0 ? [] : [header.linkName];
  const targets = [...(pax.linkPath === undefined ? [] : [pax.linkPath]), ...own.map(decodeTarText)];
  if (targets.length === 0) throw refusal('archive.link', 'the link leads nowhere', { subject });
  return targets;
}

/** A header behind a GNU long name holds the beginning of that name. */
function completed(cut: Buffer, long: Buffer): string {
  const name = decodeTarText(long);
  if (!long.subarray(0, cut.length).equals(cut))
    throw refusal('archive.tar-header', 'a long name and the header behind it are two names', {
      subject: name,
    });
  return name;
}
