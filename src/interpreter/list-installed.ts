import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import {
  isValidName,
  MAX_METADATA_BYTES,
  type NormalizedName,
  normalizeName,
  parseMetadata,
  tryParseVersion,
} from '../packaging/index.ts';
import { isErrno, type Log } from '../platform/index.ts';
import { type EntryName, parseEntryName } from './info-name.ts';
import { type FoundDistribution, InstalledDistribution } from './installed-distribution.ts';
import type { Interpreter } from './interpreter.ts';
import { parsePathFile } from './search-path.ts';
import { readSmallFile } from './small-file.ts';

/** Projects whose metadata some Pythons carry in the standard library; pip does not take them for installed. */
const OF_THE_STANDARD_LIBRARY: ReadonlySet<string> = new Set(['python', 'wsgiref', 'argparse']);

/** Bytes of a `.pth` or `.egg-link` file: a few paths. */
const LONGEST_LINK_FILE = 1024 * 1024;

/** Folders. `.pth` files may name each other's folders without end. */
const MOST_FOLDERS = 10_000;

type SearchedPaths = Pick<Interpreter, 'searchPath' | 'sitePackages'>;

/** The names in a folder of packages that say something, sorted, so that the outcome is the same on every system. */
interface Folder {
  readonly path: string;
  readonly entries: readonly {
    readonly fileName: string;
    readonly entry: EntryName;
    readonly isFile: boolean;
  }[];
}

async function readFolder(path: string): Promise<Folder> {
  try {
    const found = await readdir(path, { withFileTypes: true });
    const entries = found.flatMap((each) => {
      const entry = parseEntryName(each.name);
      return entry === undefined ? [] : [{ fileName: each.name, entry, isFile: each.isFile() }];
    });
    return { path, entries: entries.sort((a, b) => (a.fileName < b.fileName ? -1 : 1)) };
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP')) return { path, entries: [] };
    throw error;
  }
}

/** The folders that a folder's own `.pth` files add to the search path. */
const addedFolders = (folder: Folder): readonly string[] =>
  folder.entries
    .filter(({ entry }) => entry.kind === 'path-file')
    .flatMap(({ fileName }) => {
      const bytes = readSmallFile(join(folder.path, fileName), LONGEST_LINK_FILE);
      return bytes === undefined ? [] : parsePathFile(bytes.toString('utf8'), folder.path);
    });

/** The folder that an `.egg-link` points to: its first line that is not empty. */
function linkedFolder(folder: Folder, fileName: string): string | undefined {
  const bytes = readSmallFile(join(folder.path, fileName), LONGEST_LINK_FILE);
  const lines = bytes?.toString('utf8').split('\n') ?? [];
  const target = lines.map((line) => line.trim()).find((line) => line !== '');
  return target === undefined || target.includes('\0') ? undefined : resolve(folder.path, target);
}

type Place = Pick<FoundDistribution, 'kind' | 'location' | 'infoPath'>;

/** Collects distributions folder by folder; of two of one name the first counts, as for Python's import. */
class Collector {
  readonly #found = new Map<NormalizedName, InstalledDistribution>();
  readonly #linkedNames: ReadonlySet<NormalizedName>;
  readonly #log: Log;

  constructor(linkedNames: ReadonlySet<NormalizedName>, log: Log) {
    this.#linkedNames = linkedNames;
    this.#log = log;
  }

  get distributions(): InstalledDistribution[] {
    return [...this.#found.values()];
  }

  takeFolder(folder: Folder): void {
    for (const { fileName, entry, isFile } of folder.entries) {
      const infoPath = join(folder.path, fileName);
      if (entry.kind === 'egg-folder') this.#takeUnpackedEgg(folder.path, infoPath);
      if (entry.kind !== 'info') continue;
      const kind = entry.info === 'egg-info' && isFile ? 'egg-info-file' : entry.info;
      const place = { kind, location: folder.path, infoPath } as const;
      if (entry.name !== null && entry.version !== null) this.#add(entry.name, entry.version, place);
      else this.#takeByMetadata(entry.name, place);
    }
  }

  /** An egg that was unpacked into a folder of its own: `acme-1.0-py3.11.egg/EGG-INFO`. */
  #takeUnpackedEgg(location: string, infoPath: string): void {
    const folder = basename(location);
    if (!folder.toLowerCase().endsWith('.egg')) return;
    const [name = ''] = folder.slice(0, -'.egg'.length).split('-', 1);
    this.#takeByMetadata(name, { kind: 'egg-info', location, infoPath });
  }

  /** Version, and name where the folder's says none, by the metadata. */
  #takeByMetadata(name: string | null, place: Place): void {
    const { infoPath, kind } = place;
    const files =
      kind === 'egg-info-file' ? [infoPath] : [join(infoPath, 'METADATA'), join(infoPath, 'PKG-INFO')];
    const bytes = files
      .map((file) => readSmallFile(file, MAX_METADATA_BYTES))
      .find((each) => each !== undefined);
    if (bytes === undefined) {
      this.#log.warn(`"${infoPath}" is passed over: it has no metadata`);
      return;
    }
    try {
      const metadata = parseMetadata(bytes);
      this.#add(name ?? metadata.name, String(metadata.version), place);
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      this.#log.warn(`"${infoPath}" is passed over: ${error.message}`);
    }
  }

  #add(written: string, versionText: string, place: Place): void {
    const name = normalizeName(written);
    if (this.#found.has(name) || OF_THE_STANDARD_LIBRARY.has(name)) return;
    const version = tryParseVersion(versionText);
    if (written.startsWith('~')) {
      this.#log.warn(
        `"${place.infoPath}" is what an interrupted installation left behind; it can be removed`,
      );
    } else if (!isValidName(written)) {
      this.#log.warn(`"${place.infoPath}" is passed over: "${written}" is no name`);
    } else if (version === undefined) {
      this.#log.warn(`"${place.infoPath}" is passed over: "${versionText}" is no version`);
    } else {
      const isLinked = this.#linkedNames.has(name);
      this.#found.set(name, new InstalledDistribution({ name, version, isLinked, ...place }, this.#log));
    }
  }
}

/** The folders of the search path in their order, each followed by those that its `.pth` files add. */
async function readFolders({ searchPath, sitePackages }: SearchedPaths): Promise<readonly Folder[]> {
  const read = await Promise.all(searchPath.map(readFolder));
  const known = new Set(searchPath);
  const folders: Folder[] = [];
  for (const folder of read) {
    folders.push(folder);
    // Python reads .pth files in the folders of packages alone
    const added = sitePackages.includes(folder.path) ? new Set(addedFolders(folder)) : [];
    const unknown = [...added].filter((path) => !known.has(path));
    for (const path of unknown) known.add(path);
    if (known.size > MOST_FOLDERS) break;
    folders.push(...(await Promise.all(unknown.map(readFolder))));
  }
  return folders;
}

/**
 * What is installed in a Python, by its folders, without starting it: what pip would list, in the order of the module
 * search path. Broken leftovers are passed over with a warning, as pip does.
 */
export async function listInstalled(
  interpreter: SearchedPaths,
  log: Log,
): Promise<readonly InstalledDistribution[]> {
  const folders = await readFolders(interpreter);
  const links = folders.flatMap((folder) =>
    folder.entries.flatMap(({ fileName, entry }) =>
      entry.kind === 'egg-link' ? [{ folder, fileName, name: normalizeName(entry.name) }] : [],
    ),
  );
  const collector = new Collector(new Set(links.map(({ name }) => name)), log);
  for (const folder of folders) {
    collector.takeFolder(folder);
    for (const link of links.filter((each) => each.folder === folder)) {
      const target = linkedFolder(folder, link.fileName);
      if (target !== undefined) collector.takeFolder(await readFolder(target));
    }
  }
  return collector.distributions;
}
