import { type ReasonCode, SafeInstallError } from '../../errors/index.ts';
import {
  MAX_METADATA_BYTES,
  MAX_RECORD_BYTES,
  MAX_WHEEL_FILE_BYTES,
  parseMetadata,
  parseRecord,
  parseWheelFile,
  type RecordEntry,
} from '../../packaging/index.ts';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from '../checked-archive.ts';
import { checkMetadataIdentity } from '../identity.ts';
import { MAX_ENTRY_POINTS_BYTES } from '../limits.ts';
import { refusal } from '../refusal.ts';
import { checkSameBytes, sha256Of } from '../same-bytes.ts';
import { ZipArchive } from '../zip/zip-archive.ts';
import { checkDataFolders } from './data-folder.ts';
import { findDistInfo } from './dist-info.ts';
import { scriptNames } from './entry-points.ts';
import { RECORD_FAULTS, RecordComparison } from './record-comparison.ts';

/**
 * The strict check of a wheel: its zip structure, its `.dist-info`, every file against RECORD, name and version against
 * the filename, in one reading of the file. Nothing is written anywhere.
 *
 * @throws SafeInstallError `archive.*`, `record.*`, `wheel.*`, `metadata.*`, `hash.changed`.
 */
export async function checkWheel(
  subject: ArchiveSubject,
  options: CheckOptions = {},
): Promise<CheckedArchive> {
  const waived = options.waived ?? new Set<ReasonCode>();
  const archive = await ZipArchive.open(subject.path, options);
  try {
    const paths = archive.members.map((member) => member.name);
    const distInfo = findDistInfo(paths, subject.identity);
    checkDataFolders(paths, distInfo);
    const read = readerOf(archive);

    const wheelBytes = read(`${distInfo}/WHEEL`, MAX_WHEEL_FILE_BYTES);
    if (wheelBytes === undefined) throw absent('archive.wheel-file', distInfo, 'WHEEL');
    parseWheelFile(wheelBytes);
    const metadataPath = `${distInfo}/METADATA`;
    const metadataBytes = read(metadataPath, MAX_METADATA_BYTES);
    if (metadataBytes === undefined) throw absent('archive.metadata-file', distInfo, 'METADATA');
    checkMetadataIdentity(parseMetadata(metadataBytes), subject.identity, metadataPath);
    const entryPointsPath = `${distInfo}/entry_points.txt`;
    const entryPoints = read(entryPointsPath, MAX_ENTRY_POINTS_BYTES);
    const scripts = entryPoints === undefined ? [] : scriptNames(entryPoints, entryPointsPath);

    const recordPath = `${distInfo}/RECORD`;
    const stated = statedRecord(read(recordPath, MAX_RECORD_BYTES), distInfo, waived);
    const comparison = new RecordComparison(stated.entries, recordPath);
    const sha256 = await archive.readAll((member) => comparison.takerOf(member.name));
    checkSameBytes(subject, sha256);
    const compared = comparison.conclude(stated.fault === undefined ? waived : RECORD_FAULTS);
    return {
      kind: 'wheel',
      fileCount: archive.members.filter((member) => !member.isFolder).length,
      unpackedSize: archive.unpackedSize,
      metadataSha256: sha256Of(metadataBytes),
      metadataBytes: new Uint8Array(metadataBytes),
      root: distInfo,
      scripts,
      record: compared.record,
      waived: stated.fault === undefined ? compared.waived : [stated.fault],
    };
  } finally {
    archive.close();
  }
}

/** Gives the data of a member by its path, `undefined` where there is none. */
function readerOf(archive: ZipArchive): (path: string, cap: number) => Buffer | undefined {
  return (path, cap) => {
    const member = archive.members.find((each) => each.name === path);
    return member === undefined ? undefined : archive.read(member, cap);
  };
}

interface StatedRecord {
  readonly entries: readonly RecordEntry[];
  /** Why RECORD as a whole cannot be gone by, where a waiver lets that through: every file is then taken as it is. */
  readonly fault?: SafeInstallError;
}

function statedRecord(
  bytes: Buffer | undefined,
  distInfo: string,
  waived: ReadonlySet<ReasonCode>,
): StatedRecord {
  try {
    if (bytes === undefined) throw absent('record.absent', distInfo, 'RECORD');
    return { entries: parseRecord(bytes) };
  } catch (error) {
    if (!(error instanceof SafeInstallError) || !waived.has(error.code)) throw error;
    return { entries: [], fault: error };
  }
}

const absent = (code: ReasonCode, distInfo: string, name: string) =>
  refusal(code, `there is no ${name} in "${distInfo}"`);
