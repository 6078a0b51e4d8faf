import { parseMarker } from '../marker.ts';
import { isNormalizedName, type NormalizedName } from '../names.ts';
import { parseSpecifierSet } from '../specifier-set.ts';
import { parseVersion } from '../version.ts';
import type { LockTable } from './lock-table.ts';
import type {
  AttestationIdentity,
  LockedDirectory,
  LockedPackage,
  LockedRepository,
  LockedSource,
} from './pylock.ts';
import { type Release, readArchive, readLocation, readSdist, readWheel } from './read-file.ts';

const KEYS = [
  ...['name', 'version', 'marker', 'requires-python', 'dependencies', 'vcs', 'directory', 'archive', 'index'],
  ...['sdist', 'wheels', 'attestation-identities', 'tool'],
];

/** One entry of `packages`. */
export function readPackage(table: LockTable): LockedPackage {
  table.warnOfOthers('a package', KEYS);
  table.table('tool'); // what tools keep there is theirs
  const name = readName(table);
  const version = table.parsed('version', parseVersion);
  return table.made({
    name,
    version,
    marker: table.parsed('marker', parseMarker),
    requiresPython: table.parsed('requires-python', parseSpecifierSet),
    dependencies: table.tables('dependencies').flatMap(readDependency),
    index: table.text('index'),
    source: readSource(table, { name, version }),
    identities: table.tables('attestation-identities').map(readIdentity),
  });
}

function readName(table: LockTable): NormalizedName {
  const name = table.requiredText('name');
  if (isNormalizedName(name)) return name;
  return table.refuse(
    { code: 'lock.value', message: `"name" takes a normalized name, not "${name}"` },
    'name',
  );
}

/** An entry holds what tells it from others, which need not be its name. */
function readDependency(table: LockTable): readonly NormalizedName[] {
  const name = table.text('name');
  return name !== null && isNormalizedName(name) ? [name] : [];
}

const DIRECT = ['vcs', 'directory', 'archive'] as const;

function readSource(table: LockTable, release: Release): LockedSource {
  const direct = DIRECT.filter((key) => table.has(key));
  const wheels = table.tables('wheels');
  const sdist = table.table('sdist');
  const isRelease = wheels.length > 0 || sdist !== null;
  const [key, second] = direct;
  if (key === undefined && !isRelease)
    table.refuse({ code: 'lock.source', message: `"${release.name}" has no source` });
  if (key !== undefined && (isRelease || second !== undefined)) {
    const other = second ?? (sdist === null ? 'wheels' : 'sdist');
    table.refuse({ code: 'lock.source', message: `"${key}" and "${other}" exclude each other` }, key);
  }
  const source = key === undefined ? null : table.table(key);
  if (source === null)
    return {
      kind: 'release',
      wheels: wheels.map((each) => readWheel(each, release)),
      sdist: sdist === null ? null : readSdist(sdist, release),
    };
  if (key === 'archive') return readArchive(source);
  return key === 'vcs' ? readRepository(source) : readDirectory(source);
}

function readRepository(table: LockTable): LockedRepository {
  table.warnOfOthers('"vcs"', ['type', 'url', 'path', 'requested-revision', 'commit-id', 'subdirectory']);
  return table.made({
    kind: 'vcs',
    type: table.requiredText('type'),
    ...readLocation(table),
    requestedRevision: table.text('requested-revision'),
    commitId: table.requiredText('commit-id'),
    subdirectory: table.text('subdirectory'),
  });
}

function readDirectory(table: LockTable): LockedDirectory {
  table.warnOfOthers('"directory"', ['path', 'editable', 'subdirectory']);
  return table.made({
    kind: 'directory',
    path: table.requiredText('path'),
    editable: table.flag('editable'),
    subdirectory: table.text('subdirectory'),
  });
}

/** What a kind of publisher has beside its kind is for those to read who compare it with a certificate. */
const readIdentity = (table: LockTable): AttestationIdentity =>
  table.made({ kind: table.requiredText('kind'), claims: table.otherTexts('kind') });
