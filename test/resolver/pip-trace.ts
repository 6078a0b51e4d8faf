import { SafeInstallError } from '../../src/errors/index.ts';
import {
  type NormalizedName,
  normalizeName,
  parseRequirement,
  parseRequirementsFile,
} from '../../src/packaging/index.ts';
import {
  type CandidateSource,
  type DirectCandidate,
  type DirectRequest,
  type InstalledPackage,
  type Resolution,
  type ResolveOptions,
  resolve,
  type UserConstraint,
  type UserRequirement,
} from '../../src/resolver/index.ts';
import { type FileSpec, filenameOf, fileOf, MemorySource, metadataOf } from './memory-source.ts';
import { linuxTarget } from './targets.ts';

/** One step of a trace of pip's tests: a file that the test makes, a command line, or what it asserts. */
export interface TraceStep {
  readonly wheel?: {
    readonly name: string;
    readonly version: string;
    readonly depends: readonly string[];
    readonly extras: Readonly<Record<string, readonly string[]>>;
    readonly requires_python: string | null;
  };
  readonly sdist?: { readonly name: string; readonly version: string; readonly depends: readonly string[] };
  readonly source_tree?: {
    readonly name: string;
    readonly version: string;
    readonly install_requires?: readonly string[];
    readonly extras_require?: Readonly<Record<string, readonly string[]>>;
  };
  readonly pip?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly expect_error?: boolean;
  readonly assert_installed?: Readonly<Record<string, string>>;
  readonly assert_not_installed?: readonly string[];
  readonly stdout_or_stderr_mentions?: string;
  readonly stdout_or_stderr_does_not_mention?: string;
}

/** What one command line came to. */
export interface TraceOutcome {
  readonly resolution: Resolution | undefined;
  readonly error: SafeInstallError | undefined;
  readonly warnings: readonly string[];
  /** What the source was asked, by name of project or of file. */
  readonly asked: readonly string[];
}

const FOLDER = '/scratch';

/** The folder of the recorded run stands in some requirements. */
const RECORDED_FOLDER = /\/[^ ]*?\/pytest-[0-9]+\/[^/]+(?=\/)/;

const inFolder = (text: string): string =>
  text.replaceAll('{scratch}', FOLDER).replace(RECORDED_FOLDER, FOLDER);

/** The folder of a test, as pip would see it with `--find-links`, and by the address of each file in it. */
class TestFolder implements CandidateSource {
  readonly #listed: MemorySource;
  readonly #direct = new Map<string, DirectCandidate>();
  readonly asked: string[] = [];

  constructor(specs: readonly FileSpec[], trees: readonly FileSpec[], isListed: boolean) {
    this.#listed = new MemorySource();
    for (const spec of specs) {
      const url = `file://${FOLDER}/${filenameOf(spec)}`;
      if (isListed) this.#listed.add(spec, `file://${FOLDER}`, { kind: 'find-links', location: FOLDER });
      this.#offer(url, spec);
    }
    for (const tree of trees) this.#offer(`file://${FOLDER}/${tree.name}`, { ...tree, kind: 'sdist' });
  }

  #offer(url: string, spec: FileSpec): void {
    const file = { ...fileOf(spec, '', { kind: 'path', location: url }), url };
    this.#direct.set(new URL(url).pathname, { file, metadata: metadataOf(spec) });
  }

  fetchProject(name: NormalizedName) {
    this.asked.push(name);
    return this.#listed.fetchProject(name);
  }

  fetchMetadata(file: DirectCandidate['file']) {
    this.asked.push(file.filename);
    return this.#listed.fetchMetadata(file);
  }

  async fetchDirect({ url }: DirectRequest): Promise<DirectCandidate> {
    this.asked.push(url);
    const candidate = this.#direct.get(new URL(url).pathname);
    if (candidate === undefined) throw new TypeError(`nothing is at "${url}"`);
    return candidate;
  }
}

const named = (text: string): UserRequirement => {
  const address = /^(file:[^[]*|\/[^[]*)(?:\[([^\]]*)\])?$/.exec(text);
  if (address === null)
    return { kind: 'named', requirement: parseRequirement(text), hashes: [], origin: null };
  const [, place = '', extras] = address;
  return {
    kind: 'address',
    url: place.startsWith('/') ? `file://${place}` : place,
    extras: extras === undefined ? [] : extras.split(',').map(normalizeName),
    text,
    hashes: [],
    origin: null,
  };
};

interface CommandLine {
  readonly requirements: UserRequirement[];
  readonly constraints: UserConstraint[];
  readonly options: Partial<ResolveOptions>;
  readonly hasFindLinks: boolean;
}

/** Reads the command lines that pip's own tests use: `install`, files, and the options that the resolver heeds. */
async function readCommandLine(
  words: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<CommandLine> {
  const line = { requirements: [], constraints: [], options: {}, hasFindLinks: false };
  const command: { -readonly [Key in keyof CommandLine]: CommandLine[Key] } = line;
  const all = [...words.slice(1)].map(inFolder);
  for (let word = all.shift(); word !== undefined; word = all.shift()) {
    const [option = '', attached] = word.startsWith('--') ? word.split('=') : [word];
    switch (option) {
      case '--find-links':
        command.hasFindLinks = true;
        all.shift();
        break;
      case '-r':
      case '--requirement':
        command.requirements.push(...(await readFile(all.shift() ?? '', 'requirements', files)));
        break;
      case '-c':
      case '--constraint':
        command.constraints.push(
          ...(await readFile(all.shift() ?? '', 'constraints', files)).map(toConstraint),
        );
        break;
      case '--no-deps':
        command.options = { ...command.options, dependencies: 'without' };
        break;
      case '--upgrade':
        command.options = { upgrade: 'only-if-needed', ...command.options };
        break;
      case '--upgrade-strategy':
        if (attached === 'eager') command.options = { ...command.options, upgrade: 'eager' };
        break;
      case '--ignore-requires-python':
        command.options = { ...command.options, ignoreRequiresPython: true };
        break;
      case '--pre':
        command.options = {
          ...command.options,
          releaseControl: { allReleases: new Set([':all:']), onlyFinal: new Set() },
        };
        break;
      case '--no-cache-dir':
      case '--no-index':
      case '--no-build-isolation':
      case '--verbose':
        break;
      default:
        if (word.startsWith('-')) throw new TypeError(`the reader of traces does not know "${word}"`);
        command.requirements.push(named(word));
    }
  }
  return command;
}

async function readFile(
  path: string,
  role: 'requirements' | 'constraints',
  files: Readonly<Record<string, string>>,
): Promise<UserRequirement[]> {
  const text = files[path.slice(path.lastIndexOf('/') + 1)];
  if (text === undefined) throw new TypeError(`the trace has no file "${path}"`);
  const { requirements } = await parseRequirementsFile(
    { location: path, shown: path, role },
    { read: async () => Buffer.from(inFolder(text)), exists: async () => false, variables: {} },
  );
  return requirements.map((each) => ({
    ...named(each.text),
    hashes: each.hashes,
    origin: `${path}:${each.origin.line}`,
  }));
}

function toConstraint(asked: UserRequirement): UserConstraint {
  if (asked.kind !== 'named') throw new TypeError('a constraint has a name');
  return asked;
}

/** Plays a trace: makes its files in memory, resolves its command lines, and keeps what is installed between them. */
export class TracePlayer {
  readonly #specs: FileSpec[] = [];
  readonly #trees: FileSpec[] = [];
  readonly #adapt: (spec: FileSpec) => FileSpec;
  readonly installed = new Map<NormalizedName, InstalledPackage>();

  /** @param adapt changes files that the recorder could not see being changed. */
  constructor(adapt: (spec: FileSpec) => FileSpec) {
    this.#adapt = adapt;
  }

  make({ wheel, sdist, source_tree: tree }: TraceStep): void {
    if (wheel !== undefined) {
      const { name, version, depends, extras, requires_python: python } = wheel;
      const requiresPython = python === null ? {} : { requiresPython: python };
      const requires = depends.map(inFolder);
      const spec = { name, version, requires, extras, tag: 'py2.py3-none-any', ...requiresPython };
      this.#specs.push(this.#adapt(spec));
    }
    if (sdist !== undefined) {
      const { name, version, depends } = sdist;
      this.#specs.push(this.#adapt({ name, version, requires: depends, kind: 'sdist' }));
    }
    if (tree !== undefined) {
      const { name, version, install_requires: requires = [], extras_require: extras = {} } = tree;
      this.#trees.push({ name, version, requires: requires.map(inFolder), extras });
    }
  }

  async run({ pip = [], files = {} }: TraceStep): Promise<TraceOutcome> {
    const warnings: string[] = [];
    let source = new TestFolder([], [], false);
    try {
      const command = await readCommandLine(pip, files);
      source = new TestFolder(this.#specs, this.#trees, command.hasFindLinks);
      const resolution = await resolve({
        ...command,
        source,
        target: linuxTarget('3.11.7'),
        installed: [...this.installed.values()],
        log: { debug: () => {}, info: () => {}, warn: (message) => warnings.push(message) },
      });
      checkDigests(resolution);
      for (const { name, version, metadata } of resolution.candidates) {
        const { requiresDist, providesExtra, invalidRequirements } = metadata.metadata;
        this.installed.set(name, {
          name,
          version,
          requiresDist,
          providesExtra,
          invalidRequirements,
          editable: false,
        });
      }
      warnings.push(...resolution.warnings);
      return { resolution, error: undefined, warnings, asked: source.asked };
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      return { resolution: undefined, error, warnings, asked: source.asked };
    }
  }
}

/** What is done with every file once it has arrived. */
function checkDigests({ candidates }: Resolution): void {
  for (const { file, allowedHashes } of candidates) {
    if (allowedHashes.length === 0 || (file.sha256 !== null && allowedHashes.includes(file.sha256))) continue;
    throw new SafeInstallError({ code: 'hash.mismatch', message: 'the digest is not one that is allowed' });
  }
}
