import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { Given } from '../src/installers/given.ts';
import type { InstallArguments } from '../src/installers/index.ts';
import { interpret } from '../src/installers/interpret.ts';
import { optionIndex, pipTables } from '../src/installers/option-index.ts';
import { parseWords } from '../src/installers/parse-words.ts';
import { readPipSettings } from '../src/installers/pip-settings.ts';
import { settingOccurrences } from '../src/installers/settings.ts';
import { generateLines } from './support/option-lines.ts';
import { pythonOf, TOOLS, templateEnvironment } from './support/tools.ts';

/** Prints every option of the command as pip's own parser has it. */
const LIST = `
import json, sys
from pip._internal.commands import create_command
parser = create_command(sys.argv[1]).parser
print(json.dumps([
    {"long": o._long_opts, "short": o._short_opts, "action": o.action, "type": o.type, "choices": o.choices}
    for o in parser.option_list_all
]))
`;

/** Prints what pip's own parser makes of each command line; `null` where it refuses. */
const PARSE = `
import contextlib, io, json, os, sys
import pip._internal.commands.install
from pip._internal.commands import create_command

def plain(value):
    if hasattr(value, "no_binary"):
        return [sorted(value.no_binary), sorted(value.only_binary)]
    if hasattr(value, "all_releases"):
        return [sorted(value.all_releases), sorted(value.only_final)]
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, (str, int, float, bool, list, type(None))) else str(value)

def parse(line):
    words, variables = line["words"], line["variables"]
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        del os.environ[name]
    os.environ.update(variables, PIP_CONFIG_FILE=os.devnull)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            options, words = create_command("install", isolated="--isolated" in words).parser.parse_args(words)
    except (SystemExit, Exception):
        return None
    return {"words": words, **{key: plain(value) for key, value in vars(options).items()}}

def alone(line):
    """In a process of its own: some defaults of pip's options are lists that a parser adds to."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as pipe:
                json.dump(parse(line), pipe, default=str)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = json.load(pipe)
    os.wait()
    return answer

print(json.dumps([alone(line) for line in json.loads(sys.stdin.read())]))
`;

interface PipOption {
  readonly long: readonly string[];
  readonly short: readonly string[];
  readonly action: string;
  readonly type: string | null;
  readonly choices: readonly string[] | null;
}

let python: string;
beforeAll(async () => {
  python = pythonOf(await templateEnvironment('pip'));
});

const ask = async (script: string, words: readonly string[], input = ''): Promise<unknown> => {
  const { stdout } = await execa(python, ['-B', '-c', script, ...words], {
    input,
    env: { PIP_CONFIG_FILE: '/dev/null' },
    extendEnv: false,
  });
  return JSON.parse(stdout);
};

describe.each(['install', 'download'] as const)(
  `the option table of %s and pip ${TOOLS.pip.version}`,
  (command) => {
    it('have the same options, with the same spellings, values and choices', async () => {
      const theirs = (await ask(LIST, [command])) as readonly PipOption[];
      const ours = pipTables(command).flatMap((rows) => Object.entries(rows));
      const repeats: Record<string, string> = { append: 'each', callback: 'accumulate', count: 'count' };
      const takes = ({ action, type }: PipOption): boolean => type !== null && action !== 'store_true';
      expect(
        ours
          .map(([name, row]) => ({
            long: [name, ...(row.also ?? [])],
            short: row.short === undefined ? [] : [row.short],
            takes: row.value !== undefined,
            negates: row.negates === true,
            choices: row.choices ?? null,
          }))
          .sort((left, right) => (left.long.join() < right.long.join() ? -1 : 1)),
      ).toEqual(
        theirs
          .map((option) => ({
            long: option.long,
            short: option.short,
            takes: takes(option),
            negates: option.action === 'store_false',
            choices: option.choices,
          }))
          .sort((left, right) => (left.long.join() < right.long.join() ? -1 : 1)),
      );
      // a callback of pip may also just store, or be a flag
      const alone = new Set(['--python-version', '--uploaded-prior-to', '--src', '--no-cache-dir']);
      for (const [name, row] of ours) {
        const option = theirs.find(({ long }) => long[0] === name);
        if (!alone.has(name)) expect([name, row.repeats]).toEqual([name, repeats[option?.action ?? '']]);
      }
    });
  },
);

/** Command lines, with variables, that pip's own parser reads as well. */
const LINES: readonly (readonly [words: readonly string[], variables?: Readonly<Record<string, string>>])[] =
  [
    [['a']],
    [['a', '-U', 'b', '--', '-c']],
    [['-qUrreq.txt', 'a']],
    [['-vvv', '-q', 'a'], { PIP_VERBOSE: '2' }],
    [['a'], { PIP_QUIET: 'yes' }],
    [['a', '--no-ind', '-f', 'x', '--find-l=y'], { PIP_FIND_LINKS: 'p q' }],
    [
      ['a', '--extra-index-url', 'u'],
      { PIP_EXTRA_INDEX_URL: 'v\n w', PIP_INDEX_URL: 'https://index.example/simple' },
    ],
    [['a', '--no-binary=:all:', '--only-binary', 'B_c,d']],
    [['a', '--only-binary=:all:', '--no-binary', 'x,:none:,y'], { PIP_NO_BINARY: 'p,Q' }],
    [['a', '--all-releases', 'x', '--only-final=:all:,:none:,y']],
    [['a', '--no-compile', '--no-deps', '--force', '-I', '--pre']],
    [['a'], { PIP_NO_COMPILE: 'no', PIP_UPGRADE: '1', PIP_PRE: 'off' }],
    [['a', '--compile'], { PIP_NO_COMPILE: '0' }],
    [['a', '--user', '--no-user', '--root=r', '--prefix', 'p']],
    [['a'], { PIP_USER: 'no', PIP_REQUIRE_VIRTUALENV: 'true', PIP_UNKNOWN_THING: 'x' }],
    [['a', '--timeout', '7.5', '--retries=3'], { PIP_DEFAULT_TIMEOUT: '9' }],
    [['a'], { PIP_TIMEOUT: '9', PIP_CONSTRAINT: 'c1 c2', PIP_REQUIREMENT: '' }],
    [['a', '--isolated'], { PIP_TIMEOUT: '9' }],
    [['a', '-c', 'x', '-c', 'y', '--constraint=z'], { PIP_CONSTRAINT: 'w' }],
    [['a', '--proxy', '', '--trusted-host', 'h:1'], { PIP_TRUSTED_HOST: 'g' }],
    [['a', '--require-hashes', '--upgrade-strategy=eager']],
    // what pip refuses
    [['a', '--frobnicate']],
    [['a', '--no']],
    [['a', '--pre=1']],
    [['a', '-r']],
    [['a', '--upgrade-strategy', 'never']],
    [['a', '-Z']],
    [['a', '--retries=x']],
    [['a'], { PIP_PRE: 'perhaps' }],
    [['a'], { PIP_RETRIES: 'x' }],
    [['a'], { PIP_VERBOSE: 'x' }],
  ];

const sorted = (names: ReadonlySet<string>) => [...names].sort();

/** Lines that nobody has thought of. */
const GENERATED = generateLines(400);

/** What our reading of a command line comes to, by the names that pip has for it. */
function meaningOf({
  wanted,
  selection,
  sources,
  network,
  target,
  output,
  build,
  isolated,
}: InstallArguments) {
  const texts = (stated: readonly { readonly value: string }[]) => stated.map(({ value }) => value);
  const foreign = selection.foreignTarget;
  return {
    words: wanted.requirements,
    requirements: wanted.requirementFiles,
    constraints: wanted.constraintFiles,
    upgrade: selection.upgrade !== 'no',
    eager: selection.upgrade === 'eager',
    ignore_dependencies: selection.dependencies === 'without',
    force_reinstall: selection.forceReinstall,
    ignore_installed: selection.ignoreInstalled,
    format_control: [sorted(selection.formatControl.noBinary), sorted(selection.formatControl.onlyBinary)],
    all_releases: sorted(selection.releaseControl.allReleases),
    only_final: sorted(selection.releaseControl.onlyFinal),
    require_hashes: selection.hashes === 'required',
    extra_index_urls: texts(sources.extraIndexUrls),
    no_index: sources.noIndex,
    find_links: texts(sources.findLinks),
    trusted_hosts: texts(network.trustedHosts),
    timeout: network.timeout ?? 15,
    retries: network.retries ?? 5,
    proxy: network.proxy?.value ?? null,
    compile: target.compile ?? true,
    user: target.user,
    root_path: target.root,
    prefix_path: target.prefix,
    require_venv: target.requireVirtualenv,
    verbosity: output.verbosity,
    index_url: sources.indexUrl?.value ?? null,
    isolated,
    dry_run: output.dryRun,
    report: output.report,
    prefer_binary: selection.preferBinary,
    ignore_requires_python: selection.ignoreRequiresPython,
    only_deps: selection.dependencies === 'only',
    editables: wanted.editables,
    groups: wanted.groups.map(({ path, group }) => [path, group]),
    platforms: foreign?.platforms ?? [],
    abis: foreign?.abis ?? [],
    implementation: foreign?.implementation ?? null,
    python_version: foreign?.pythonVersion ?? null,
    target: target.folder,
    break_system_packages: target.breakSystemPackages,
    warn_conflicts: target.warnConflicts,
    build_constraints: build.constraintFiles,
    build_isolation: build.isolation,
    check_build_dependencies: build.checkDependencies,
    cert: network.cert?.value ?? null,
    client_cert: network.clientCert?.value ?? null,
  };
}

/** pip's own index counts as none that was named; the first line names none. */
const indexOf = (url: unknown): unknown => (url === answers[0]?.index_url ? null : url);

const pathOf = (path: unknown): string | null =>
  path === null ? null : String(path).startsWith('/') ? String(path) : join('/', String(path));

/** The same of what pip's own parser has made of it. */
const meaningToPip = (theirs: Readonly<Record<string, unknown>>) => ({
  words: theirs.words,
  requirements: theirs.requirements,
  constraints: theirs.constraints,
  upgrade: Boolean(theirs.upgrade),
  eager: Boolean(theirs.upgrade) && theirs.upgrade_strategy === 'eager',
  ignore_dependencies: Boolean(theirs.ignore_dependencies),
  force_reinstall: Boolean(theirs.force_reinstall),
  ignore_installed: Boolean(theirs.ignore_installed),
  format_control: theirs.format_control,
  all_releases: [
    ...new Set([...((theirs.release_control as string[][])[0] ?? []), ...(theirs.pre ? [':all:'] : [])]),
  ].sort(),
  only_final: (theirs.release_control as string[][])[1],
  require_hashes: Boolean(theirs.require_hashes),
  extra_index_urls: theirs.extra_index_urls,
  no_index: Boolean(theirs.no_index),
  find_links: theirs.find_links,
  trusted_hosts: theirs.trusted_hosts,
  timeout: theirs.timeout,
  retries: theirs.retries,
  proxy: theirs.proxy,
  compile: Boolean(theirs.compile),
  user: theirs.use_user_site === null ? null : Boolean(theirs.use_user_site),
  root_path: theirs.root_path === null ? null : join('/', String(theirs.root_path)),
  prefix_path: theirs.prefix_path === null ? null : join('/', String(theirs.prefix_path)),
  require_venv: Boolean(theirs.require_venv),
  verbosity: Number(theirs.verbose) - Number(theirs.quiet),
  index_url: indexOf(theirs.index_url),
  isolated: Boolean(theirs.isolated_mode),
  dry_run: Boolean(theirs.dry_run),
  report: theirs.json_report_file,
  prefer_binary: Boolean(theirs.prefer_binary),
  ignore_requires_python: Boolean(theirs.ignore_requires_python),
  only_deps: Boolean(theirs.only_dependencies) && !theirs.ignore_dependencies,
  editables: theirs.editables,
  groups: theirs.dependency_groups,
  platforms: theirs.platforms ?? [],
  abis: theirs.abis ?? [],
  implementation: theirs.implementation,
  python_version: theirs.python_version,
  target: theirs.target_dir === null ? null : join('/', String(theirs.target_dir)),
  break_system_packages: Boolean(theirs.override_externally_managed),
  warn_conflicts: Boolean(theirs.warn_about_conflicts),
  build_constraints: theirs.build_constraints,
  build_isolation: Boolean(theirs.build_isolation),
  check_build_dependencies: Boolean(theirs.check_build_deps),
  cert: pathOf(theirs.cert),
  client_cert: pathOf(theirs.client_cert),
});

/** Reads a command line with its variables as a run does, but for what options may not stand together. */
async function readAs(words: readonly string[], variables: Readonly<Record<string, string>>) {
  const environment = { ...variables, PIP_CONFIG_FILE: '/dev/null' };
  const index = optionIndex('install');
  const { positionals, occurrences } = parseWords(words, index);
  const facts = {
    platform: process.platform,
    environment,
    home: '/none',
    prefix: '/none',
    basePrefix: '/none',
    isolated: new Given(occurrences).isSet('--isolated'),
  };
  const settings = settingOccurrences(await readPipSettings(facts, 'install'), index);
  const context = {
    command: 'install',
    positionals,
    home: null,
    currentFolder: '/',
    now: new Date(),
  } as const;
  return interpret(new Given([...settings, ...occurrences]), context);
}

/** What pip has made of {@link LINES} and of {@link GENERATED}. */
let answers: readonly (Record<string, unknown> | null)[] = [];
beforeAll(async () => {
  const lines = [...LINES, ...GENERATED].map(([words, variables = {}]) => ({ words, variables }));
  answers = (await ask(PARSE, [], JSON.stringify(lines))) as typeof answers;
});

describe(`command lines as pip ${TOOLS.pip.version} reads them`, () => {
  it.each(LINES.map(([words, variables = {}], number) => ({ words, variables, number })))(
    '$words $variables',
    async ({ words, variables, number }) => {
      const theirs = answers[number];
      const parse = () => readAs(words, variables);
      if (theirs === null || theirs === undefined) {
        await expect(parse()).rejects.toMatchObject({ name: 'SafeInstallError', exitCode: 2 });
        return;
      }
      expect(meaningOf(await parse())).toEqual(meaningToPip(theirs));
    },
  );
});

describe(`${GENERATED.length} generated command lines`, () => {
  it.each([0, 1, 2, 3].map((part) => ({ part })))('are read alike, part $part', async ({ part }) => {
    let refused = 0;
    for (const [number, [words, variables = {}]] of GENERATED.entries()) {
      if (number % 4 !== part) continue;
      const theirs = answers[LINES.length + number];
      const reading = readAs(words, variables);
      const line = JSON.stringify([words, variables]);
      if (theirs === null || theirs === undefined) {
        refused += 1;
        await expect(reading, line).rejects.toMatchObject({ name: 'SafeInstallError' });
      } else expect({ line, ...meaningOf(await reading) }).toEqual({ line, ...meaningToPip(theirs) });
    }
    expect(refused).toBeLessThan(GENERATED.length / 8);
  });
});
