/**
 * Pure parsers of the PyPA specifications: names, versions and their ranges, specifiers, markers, requirements, tags,
 * filenames, RECORD, core metadata, the simple index's JSON, requirements files and locks.
 *
 * Refuses to know: where a text came from, and what is done with the value. No parser here reads a file, a clock or an
 * environment variable; each takes text (or plain facts) and gives a value or a SafeInstallError.
 */

export { type BuildTag, compareBuildTags } from './build-tag.ts';
export { parseSha256, type Sha256 } from './digest.ts';
export { type DirectUrl, MAX_DIRECT_URL_BYTES, parseDirectUrl } from './direct-url.ts';
export {
  parseSdistFilename,
  parseWheelFilename,
  type SdistFilename,
  type WheelFilename,
} from './filename.ts';
export { resolveLink } from './link.ts';
export { type LockSelection, type Marker, type MarkerEnvironment, parseMarker } from './marker.ts';
export type { MarkerCondition } from './marker-conditions.ts';
export {
  CoreMetadata,
  type InvalidRequirement,
  type LegacyRequirements,
  MAX_METADATA_BYTES,
  type ProjectUrl,
  parseMetadata,
} from './metadata.ts';
export { metadataToJson } from './metadata-json.ts';
export { isNormalizedName, isValidName, type NormalizedName, normalizeName, parseName } from './names.ts';
export { platformTags } from './platform-tags.ts';
export { formatPylock } from './pylock/format-pylock.ts';
export { lockEnvironment } from './pylock/lock-environment.ts';
export { isLockFilename, splitLockExtras } from './pylock/lock-filename.ts';
export { LOCK_VERSION, MAX_LOCK_BYTES, type ParsedPylock, parsePylock } from './pylock/parse-pylock.ts';
export type {
  AttestationIdentity,
  LockedFile,
  LockedPackage,
  LockedSource,
  LockedWheel,
  Pylock,
} from './pylock/pylock.ts';
export { type LockTarget, type SelectedPackage, selectPackages } from './pylock/select-packages.ts';
export { compatibleTags } from './python-tags.ts';
export {
  cryptoNameOf,
  isRecordAlgorithm,
  MAX_RECORD_BYTES,
  parseRecord,
  type RecordAlgorithm,
  type RecordEntry,
  type RecordOptions,
} from './record.ts';
export { parseRequirement, Requirement } from './requirement.ts';
export {
  type FileOption,
  type GlobalOptionName,
  MAX_REQUIREMENTS_FILE_BYTES,
  parseRequirementsFile,
  type RequirementsFile,
  type RequirementsFileDoors,
} from './requirements-file.ts';
export type { Variables } from './requirements-file-lines.ts';
export type { AllowedHash, FileRequirement, FileRole, LineOrigin } from './requirements-file-requirement.ts';
export { parseRequiresText } from './requires-txt.ts';
export { parseSimpleJson } from './simple-json.ts';
export {
  apiMajorOf,
  filenameFault,
  type SimpleFile,
  type SimplePage,
  type SkippedFile,
} from './simple-page.ts';
export type { Specifier, SpecifierOperator } from './specifier.ts';
export { type PrereleaseOptions, parseSpecifierSet, SpecifierSet } from './specifier-set.ts';
export { bestRank, parseTag, rankTags, type Tag, type TagRanks } from './tag.ts';
export type {
  AbiFacts,
  AndroidFacts,
  EmscriptenFacts,
  IosFacts,
  LinuxFacts,
  MacFacts,
  OtherFacts,
  PlatformFacts,
  TagFacts,
  TwoNumbers,
} from './tag-facts.ts';
export { type TargetOptions, targetTags } from './target-tags.ts';
export type { TomlPath } from './toml/toml-positions.ts';
export {
  parseTomlText,
  type TextPlace,
  type TomlData,
  type TomlTableData,
  type TomlText,
} from './toml/toml-text.ts';
export { compareVersions, parseVersion, tryParseVersion, Version } from './version.ts';
export { type ComparisonOperator, VersionRange } from './version-range.ts';
export { MAX_WHEEL_FILE_BYTES, parseWheelFile, type WheelFileFacts } from './wheel-file.ts';
