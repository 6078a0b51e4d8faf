import type { MarkerEnvironment } from '../packaging/index.ts';
import { AnswerFault, AnswerFields } from './answer-fields.ts';
import { ANSWER_MARK, PROBE_FORMAT } from './probe-source.ts';

/** Where an installer puts the files of a wheel; absolute paths. */
export interface InstallPaths {
  readonly purelib: string;
  readonly platlib: string;
  readonly scripts: string;
  readonly data: string;
  /** Headers go to a folder below it that is named like the distribution. */
  readonly include: string;
}

/** A folder that distributions are installed into. */
interface SiteFolder {
  /** `user`: the folder of this user, which an environment variable can switch off. */
  readonly kind: 'site' | 'user';
  readonly path: string;
}

/** What the probe says of the platform; read further in `tag-facts.ts`. */
export interface PlatformAnswer {
  /** `platform.system()` */
  readonly system: string;
  /** `sysconfig.get_platform()` */
  readonly platform: string;
  readonly is32Bit: boolean;
  readonly glibc: string | null;
  readonly manylinux: Readonly<Record<string, boolean>>;
  readonly macVersion: string | null;
  readonly machine: string | null;
  readonly iosVersion: string | null;
  readonly multiarch: string | null;
  readonly apiLevel: number | null;
  readonly abiVersion: string | null;
}

/** A Python's word on itself: of the expected shape, and no more than that. */
export interface ProbeAnswer {
  readonly executable: string;
  readonly version: readonly [major: number, minor: number];
  readonly implementation: string;
  readonly markers: MarkerEnvironment;
  readonly prefix: string;
  readonly basePrefix: string;
  readonly isVirtual: boolean;
  readonly standardLibrary: string;
  readonly paths: InstallPaths;
  readonly userPaths: InstallPaths | null;
  /** With a placeholder for the prefix. */
  readonly prefixPaths: InstallPaths;
  readonly standardPath: readonly string[];
  readonly siteFolders: readonly SiteFolder[];
  readonly userSite: string | null;
  readonly abi: {
    readonly extensionSuffix: string | null;
    readonly isDebug: boolean | null;
    readonly looksLikeDebug: boolean;
    readonly isFreeThreaded: boolean | null;
    readonly hasPymalloc: boolean | null;
  };
  readonly platform: PlatformAnswer;
}

const readPaths = (fields: AnswerFields): InstallPaths => ({
  purelib: fields.text('purelib'),
  platlib: fields.text('platlib'),
  scripts: fields.text('scripts'),
  data: fields.text('data'),
  include: fields.text('include'),
});

const readMarkers = (fields: AnswerFields): MarkerEnvironment => ({
  implementation_name: fields.text('implementation_name'),
  implementation_version: fields.text('implementation_version'),
  os_name: fields.text('os_name'),
  platform_machine: fields.text('platform_machine'),
  platform_python_implementation: fields.text('platform_python_implementation'),
  platform_release: fields.text('platform_release'),
  platform_system: fields.text('platform_system'),
  platform_version: fields.text('platform_version'),
  python_full_version: fields.text('python_full_version'),
  python_version: fields.text('python_version'),
  sys_platform: fields.text('sys_platform'),
});

function readPlatform(fields: AnswerFields): PlatformAnswer {
  const manylinux = fields.objectOrNull('manylinux');
  return {
    system: fields.text('system'),
    platform: fields.text('platform'),
    is32Bit: fields.boolean('is32Bit'),
    glibc: fields.textOrNull('glibc'),
    manylinux: Object.fromEntries(
      (manylinux?.names ?? []).map((name) => [name, manylinux?.boolean(name) ?? false]),
    ),
    macVersion: fields.textOrNull('macVersion'),
    machine: fields.textOrNull('machine'),
    iosVersion: fields.textOrNull('iosVersion'),
    multiarch: fields.textOrNull('multiarch'),
    apiLevel: fields.has('apiLevel') ? fields.count('apiLevel') : null,
    abiVersion: fields.textOrNull('abiVersion'),
  };
}

function readSiteFolder(fields: AnswerFields): SiteFolder {
  const kind = fields.text('kind');
  if (kind !== 'site' && kind !== 'user')
    throw new AnswerFault('"siteFolders.kind" is neither site nor user');
  return { kind, path: fields.text('path') };
}

/**
 * The answer from its JSON value.
 *
 * @throws AnswerFault naming the first member that is not as it should be.
 */
export function readAnswer(value: unknown): ProbeAnswer {
  const fields = new AnswerFields(value, '');
  if (fields.count('format') !== PROBE_FORMAT) throw new AnswerFault('"format" is another one');
  const abi = fields.object('abi');
  return {
    executable: fields.text('executable'),
    version: fields.pair('version'),
    implementation: fields.text('implementation'),
    markers: readMarkers(fields.object('markers')),
    prefix: fields.text('prefix'),
    basePrefix: fields.text('basePrefix'),
    isVirtual: fields.boolean('isVirtual'),
    standardLibrary: fields.text('standardLibrary'),
    paths: readPaths(fields.object('paths')),
    userPaths: ((paths) => (paths === null ? null : readPaths(paths)))(fields.objectOrNull('userPaths')),
    prefixPaths: readPaths(fields.object('prefixPaths')),
    standardPath: fields.texts('standardPath'),
    siteFolders: fields.objects('siteFolders').map(readSiteFolder),
    userSite: fields.textOrNull('userSite'),
    abi: {
      extensionSuffix: abi.textOrNull('extensionSuffix'),
      isDebug: abi.booleanOrNull('isDebug'),
      looksLikeDebug: abi.boolean('looksLikeDebug'),
      isFreeThreaded: abi.booleanOrNull('isFreeThreaded'),
      hasPymalloc: abi.booleanOrNull('hasPymalloc'),
    },
    platform: readPlatform(fields.object('platform')),
  };
}

/** What came of the question: an answer, or the version of a Python that is too old for it. */
export type ProbeOutcome =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'too-old'; readonly version: string };

/**
 * The line of the probe in what a Python printed: the last one that bears the mark.
 *
 * @throws AnswerFault when there is none, or it is not JSON.
 */
export function findOutcome(output: string): ProbeOutcome {
  const start = output.lastIndexOf(ANSWER_MARK);
  if (start < 0) throw new AnswerFault('it printed no answer');
  const end = output.indexOf('\n', start);
  const line = output.slice(start + ANSWER_MARK.length, end < 0 ? output.length : end);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AnswerFault('its answer is not JSON');
  }
  const fields = new AnswerFields(value, '');
  return fields.has('tooOld')
    ? { kind: 'too-old', version: fields.text('tooOld') }
    : { kind: 'answer', value };
}
