import { join, resolve } from 'node:path';
import { isLockFilename, splitLockExtras } from '../packaging/index.ts';
import { type ProvenanceDemand, parseDuration } from '../policy/index.ts';
import {
  readAdjustments,
  reinstalledProjects,
  upgradedProjects,
  uploadLimits,
  withReleaseWords,
} from './adjustments.ts';
import {
  type BuildArguments,
  type DependencyGroup,
  type InstallArguments,
  type NetworkArguments,
  type OutputArguments,
  type PolicyArguments,
  REPORT_FORMATS,
  type SelectionArguments,
  type SourceArguments,
  type TargetArguments,
} from './arguments.ts';
import { uploadLimit } from './durations.ts';
import type { Given } from './given.ts';
import { chooseNames, listNames } from './name-choice.ts';
import { type Stated, valueError } from './occurrence.ts';
import type { OptionCommand } from './option.ts';
import { passedOn } from './pass-on.ts';

/** What the meaning of options depends on beside themselves. */
export interface InterpretContext {
  readonly command: OptionCommand;
  readonly positionals: readonly string[];
  /** The user's home folder, where the environment names one. */
  readonly home: string | null;
  /** Absolute. */
  readonly currentFolder: string;
  readonly now: Date;
}

/** Gives each option its meaning: what of the table says `interpret` is read here, but for what is only accepted. */
export function interpret(given: Given, context: InterpretContext): InstallArguments {
  return {
    command: context.command,
    help: given.isSet('--help'),
    isolated: given.isSet('--isolated'),
    uvFiles: uvFiles(given, context),
    wanted: {
      requirements: context.positionals.filter((word) => word.trim() !== ''),
      editables: given.texts('--editable'),
      requirementFiles: given.texts('--requirement'),
      constraintFiles: given.texts('--constraint'),
      scripts: given.texts('--requirements-from-script'),
      groups: given.all('--group').map(parseGroup),
    },
    adjustments: readAdjustments(given),
    selection: selection(given, context),
    sources: sources(given),
    network: network(given, context),
    target: target(given, context),
    build: build(given, context),
    output: output(given),
    policy: policy(given, context),
    passOn: passedOn(given, (path) => absolute(path, context)),
  };
}

function selection(given: Given, { now }: InterpretContext): SelectionArguments {
  const formats = chooseNames(given.of('--no-binary', '--only-binary'), '--no-binary');
  const releases = chooseNames(given.of('--all-releases', '--only-final'), '--all-releases');
  const platforms = given.texts('--platform');
  const abis = given.texts('--abi');
  const implementation = given.text('--implementation');
  const pythonVersion = given.stated('--python-version');
  const isForeign = platforms.length + abis.length > 0 || implementation !== null || pythonVersion !== null;
  return {
    dependencies: given.isSet('--no-deps') ? 'without' : given.isSet('--only-deps') ? 'only' : 'with',
    upgrade: !given.isSet('--upgrade')
      ? 'no'
      : given.text('--upgrade-strategy') === 'eager'
        ? 'eager'
        : 'only-if-needed',
    upgradePackages: upgradedProjects(given),
    forceReinstall: given.isSet('--force-reinstall'),
    reinstallPackages: reinstalledProjects(given),
    ignoreInstalled: given.isSet('--ignore-installed'),
    ignoreRequiresPython: given.isSet('--ignore-requires-python'),
    releaseControl: withReleaseWords(given, {
      allReleases: given.isSet('--pre') ? new Set([...releases.first, ':all:']) : releases.first,
      onlyFinal: releases.second,
    }),
    formatControl: { noBinary: formats.first, onlyBinary: formats.second },
    preferBinary: given.isSet('--prefer-binary'),
    hashes: given.isSet('--require-hashes')
      ? 'required'
      : given.isSet('--no-require-hashes')
        ? 'own-only'
        : 'when-given',
    uploadedBefore: uploadLimit(given.stated('--uploaded-prior-to'), now),
    uploadedBeforeOf: uploadLimits(given, now),
    foreignTarget: isForeign
      ? {
          platforms,
          abis,
          implementation,
          pythonVersion: pythonVersion === null ? null : parsePythonVersion(pythonVersion),
        }
      : null,
  };
}

function sources(given: Given): SourceArguments {
  const strategy = given.text('--index-strategy');
  return {
    indexUrl: given.stated('--index-url'),
    extraIndexUrls: given.all('--extra-index-url'),
    noIndex: given.isSet('--no-index'),
    findLinks: given.all('--find-links'),
    refreshPackages: new Set([...listNames(given.of('--refresh-package')), ...upgradedProjects(given)]),
    indexStrategy:
      strategy === 'first-index' || strategy === 'unsafe-best-match' ? strategy : 'refuse-differing',
  };
}

function network(given: Given, context: InterpretContext): NetworkArguments {
  const path = (stated: Stated<string> | null): Stated<string> | null =>
    stated === null ? null : { ...stated, value: absolute(stated.value, context) };
  const provider = given.text('--keyring-provider');
  const cache = given.of('--cache-dir', '--no-cache-dir').at(-1);
  return {
    offline: given.isSet('--offline'),
    trustedHosts: given.all('--trusted-host'),
    cert: path(given.stated('--cert')),
    clientCert: path(given.stated('--client-cert')),
    proxy: given.stated('--proxy'),
    proxyFromEnvironment: !given.isSet('--no-proxy-env'),
    timeout: given.number('--timeout'),
    retries: given.number('--retries'),
    resumeRetries: given.number('--resume-retries'),
    // `import` asks keyring inside pip's own Python; the command asks the same store
    keyringProvider:
      provider === 'import'
        ? 'subprocess'
        : provider === 'disabled' || provider === 'subprocess'
          ? provider
          : 'auto',
    cache:
      cache === undefined
        ? 'default'
        : typeof cache.value === 'string'
          ? { folder: absolute(cache.value, context) }
          : 'none',
  };
}

function target(given: Given, context: InterpretContext): TargetArguments {
  const folder = (name: '--target' | '--prefix' | '--root'): string | null => {
    const text = given.text(name);
    return text === null ? null : resolve(context.currentFolder, text);
  };
  const installer = given.text('--installer');
  return {
    python: given.text('--python'),
    requireVirtualenv: given.isSet('--require-virtualenv'),
    folder: folder('--target'),
    prefix: folder('--prefix'),
    root: folder('--root'),
    user: given.flag('--user', '--no-user') ?? null,
    breakSystemPackages: given.isSet('--break-system-packages'),
    installer: installer === 'pip' || installer === 'uv' ? installer : null,
    compile: given.flag('--compile', '--no-compile') ?? null,
    warnConflicts: given.flag('--no-warn-conflicts') ?? true,
  };
}

const build = (given: Given, context: InterpretContext): BuildArguments => ({
  constraintFiles: given.texts('--build-constraint'),
  isolation: given.flag('--no-build-isolation') ?? true,
  checkDependencies: given.isSet('--check-build-dependencies'),
  checkouts: toAbsolute(given.text('--src'), context),
  configSettings: given.all('--config-settings').map(({ value, origin }) => {
    const equals = value.indexOf('=');
    if (equals < 0) throw valueError('--config-settings', value, 'KEY=VALUE', origin);
    return [value.slice(0, equals), value.slice(equals + 1)] as const;
  }),
});

function output(given: Given): OutputArguments {
  const color = given.of('--color', '--no-color').at(-1);
  const colour =
    color?.option.name === '--no-color' ? (color.value === true ? 'never' : 'auto') : color?.value;
  const progress = given.text('--progress-bar');
  return {
    verbosity: given.isSet('--debug') ? 2 : given.count('--verbose') - given.count('--quiet'),
    color: colour === 'always' || colour === 'never' ? colour : 'auto',
    progress: progress === 'on' || progress === 'off' || progress === 'raw' ? progress : 'auto',
    dryRun: given.isSet('--dry-run'),
    report: given.text('--report'),
    reportFormat: REPORT_FORMATS.find((format) => format === given.text('--report-format')) ?? 'json',
    destination: given.text('--dest') ?? '.',
  };
}

function policy(given: Given, context: InterpretContext): PolicyArguments {
  const file = given.stated('--policy');
  const minAge = given.stated('--min-age');
  return {
    file: file === null ? null : { ...file, value: fromHome(file.value, context) },
    provenance: provenance(given),
    minAge: minAge === null ? null : { ...minAge, value: parseMinAge(minAge) },
    ci: given.isSet('--ci'),
    trustRefresh: given.text('--trust-refresh') === 'never' ? 'never' : 'daily',
  };
}

/** Of `--provenance` and its short form the stricter: neither takes the other back. */
function provenance(given: Given): Stated<ProvenanceDemand> | null {
  const required = given.of('--require-provenance').findLast(({ value }) => value === true);
  if (required !== undefined) return { value: 'required', origin: required.origin };
  const stated = given.stated('--provenance');
  return stated === null ? null : { ...stated, value: stated.value as ProvenanceDemand }; // one of the row's choices
}

function parseMinAge({ value, origin }: Stated<string>): number {
  const age = parseDuration(value);
  if (age === undefined) throw valueError('--min-age', value, 'a duration such as P3D or PT12H', origin);
  return age;
}

/** Of `--config-file` and `--no-config` the last one counts. */
function uvFiles(given: Given, context: InterpretContext): InstallArguments['uvFiles'] {
  const last = given.of('--config-file', '--no-config').at(-1);
  if (last === undefined) return 'found';
  return typeof last.value === 'string' ? { path: absolute(last.value, context) } : 'none';
}

/** `~` and `~/x` as optparse's "path" reads them. */
function fromHome(path: string, { home }: InterpretContext): string {
  const isHome = path === '~' || path.startsWith('~/') || path.startsWith('~\\');
  return isHome && home !== null ? join(home, path.slice(1)) : path;
}

const toAbsolute = (path: string | null, context: InterpretContext): string | null =>
  path === null ? null : absolute(path, context);

const absolute = (path: string, context: InterpretContext): string =>
  resolve(context.currentFolder, fromHome(path, context));

/** `[PATH:]GROUP`: the last colon parts them, since no group's name has one. */
function parseGroup({ value, origin }: Stated<string>): DependencyGroup {
  const colon = value.lastIndexOf(':');
  if (colon < 0) return { path: 'pyproject.toml', group: value };
  const path = value.slice(0, colon);
  const filename = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  if (filename !== 'pyproject.toml' && !isLockFilename(splitLockExtras(path).path))
    throw valueError('--group', value, 'a group of a file named pyproject.toml or pylock.toml', origin);
  return { path, group: value.slice(colon + 1) };
}

/** `3`, `37`, `3.7` or `3.7.3`. */
function parsePythonVersion({ value, origin }: Stated<string>): readonly number[] | null {
  if (value === '') return null;
  const parts = value.split('.');
  const [first = ''] = parts;
  const split = parts.length === 1 && first.length > 1 ? [first.slice(0, 1), first.slice(1)] : parts;
  if (split.length > 3 || !split.every((part) => /^[0-9]{1,3}$/.test(part)))
    throw valueError('--python-version', value, 'one to three numbers with dots between them', origin);
  return split.map(Number);
}
