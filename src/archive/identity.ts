import {
  type CoreMetadata,
  type NormalizedName,
  normalizeName,
  tryParseVersion,
  type Version,
} from '../packaging/index.ts';
import { comparison, refusal } from './refusal.ts';

/** Which release a file says that it is of, by its filename. */
export interface Identity {
  readonly filename: string;
  readonly name: NormalizedName;
  readonly version: Version;
}

/**
 * Whether `stem` is `NAME-VERSION` of this release, in whatever spelling. Old tools left hyphens in either part, so
 * each hyphen is tried.
 */
export function isStemOf(stem: string, identity: Identity): boolean {
  for (let at = stem.indexOf('-'); at >= 0; at = stem.indexOf('-', at + 1)) {
    if (normalizeName(stem.slice(0, at)) !== identity.name) continue;
    const version = tryParseVersion(stem.slice(at + 1));
    if (version?.equals(identity.version)) return true;
  }
  return false;
}

/**
 * The metadata inside the file is of the release that the filename names.
 *
 * @param subject the path of the metadata in the archive.
 * @throws SafeInstallError `archive.metadata-name`, `archive.metadata-version`.
 */
export function checkMetadataIdentity(metadata: CoreMetadata, identity: Identity, subject: string): void {
  if (metadata.normalizedName !== identity.name)
    throw refusal('archive.metadata-name', 'it is the metadata of another project', {
      subject,
      facts: comparison(identity.name, metadata.name, 'the filename'),
    });
  if (!metadata.version.equals(identity.version))
    throw refusal('archive.metadata-version', 'it is the metadata of another version', {
      subject,
      facts: comparison(identity.version.toString(), metadata.version.toString(), 'the filename'),
    });
}
