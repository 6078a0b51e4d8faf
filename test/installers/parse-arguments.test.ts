import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Option, optionIndex } from '../../src/installers/option-index.ts';
import { checkSomethingWanted, parseInstallArguments } from '../../src/installers/parse-arguments.ts';
import type { Setting } from '../../src/installers/settings.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const FOLDER = resolve('/project');

const parse = (words: readonly string[], settings: readonly Setting[] = [], environment = {}) =>
  parseInstallArguments(words, environment, { settings, currentFolder: FOLDER, now: NOW });

const setting = (key: string, value: string, origin = `PIP_${key.toUpperCase()}`): Setting => ({
  key,
  value,
  origin,
});

const names = (set: ReadonlySet<string>) => [...set].sort();

describe('parseInstallArguments', () => {
  it('has the defaults of pip', () => {
    expect(parse(['requests'])).toEqual({
      command: 'install',
      help: false,
      isolated: false,
      uvFiles: 'found',
      policy: { ci: false, file: null, minAge: null, provenance: null, trustRefresh: 'daily' },
      wanted: {
        requirements: ['requests'],
        editables: [],
        requirementFiles: [],
        constraintFiles: [],
        scripts: [],
        groups: [],
      },
      adjustments: {
        overrideFiles: [],
        excludeFiles: [],
        overrides: [],
        excludes: [],
        constraints: [],
        upgrades: [],
      },
      selection: {
        dependencies: 'with',
        upgrade: 'no',
        upgradePackages: new Set(),
        forceReinstall: false,
        reinstallPackages: new Set(),
        ignoreInstalled: false,
        ignoreRequiresPython: false,
        releaseControl: { allReleases: new Set(), onlyFinal: new Set(), usual: new Set() },
        formatControl: { noBinary: new Set(), onlyBinary: new Set() },
        preferBinary: false,
        hashes: 'when-given',
        uploadedBefore: null,
        uploadedBeforeOf: new Map(),
        foreignTarget: null,
      },
      sources: {
        indexUrl: null,
        extraIndexUrls: [],
        noIndex: false,
        findLinks: [],
        refreshPackages: new Set(),
        indexStrategy: 'refuse-differing',
      },
      network: {
        offline: false,
        trustedHosts: [],
        cert: null,
        clientCert: null,
        proxy: null,
        proxyFromEnvironment: true,
        timeout: null,
        retries: null,
        resumeRetries: null,
        keyringProvider: 'auto',
        cache: 'default',
      },
      target: {
        python: null,
        requireVirtualenv: false,
        folder: null,
        prefix: null,
        root: null,
        user: null,
        breakSystemPackages: false,
        installer: null,
        compile: null,
        warnConflicts: true,
      },
      build: {
        constraintFiles: [],
        isolation: true,
        checkDependencies: false,
        checkouts: null,
        configSettings: [],
      },
      output: {
        verbosity: 0,
        color: 'auto',
        progress: 'auto',
        dryRun: false,
        report: null,
        reportFormat: 'json',
        destination: '.',
      },
      passOn: [],
    });
  });

  /** A value for each option that takes one, so that every row can be tried. */
  const VALUES: Readonly<Record<string, string>> = {
    '--group': 'dev',
    '--uploaded-prior-to': '2026-01-01',
    '--min-age': 'P3D',
    '--python-version': '3.12',
    '--config-settings': 'a=b',
    '--retries': '7',
    '--resume-retries': '7',
    '--timeout': '7',
    '--report-format': 'json',
    '--keyring-provider': 'disabled',
    '--upgrade-strategy': 'eager',
    '--color': 'never',
    '--progress-bar': 'off',
    '--trust-refresh': 'never',
  };
  /** Options that mean something only beside another one, or that contradict the baseline. */
  const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
    '--upgrade-strategy': ['--upgrade'],
    '--platform': ['--target=lib', '--no-deps'],
    '--python-version': ['--target=lib', '--no-deps'],
    '--implementation': ['--target=lib', '--no-deps'],
    '--abi': ['--target=lib', '--no-deps'],
  };

  const rows = (['install', 'download'] as const).flatMap((command) =>
    [...new Set(optionIndex(command).bySpelling.values())].map(
      (option) => [command, option.name, option] as const,
    ),
  );
  const withValue = (option: Option): string =>
    option.value === undefined
      ? option.name
      : `${option.name}=${VALUES[option.name] ?? option.choices?.[0] ?? 'x'}`;

  it.each(rows)('%s: %s does what its row says', (command, name, option) => {
    const context = { command, currentFolder: FOLDER, now: NOW };
    const companions =
      command === 'install'
        ? (COMPANIONS[name] ?? [])
        : (COMPANIONS[name] ?? []).filter((word) => word === '--no-deps');
    const run = () => parseInstallArguments(['a', ...companions, withValue(option)], {}, context);
    if (option.fate === 'refuse') {
      expect(run).toRefuse('usage.unsupported');
      return;
    }
    const before = parseInstallArguments(['a', ...companions], {}, context);
    const changed = JSON.stringify(run(), replacer) !== JSON.stringify(before, replacer);
    const isAccepted = option.does.startsWith('Accepted:') || name === '--report-format';
    expect({ name, changed }).toEqual({ name, changed: !isAccepted });
  });
  const replacer = (_key: string, value: unknown) => (value instanceof Set ? [...value] : value);

  it.each<[string, string[], string[], string[]]>([
    ['names', ['--no-binary', 'A,b_c', '--only-binary', 'd'], ['a', 'b-c'], ['d']],
    ['a name that changes sides', ['--no-binary', 'a,b', '--only-binary', 'a'], ['b'], ['a']],
    ['all', ['--no-binary', 'a', '--only-binary', ':all:'], [], [':all:']],
    ['all but one', ['--only-binary', ':all:', '--no-binary', 'a'], ['a'], [':all:']],
    ['all, then none', ['--no-binary', ':all:', '--no-binary', ':none:'], [], []],
    ['all, none and a name in one word', ['--no-binary', ':all:,:none:,a'], ['a'], []],
    ['names before all, which fall away', ['--no-binary', 'a,:all:,b'], [':all:'], []],
  ])('reads format control with %s', (_reason, words, noBinary, onlyBinary) => {
    const { formatControl } = parse(words).selection;
    expect([names(formatControl.noBinary), names(formatControl.onlyBinary)]).toEqual([noBinary, onlyBinary]);
  });

  it.each<[string, string[], unknown]>([
    ['one group', ['--group', 'dev'], [{ path: 'pyproject.toml', group: 'dev' }]],
    [
      'a group of another file',
      ['--group', 'sub/pyproject.toml:dev'],
      [{ path: 'sub/pyproject.toml', group: 'dev' }],
    ],
    [
      'a path with a colon',
      ['--group', 'C:\\x\\pyproject.toml:dev'],
      [{ path: 'C:\\x\\pyproject.toml', group: 'dev' }],
    ],
  ])('reads %s', (_reason, words, groups) => {
    expect(parse(words).wanted.groups).toEqual(groups);
  });

  it.each<[string, string[], string]>([
    ['hours before now', ['--uploaded-prior-to', 'PT12H'], '2026-11-24T00:00:00.000Z'],
    ['weeks, days and minutes', ['--uploaded-prior-to', 'P1W1DT1M'], '2026-11-16T11:59:00.000Z'],
    ["pip's days", ['--uploaded-prior-to', 'P2D'], '2026-11-22T12:00:00.000Z'],
    ['a moment', ['--uploaded-prior-to', '2026-01-02T03:04:05Z'], '2026-01-02T03:04:05.000Z'],
    [
      'a moment with an offset',
      ['--uploaded-prior-to', '2026-01-02T03:04+02:00'],
      '2026-01-02T01:04:00.000Z',
    ],
  ])('reads an upload limit: %s', (_reason, words, expected) => {
    expect(parse(words).selection.uploadedBefore?.value.toISOString()).toBe(expected);
  });

  it.each<[string, string[], Partial<ReturnType<typeof parse>['policy']>]>([
    ['an age', ['--min-age', 'P1W1DT1M'], { minAge: { value: 691_260_000, origin: 'command line' } }],
    [
      'a demand',
      ['--provenance', 'if-present'],
      { provenance: { value: 'if-present', origin: 'command line' } },
    ],
    [
      'its short form',
      ['--require-provenance'],
      { provenance: { value: 'required', origin: 'command line' } },
    ],
    [
      'of two demands the stricter, whichever stands first',
      ['--require-provenance', '--provenance', 'off'],
      { provenance: { value: 'required', origin: 'command line' } },
    ],
    ['a file', ['--policy', 'own.toml'], { file: { value: 'own.toml', origin: 'command line' } }],
    ['CI', ['--ci'], { ci: true }],
    ['a trust root that is left alone', ['--trust-refresh', 'never'], { trustRefresh: 'never' }],
    ['nothing', [], { file: null, provenance: null, minAge: null, ci: false, trustRefresh: 'daily' }],
  ])('reads of the policy %s', (_reason, words, expected) => {
    expect(parse(words).policy).toMatchObject(expected);
  });

  it('reads a day in local time, as Python does', () => {
    const limit = parse(['--uploaded-prior-to', '2026-01-02']).selection.uploadedBefore;
    expect(limit?.value).toEqual(new Date(2026, 0, 2));
  });

  it.each<[string, number[]]>([
    ['3', [3]],
    ['37', [3, 7]],
    ['312', [3, 12]],
    ['3.7', [3, 7]],
    ['3.12.1', [3, 12, 1]],
  ])('reads --python-version %s', (text, version) => {
    const { foreignTarget } = parse(['--python-version', text, '--target', 'lib', '--no-deps']).selection;
    expect(foreignTarget?.pythonVersion).toEqual(version);
  });

  it.each<[string, string[], Partial<ReturnType<typeof parse>['output']>]>([
    ['-v adds', ['-v'], { verbosity: 1 }],
    ['-vv adds twice', ['-vv'], { verbosity: 2 }],
    ['-v and -q cancel', ['-v', '-q'], { verbosity: 0 }],
    ['--debug is loud', ['--debug', '-q'], { verbosity: 2 }],
    ['--no-color', ['--color=always', '--no-color'], { color: 'never' }],
    ['--color after --no-color', ['--no-color', '--color=always'], { color: 'always' }],
    ['--report -', ['--report', '-'], { report: '-' }],
  ])('reads output: %s', (_reason, words, output) => {
    expect(parse(words).output).toMatchObject(output);
  });

  it.each<[string, string[], string[]]>([
    ['nothing of what is interpreted alone', ['-U', '--pre', '-r', 'x', '--no-deps'], []],
    [
      'paths as absolute ones',
      ['-t', 'lib', '--log=pip.log'],
      [`--target=${resolve('/project/lib')}`, `--log=${resolve('/project/pip.log')}`],
    ],
    ['--upgrade with --target', ['-U', '-t', 'lib'], [`--target=${resolve('/project/lib')}`, '--upgrade']],
    [
      'flags',
      ['-I', '--force-reinstall', '--break-system-packages'],
      ['--force-reinstall', '--ignore-installed', '--break-system-packages'],
    ],
    ['the last of --user and --no-user', ['--user', '--no-user'], ['--no-user']],
    [
      'warnings',
      ['--no-warn-script-location', '--root-user-action=ignore'],
      ['--root-user-action=ignore', '--no-warn-script-location'],
    ],
    [
      'another platform',
      ['--platform=p', '--platform=q', '--abi=a', '-tlib', '--no-deps'],
      [`--target=${resolve('/project/lib')}`, '--platform=p', '--platform=q', '--abi=a'],
    ],
  ])('passes on %s', (_reason, words, passOn) => {
    expect(parse(words).passOn).toEqual(passOn);
  });

  it('expands the home folder in the options that pip expands it in', () => {
    const home = resolve('/home/me');
    const { network } = parse(['--cert', '~/ca.pem', '--cache-dir=~'], [], { HOME: home });
    expect([network.cert?.value, network.cache]).toEqual([resolve(home, 'ca.pem'), { folder: home }]);
  });

  it.each<[string, string[]]>([
    ['--user with --target', ['--user', '-t', 'x']],
    ['--user with --prefix', ['--user', '--prefix', 'x']],
    ['--target with --prefix', ['--target', 'x', '--prefix', 'y']],
    ['--no-deps with --only-deps', ['--no-deps', '--only-deps']],
    ['--only-deps with a file', ['--only-deps', '-r', 'x']],
    ['two scripts', ['--requirements-from-script=a', '--requirements-from-script=b']],
    ['--build-constraint with --no-build-isolation', ['--build-constraint=a', '--no-build-isolation']],
    ['another platform with sdists', ['--platform=p', '--target=x']],
    ['another platform in this environment', ['--platform=p', '--only-binary=:all:']],
    ['--require-hashes with --no-require-hashes', ['--require-hashes', '--no-require-hashes']],
    ['--pre with --only-final', ['--pre', '--only-final=a']],
    ['a group of a file of another name', ['--group=setup.cfg:dev']],
    ['a setting without a value', ['-C', 'key']],
    ['a version with four parts', ['--python-version=3.1.2.3']],
    ['a version with letters', ['--python-version=3.x']],
    ['a forgotten list of names', ['--no-binary', '--pre']],
    ['an age that is none', ['--min-age=3 days']],
    ['an age without parts', ['--min-age=P']],
    ['an age without hours', ['--min-age=P1DT']],
    ['a day that does not exist', ['--uploaded-prior-to=2026-02-30']],
    ['an hour that does not exist', ['--uploaded-prior-to=2026-02-03T25:00Z']],
  ])('refuses %s', (_reason, words) => {
    expect(() => parse(['a', ...words])).toRefuse('usage.option');
  });
});

describe('settings below the command line', () => {
  it('replaces and adds as pip does', () => {
    const { sources } = parse(
      ['--find-links=three', '--extra-index-url=c'],
      [
        setting('index-url', 'https://one.example/simple'),
        setting('find-links', 'zero', '/etc/pip.conf:2'),
        setting('find-links', 'one two', 'PIP_FIND_LINKS'),
        setting('index-url', 'https://two.example/simple', 'PIP_INDEX_URL'),
      ],
    );
    expect(sources.indexUrl).toEqual({ value: 'https://two.example/simple', origin: 'PIP_INDEX_URL' });
    expect(sources.findLinks).toEqual([
      { value: 'one', origin: 'PIP_FIND_LINKS' },
      { value: 'two', origin: 'PIP_FIND_LINKS' },
      { value: 'three', origin: 'command line' },
    ]);
    expect(sources.extraIndexUrls).toEqual([{ value: 'c', origin: 'command line' }]);
  });

  it.each<[string, Setting[], (parsed: ReturnType<typeof parse>) => unknown, unknown]>([
    [
      'a flag',
      [setting('pre', 'yes')],
      (parsed) => [...parsed.selection.releaseControl.allReleases],
      [':all:'],
    ],
    ['a flag that says no', [setting('upgrade', 'off')], (parsed) => parsed.selection.upgrade, 'no'],
    [
      'a negated flag, by the value of the thing',
      [setting('no-compile', 'false')],
      (parsed) => parsed.target.compile,
      false,
    ],
    [
      'a negated flag, the other way',
      [setting('no-compile', 'true')],
      (parsed) => parsed.target.compile,
      true,
    ],
    ['no user folder', [setting('user', 'no')], (parsed) => parsed.passOn, ['--no-user']],
    ['no cache', [setting('no-cache-dir', '1')], (parsed) => parsed.network.cache, 'none'],
    ['no cache, said with no', [setting('no-cache-dir', 'off')], (parsed) => parsed.network.cache, 'none'],
    ['a number for -v', [setting('verbose', '2')], (parsed) => parsed.output.verbosity, 2],
    ['yes for -q', [setting('quiet', 'yes')], (parsed) => parsed.output.verbosity, -1],
    [
      'names that add up',
      [setting('no-binary', 'a'), setting('no-binary', 'b')],
      (parsed) => names(parsed.selection.formatControl.noBinary),
      ['a', 'b'],
    ],
    ['an alias', [setting('default-timeout', '180')], (parsed) => parsed.network.timeout, 180],
    ['a key of another command', [setting('format', 'columns')], (parsed) => parsed.passOn, []],
    ['a short option, which is no key', [setting('r', 'x')], (parsed) => parsed.wanted.requirementFiles, []],
    ['an abbreviation, which is no key', [setting('index', 'x')], (parsed) => parsed.sources.indexUrl, null],
  ])('reads %s', (_reason, settings, pick, expected) => {
    expect(pick(parse(['a'], settings))).toEqual(expected);
  });

  it('adds -v of the command line to that of a setting', () => {
    expect(parse(['-v'], [setting('verbose', '1')]).output.verbosity).toBe(2);
  });

  it.each<[string, Setting, string]>([
    ['a truth that is none', setting('pre', 'maybe'), 'configuration.value'],
    ['a count that is none', setting('verbose', '-3'), 'configuration.value'],
    ['a number that is none', setting('timeout', 'long'), 'configuration.value'],
    ['a word that is no choice', setting('exists-action', 's x'), 'configuration.value'],
    ['what the table refuses', setting('global-option', '.'), 'usage.unsupported'],
  ])('refuses %s', (_reason, each, code) => {
    expect(() => parse(['a'], [each])).toRefuse(code);
  });
});

describe("safe-install's own variables", () => {
  it.each<[string, Record<string, string>, (parsed: ReturnType<typeof parse>) => unknown, unknown]>([
    ['a choice', { SAFE_INSTALL_INSTALLER: 'uv' }, (parsed) => parsed.target.installer, 'uv'],
    ['a flag', { SAFE_INSTALL_CI: '1' }, (parsed) => parsed.policy.ci, true],
    ['a flag that says no', { SAFE_INSTALL_OFFLINE: 'false' }, (parsed) => parsed.network.offline, false],
    ['an empty one', { SAFE_INSTALL_CI: '' }, (parsed) => parsed.policy.ci, false],
    ['one that is an option of pip too', { SAFE_INSTALL_PYTHON: 'p' }, (parsed) => parsed.target.python, 'p'],
    [
      'folders and tests',
      { SAFE_INSTALL_CACHE_DIR: 'x', SAFE_INSTALL_TEST_DATA: 'y' },
      (parsed) => parsed.passOn,
      [],
    ],
  ])('reads %s', (_reason, environment, pick, expected) => {
    expect(pick(parse(['a'], [], environment))).toEqual(expected);
  });

  it('weigh more than those of pip, and less than the command line', () => {
    const settings = [setting('python', 'pip')];
    expect(parse(['a'], settings, { SAFE_INSTALL_PYTHON: 'own' }).target.python).toBe('own');
    expect(parse(['a', '--python=word'], settings, { SAFE_INSTALL_PYTHON: 'own' }).target.python).toBe(
      'word',
    );
  });

  it.each<[string, Record<string, string>, string]>([
    ['a misspelt one', { SAFE_INSTALL_REQUIRE_PROVENENCE: '1' }, 'configuration.value'],
    ['one of an option that is only of pip', { SAFE_INSTALL_INDEX_URL: 'x' }, 'configuration.value'],
    ['a value that is no choice', { SAFE_INSTALL_INSTALLER: 'conda' }, 'configuration.value'],
  ])('refuses %s', (_reason, environment, code) => {
    expect(() => parse(['a'], [], environment)).toRefuse(code);
  });
});

describe('checkSomethingWanted', () => {
  it.each([[['a']], [['-r', 'x']], [['--group', 'dev']], [['--requirements-from-script', 'x']]])(
    'takes %j',
    (words) => {
      expect(() => checkSomethingWanted(parse(words))).not.toThrow();
    },
  );

  it('refuses a line without anything to install', () => {
    expect(() => checkSomethingWanted(parse(['--pre', ' ']))).toRefuse('usage.command');
  });

  it('guesses that a folder of files was meant', () => {
    expect(() => checkSomethingWanted(parse(['-f', 'wheels']))).toThrow(
      expect.objectContaining({ hint: 'Did you mean "safe-install install wheels"?' }),
    );
  });
});
