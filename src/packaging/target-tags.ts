import { androidPlatforms, iosPlatforms, macPlatforms, platformTags } from './platform-tags.ts';
import {
  cpythonAbis,
  cpythonTags,
  genericAbis,
  genericTags,
  independentTags,
  nodot,
  shortNameOf,
} from './python-tags.ts';
import type { Tag } from './tag.ts';
import type { TagFacts } from './tag-facts.ts';

/** What `--platform`, `--abi`, `--implementation` and `--python-version` say; what is absent is as at hand. */
export interface TargetOptions {
  /** As typed, such as `manylinux2014_x86_64` or `macosx_11_0_arm64`; each takes in the older ones that it runs. */
  readonly platforms?: readonly string[];
  readonly abis?: readonly string[];
  /** Two letters, such as `cp`, `pp` or `py`. */
  readonly implementation?: string;
  /** One to three numbers. */
  readonly pythonVersion?: readonly number[];
}

const APPLE = /^((?:macosx|ios)[^_]*)_([0-9]{1,9})_([0-9]{1,9})_(.+)$/;
const ANDROID = /^android_([0-9]{1,9})_(.+)$/;

function applePlatforms(platform: string): string[] {
  const [, prefix = '', major, minor, machine = ''] = APPLE.exec(platform) ?? [];
  if (prefix === '') return [platform];
  const version = [Number(major), Number(minor)] as const;
  const tags = prefix.startsWith('ios') ? iosPlatforms(version, machine) : macPlatforms(version, machine);
  return tags.map((tag) => prefix + tag.slice(tag.indexOf('_')));
}

/** manylinux2014 runs what was built for 2010, and that what was built for 1, where these existed (PEP 571, 599). */
function oldManylinux(platform: string): string[] {
  const name = platform.slice(0, platform.indexOf('_'));
  const machine = platform.slice(name.length);
  if (name === 'manylinux2010') return [platform, `manylinux1${machine}`];
  return machine === '_i686' || machine === '_x86_64'
    ? [platform, `manylinux2010${machine}`, `manylinux1${machine}`]
    : [platform];
}

function expandPlatform(platform: string): string[] {
  if (platform.startsWith('macosx') || platform.startsWith('ios')) return applePlatforms(platform);
  if (platform.startsWith('manylinux2014_') || platform.startsWith('manylinux2010_'))
    return oldManylinux(platform);
  const [, apiLevel, abi] = ANDROID.exec(platform) ?? [];
  return abi === undefined ? [platform] : androidPlatforms(Number(apiLevel), abi);
}

/** The platforms that were typed, each with the older ones that it runs, without repetitions. */
const expandPlatforms = (platforms: readonly string[]): string[] => [
  ...new Set(platforms.flatMap(expandPlatform)),
];

/**
 * The tags of wheels for a Python that is described by options, where they leave off by the one at hand; best first.
 * With the options of pip, this is pip's list.
 *
 * @throws SafeInstallError `packaging.tag` for a version that no tags are known for.
 */
export function targetTags(facts: TagFacts, options: TargetOptions): Tag[] {
  const implementation = options.implementation ?? shortNameOf(facts);
  const version = options.pythonVersion?.slice(0, 2) ?? facts.pythonVersion;
  const interpreter = `${implementation}${nodot(version)}`;
  const typed = expandPlatforms(options.platforms ?? []);
  const platforms = typed.length > 0 ? typed : platformTags(facts.platform);
  const own =
    implementation === 'cp'
      ? cpythonTags(
          version,
          options.abis ?? (version.length > 1 ? cpythonAbis(version, facts.abi) : []),
          platforms,
        )
      : genericTags(interpreter, options.abis ?? genericAbis(facts), platforms);
  return [...own, ...independentTags(version, interpreter, platforms)];
}
