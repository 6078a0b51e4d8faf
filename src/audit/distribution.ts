import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { parseEntryName } from '../interpreter/index.ts';
import {
  isValidName,
  MAX_DIRECT_URL_BYTES,
  MAX_METADATA_BYTES,
  MAX_RECORD_BYTES,
  type NormalizedName,
  normalizeName,
  parseDirectUrl,
  parseMetadata,
  parseRecord,
  type RecordEntry,
  tryParseVersion,
  type Version,
} from '../packaging/index.ts';
import { Breather } from './breather.ts';
import type { Findings } from './findings.ts';
import type { Place } from './place.ts';
import { readSmall } from './read-file.ts';
import type { Tree } from './tree.ts';

/** A distribution as an installer has left it. */
export interface AuditedDistribution {
  readonly place: Place;
  /** `null` where the folder does not say it in a way that can be read. */
  readonly name: NormalizedName | null;
  readonly version: Version | null;
  /** `acme 1.4.0`, or the name of the folder. */
  readonly label: string;
  /** The `.dist-info` or `.egg-info`, relative to the place. */
  readonly info: string;
  /** `null` where there is none, or it cannot be read. */
  readonly record: readonly RecordEntry[] | null;
  /** Names of modules and packages that belong to it, where there is no RECORD to say so. */
  readonly topLevel: ReadonlySet<string>;
  /** `editable`: a project that is being worked on, in place; `direct`: by its own address (PEP 610), and from no index. */
  readonly source: 'index' | 'direct' | 'editable';
}

/** Bytes of `top_level.txt`: some names. */
const LONGEST_TOP_LEVEL = 64 * 1024;

const MODULE_NAME = /^\w{1,200}$/u;

/**
 * The distributions of a folder, each with its RECORD; what is wrong with them as a whole is told to `findings`.
 *
 * Only regular files are opened, and no link is followed: what stands here is not to be trusted before it is compared.
 */
export async function findDistributions(
  place: Place,
  tree: Tree,
  findings: Findings,
  signal: AbortSignal,
): Promise<readonly AuditedDistribution[]> {
  const breather = new Breather(signal);
  const top = [
    ...[...tree.folders].map((path) => ({ path, kind: 'folder' as const })),
    ...[...tree.entries].map(([path, kind]) => ({ path, kind })),
  ].filter(({ path }) => !path.includes('/'));
  const infos = top.sort((left, right) => (left.path < right.path ? -1 : 1));
  const found: AuditedDistribution[] = [];
  for (const { path, kind } of infos) {
    await breather.breathe();
    const entry = parseEntryName(path);
    if (entry?.kind !== 'info') continue;
    if (kind === 'folder') found.push(read(place, tree, path, entry, findings));
    else if (kind === 'file' && entry.info === 'egg-info')
      found.push(withoutRecord(place, path, entry, new Set(), findings));
  }
  tellDoubled(found, findings);
  return found;
}

interface NameParts {
  readonly name: string | null;
  readonly version: string | null;
}

function read(
  place: Place,
  tree: Tree,
  info: string,
  parts: NameParts,
  findings: Findings,
): AuditedDistribution {
  const bytesOf = (name: string, cap: number): Buffer | undefined =>
    tree.entries.get(`${info}/${name}`) === 'file'
      ? readSmall(join(place.folder, info, name), cap)
      : undefined;
  const known = parts.version === null ? fromMetadata(bytesOf, parts) : parts;
  const topLevel = topLevelNames(bytesOf('top_level.txt', LONGEST_TOP_LEVEL));
  if (!tree.entries.has(`${info}/RECORD`)) return withoutRecord(place, info, known, topLevel, findings);
  const identity = identityOf(known, info);
  const distribution = { place, info, topLevel, source: sourceOf(bytesOf), ...identity };
  const bytes = bytesOf('RECORD', MAX_RECORD_BYTES);
  try {
    if (bytes === undefined) throw unreadable('it is no file, or too large to be read');
    return { ...distribution, record: parseRecord(bytes, { scope: 'installed' }) };
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    const where = error.subject === undefined ? '' : ` (${error.subject})`;
    findings.add('audit.bad-record', identity.label, `${info}/RECORD`, `${error.message}${where}`);
    return { ...distribution, record: null };
  }
}

const unreadable = (message: string): SafeInstallError =>
  new SafeInstallError({ code: 'audit.bad-record', message });

function withoutRecord(
  place: Place,
  info: string,
  parts: NameParts,
  topLevel: ReadonlySet<string>,
  findings: Findings,
): AuditedDistribution {
  const identity = identityOf(parts, info);
  findings.add('audit.no-record', identity.label, info);
  return { place, info, topLevel, source: 'index', record: null, ...identity };
}

function identityOf(
  { name, version }: NameParts,
  info: string,
): Pick<AuditedDistribution, 'name' | 'version' | 'label'> {
  if (name === null || !isValidName(name)) return { name: null, version: null, label: info };
  const parsed = tryParseVersion(version ?? '') ?? null;
  const normalized = normalizeName(name);
  return { name: normalized, version: parsed, label: parsed === null ? info : `${normalized} ${parsed}` };
}

type BytesOf = (name: string, cap: number) => Buffer | undefined;

/** Version, and name where the folder's says none, by the metadata. */
function fromMetadata(bytesOf: BytesOf, { name }: NameParts): NameParts {
  const bytes = bytesOf('METADATA', MAX_METADATA_BYTES) ?? bytesOf('PKG-INFO', MAX_METADATA_BYTES);
  if (bytes === undefined) return { name, version: null };
  try {
    const metadata = parseMetadata(bytes);
    return { name: name ?? metadata.name, version: String(metadata.version) };
  } catch (error) {
    if (error instanceof SafeInstallError) return { name, version: null };
    throw error;
  }
}

function sourceOf(bytesOf: BytesOf): AuditedDistribution['source'] {
  const bytes = bytesOf('direct_url.json', MAX_DIRECT_URL_BYTES);
  if (bytes === undefined) return 'index';
  try {
    const url = parseDirectUrl(bytes);
    return url.kind === 'directory' && url.editable ? 'editable' : 'direct';
  } catch (error) {
    if (error instanceof SafeInstallError) return 'direct';
    throw error;
  }
}

const topLevelNames = (bytes: Buffer | undefined): ReadonlySet<string> =>
  new Set(
    (bytes?.toString('utf8') ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => MODULE_NAME.test(line)),
  );

/** Of two distributions of one name Python's own tools see the one or the other, by the order of a listing. */
function tellDoubled(found: readonly AuditedDistribution[], findings: Findings): void {
  const first = new Map<NormalizedName, AuditedDistribution>();
  for (const distribution of found) {
    const { name, info } = distribution;
    if (name === null) continue;
    const known = first.get(name);
    if (known === undefined) first.set(name, distribution);
    else {
      findings.add('audit.duplicate', name, known.info);
      findings.add('audit.duplicate', name, info);
    }
  }
}
