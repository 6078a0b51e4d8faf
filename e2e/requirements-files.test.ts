import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SafeInstallError } from '../src/errors/index.ts';
import { parseInstallArguments } from '../src/installers/parse-arguments.ts';
import { parseRequirementsFile } from '../src/packaging/index.ts';
import { pathExists } from '../src/platform/index.ts';
import { pythonOf, TOOLS, templateEnvironment } from './support/tools.ts';

/** Prints what pip's own reader makes of `r.txt` in each folder; `null` where it refuses. */
const READ = `
import json, logging, os, sys
from optparse import Values
from pip._internal.index.collector import LinkCollector
from pip._internal.index.package_finder import PackageFinder
from pip._internal.models.release_control import ReleaseControl
from pip._internal.models.search_scope import SearchScope
from pip._internal.models.selection_prefs import SelectionPreferences
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements

logging.disable(logging.CRITICAL)

def read(folder):
    os.chdir(folder)
    session = PipSession()
    scope = SearchScope(find_links=[], index_urls=["https://index.example/simple"], no_index=False)
    finder = PackageFinder.create(
        link_collector=LinkCollector(session, scope),
        selection_prefs=SelectionPreferences(allow_yanked=False, release_control=ReleaseControl()))
    options = Values({"require_hashes": False, "no_require_hashes": False, "features_enabled": []})
    try:
        found = list(parse_requirements("r.txt", session, finder, options))
    except (SystemExit, Exception) as error:
        return None
    formats, releases = finder.format_control, finder.release_control
    return {
        "requirements": [{
            "text": each.requirement.strip(),
            "editable": each.is_editable,
            "role": "constraints" if each.constraint else "requirements",
            "hashes": sorted(kind + ":" + digest.lower() for kind, digests in (each.options or {}).get("hashes", {}).items() for digest in digests),
            "settings": (each.options or {}).get("config_settings") or {},
            "line": int(each.line_source.split()[1]),
        } for each in found],
        "indexes": [url for url in finder.index_urls],
        "links": [os.path.relpath(link) if os.path.isabs(link) else link for link in finder.find_links],
        "no_index": finder.search_scope.no_index,
        "no_binary": sorted(formats.no_binary), "only_binary": sorted(formats.only_binary),
        "all_releases": sorted(releases.all_releases) if releases else [],
        "only_final": sorted(releases.only_final) if releases else [],
        "prefer_binary": finder.prefer_binary,
        "require_hashes": bool(options.require_hashes),
        "trusted": sorted(host + (":" + str(port) if port else "") for host, port in session.pip_trusted_origins),
    }

print(json.dumps([read(folder) for folder in json.loads(sys.stdin.read())]))
`;

type Files = Readonly<Record<string, string | Uint8Array>>;

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const INDEX = 'https://other.example/simple';
const VARIABLES = { WHAT: 'till', EMPTY: '', TWICE: 'ab', lower: 'x', SECRET: 'p@ss' };
/** A variable as a file names it. */
const variable = (name: string): string => `$\{${name}}`;
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Files that pip's own reader reads as well; a text alone is `r.txt`. */
const CASES: readonly (readonly [name: string, files: string | Uint8Array | Files])[] = [
  // lines
  ['a plain line', 'till\n'],
  ['no line end at the end', 'till'],
  ['blank lines and blanks', '\n  \n\t till \t\n\n'],
  ['line ends of every kind', 'a\r\nb\rc\u000bd\u000ce\u2028f\u0085g'],
  ['a comment alone', '# nothing\n'],
  ['a comment behind', 'till # the newest\n'],
  ['a hash sign without a blank before it', 'till#1\n'],
  ['a hash sign in an address', 'till @ https://a.example/till-1.0-py3-none-any.whl#sha256=abc # why\n'],
  ['a continued line', 'till \\\n  ==1.0\n'],
  ['a line that goes on thrice', 'till \\\n==1.0 \\\n\\\n; python_version > "3"\nnext\n'],
  ['a continued comment is none', '# a \\\ntill\n'],
  ['a comment within a continued line', 'till \\\n# why\n==1.0\n'],
  ['a comment at the end of a continued line', 'till \\\n==1.0 # why\n'],
  ['a backslash at the end of the file', 'till \\'],
  ['two backslashes', 'till \\\\\n==1.0\n'],
  ['a backslash with a blank behind', 'till \\ \n==1.0\n'],
  ['a marker with quotes', 'till; python_version > "3" and os_name == \'posix\'\n'],
  ['a marker with a dash', 'till; platform_machine == "-x"\n'],
  ['a path', './till-1.0-py3-none-any.whl\nfile:///srv/till-1.0-py3-none-any.whl\n'],
  // variables
  ['a variable', `${variable('WHAT')}==1.0\n`],
  ['a variable twice', `${variable('TWICE')}${variable('TWICE')}\n`],
  ['an empty variable and none', `${variable('EMPTY')}x${variable('NONE')}\n`],
  ['what is no variable', `$WHAT ${variable('lower')}\n`],
  ['a variable in an address', `-i https://u:${variable('SECRET')}@index.example/simple\n`],
  ['a variable in a comment', `till # ${variable('WHAT')}\n`],
  // options of their own lines
  ['an index', `-i ${INDEX}\ntill\n`],
  ['an index by its older name', `--pypi-url=${INDEX}\n`],
  ['two indexes', `-i ${INDEX}\n--index-url https://third.example/\n`],
  ['a further index', `--extra-index-url ${INDEX}\n--extra-index-url=https://third.example\n`],
  ['a further index, then an index', `--extra-index-url ${INDEX}\n-i https://third.example\n`],
  ['an index and further ones in one line', `-i ${INDEX} --extra-index-url https://third.example\n`],
  ['no index', '--no-index\n'],
  ['no index, then one', `--no-index\n-i ${INDEX}\n`],
  ['an index, then none', `-i ${INDEX}\n--extra-index-url ${INDEX}\n--no-index\n`],
  ['links', '-f wheels\n--find-links=https://a.example/page\n'],
  ['links beside the file', { 'r.txt': '-r sub/s.txt\n', 'sub/s.txt': '-f wheels\n', 'sub/wheels/x': '' }],
  ['links of the current folder', { 'r.txt': '-r sub/s.txt\n', 'sub/s.txt': '-f wheels\n', 'wheels/x': '' }],
  ['two links in one line', '-f a -f b\n'],
  ['formats', '--no-binary a,b\n--only-binary=c\n--only-binary a\n'],
  ['formats of all', '--no-binary :all:\n--only-binary a,:none:,b\n'],
  ['formats behind a requirement', 'till --only-binary a\n'],
  ['pre-releases', '--pre\n'],
  ['pre-releases of some', '--all-releases a --only-final b\n'],
  ['--prefer-binary', '--prefer-binary\n'],
  ['--require-hashes', '--require-hashes\n'],
  ['a trusted host', '--trusted-host a.example\n--trusted-host=b.example:8443\n'],
  ['a feature', '--use-feature fast-deps\n'],
  ['an abbreviated option', `--extra ${INDEX}\n`],
  ['an abbreviation of two', `--no-b x\n--no x\n`],
  ['a quoted value', '-f \'a folder\'\n--find-links "b folder"\n'],
  ['a value with an equals sign in it', '-f=x\n'],
  ['an option behind blanks', '   --pre\n'],
  ['words behind an option', '--pre till\n'],
  ['words behind two dashes', '--pre -- till\n'],
  // files
  ['a file', { 'r.txt': '-r s.txt\ntill\n', 's.txt': 'shop\n' }],
  [
    'a file in a folder, which names one beside itself',
    { 'r.txt': '-rsub/s.txt\n', 'sub/s.txt': '--requirement t.txt\n', 'sub/t.txt': 'x\n' },
  ],
  ['constraints', { 'r.txt': 'till\n-c c.txt\n', 'c.txt': 'till<2\n' }],
  ['requirements of constraints', { 'r.txt': '-c c.txt\n', 'c.txt': '-r s.txt\n', 's.txt': 'x\n' }],
  ['a file and constraints in one line', { 'r.txt': '-r s.txt -c c.txt\n', 's.txt': 'x\n', 'c.txt': 'y\n' }],
  ['one file twice', { 'r.txt': '-r s.txt\n-r s.txt\n', 's.txt': 'x\n' }],
  ['a file that includes itself', { 'r.txt': '-r s.txt\n', 's.txt': '-r r.txt\n' }],
  ['a file that includes itself by another path', { 'r.txt': '-r ./sub/../r.txt\n', 'sub/x': '' }],
  ['a file that is not there', '-r none.txt\n'],
  ['options beside a file', { 'r.txt': `-r s.txt --pre -i ${INDEX}\n`, 's.txt': 'x\n' }],
  // behind requirements
  ['digests', `till==1.0 --hash=sha256:${A} --hash sha256:${B}\n`],
  ['digests on further lines', `till==1.0 \\\n    --hash=sha256:${A} \\\n    --hash=sha256:${B}\n`],
  ['a digest of another kind', `till --hash=sha512:${A}${B}\ntill --hash=sha384:${A}${'c'.repeat(32)}\n`],
  ['a digest of a weak kind', `till --hash=md5:${'a'.repeat(32)}\n`],
  ['a digest without its kind', `till --hash=${A}\n`],
  ['a digest without a requirement', `--hash=sha256:${A}\n`],
  ['settings', 'till --config-settings=a=b -C c=d --config-setting e=f\n'],
  ['a setting twice', 'till -Ca=b -Ca=c\n'],
  ['a setting without a value', 'till -C a\n'],
  ['options that say nothing behind a requirement', `till --pre -i ${INDEX} --no-index\n`],
  ['a requirement and blanks before its options', `till   \t --hash=sha256:${A}\n`],
  ['an option behind a tab', `till\t--hash=sha256:${A}\n`],
  ['an editable project', '-e ./project\n--editable=./other\n'],
  ['an editable project with settings', '-e ./project -C a=b\n'],
  ['an editable project with a digest', `-e ./project --hash=sha256:${A}\n`],
  ['two editable projects in one line', '-e a -e b\n'],
  // what pip refuses
  ['an unknown option', '--frobnicate\n'],
  ['an option of the command', '--upgrade\n'],
  ['an option of old builds', 'till --global-option=x\n'],
  ['a missing value', '--index-url\n'],
  ['a value of a flag', '--pre=yes\n'],
  ['a quote that is not closed', "-f 'x\n"],
  ['an unknown feature', '--use-feature perhaps\n'],
  ['a format without a value', '--no-binary -q\n'],
  // encodings
  ['a byte order mark', '\ufefftill\n'],
  ['UTF-16', Buffer.from('\ufefftill\n', 'utf16le')],
  ['a named encoding', latin1('# -*- coding: latin-1 -*-\ncaf\u00e9\n')],
  ['a named encoding in the second line', latin1('# first\n# vim: set fileencoding=cp1252 :\ncaf\u00e9\n')],
  ['a named encoding in the third line', latin1('#\n#\n# coding: latin-1\ncaf\u00e9\n')],
  ['an encoding that nobody knows', '# coding: none-such\ntill\n'],
  ['an encoding that is not the one', latin1('# coding: ascii\ncaf\u00e9\n')],
  ['no encoding', latin1('caf\u00e9\n')],
  ['an encoding that no comment names', 'coding: latin-1\n'],
];

let base = '';
let answers: readonly unknown[] = [];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'safe-install-requirements-'));
  const folders = CASES.map((_, number) => join(base, String(number)));
  for (const [number, [, files]] of CASES.entries()) {
    const all = typeof files === 'string' || files instanceof Uint8Array ? { 'r.txt': files } : files;
    for (const [name, content] of Object.entries(all)) {
      const path = join(folders[number] ?? '', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  }
  const python = pythonOf(await templateEnvironment('pip'));
  const { stdout } = await execa(python, ['-B', '-c', READ], {
    input: JSON.stringify(folders),
    env: { ...VARIABLES, LANG: 'C.UTF-8', PIP_CONFIG_FILE: '/dev/null' },
    extendEnv: false,
  });
  answers = JSON.parse(stdout);
});
afterAll(() => rm(base, { recursive: true }));

async function read(folder: string) {
  const file = await parseRequirementsFile(
    { location: join(folder, 'r.txt'), shown: 'r.txt', role: 'requirements' },
    {
      read: async (path) => {
        if (await pathExists(path)) return readFile(path);
        throw new SafeInstallError({ code: 'requirements.missing', message: 'there is none', subject: path });
      },
      exists: (path) => pathExists(path),
      variables: VARIABLES,
    },
  );
  const environment = { PIP_CONFIG_FILE: '/dev/null' };
  const { sources, selection, network } = parseInstallArguments([], environment, {
    fileOptions: file.options,
  });
  const main = sources.indexUrl?.value ?? 'https://index.example/simple';
  const indexes = sources.noIndex ? [] : [main, ...sources.extraIndexUrls.map(({ value }) => value)];
  const links = sources.findLinks.map(({ value }) =>
    value.startsWith('/') ? relative(folder, value) : value,
  );
  return {
    requirements: file.requirements.map(({ text, editable, hashes, configSettings, origin }) => ({
      text,
      editable,
      role: origin.role,
      hashes: hashes.map(({ algorithm, digest }) => `${algorithm}:${digest}`).sort(),
      settings: settingsOf(configSettings),
      line: origin.line,
    })),
    indexes,
    links,
    no_index: sources.noIndex,
    no_binary: [...selection.formatControl.noBinary].sort(),
    only_binary: [...selection.formatControl.onlyBinary].sort(),
    all_releases: [...selection.releaseControl.allReleases].sort(),
    only_final: [...selection.releaseControl.onlyFinal].sort(),
    prefer_binary: selection.preferBinary,
    require_hashes: selection.hashes === 'required',
    trusted: network.trustedHosts.map(({ value }) => value).sort(),
  };
}

/** A key that stands twice has a list, as in pip. */
function settingsOf(pairs: readonly (readonly [key: string, value: string])[]): Record<string, unknown> {
  const settings: Record<string, string[]> = {};
  for (const [key, value] of pairs) settings[key] = [...(settings[key] ?? []), value];
  return Object.fromEntries(
    Object.entries(settings).map(([key, all]) => [key, all.length === 1 ? all[0] : all]),
  );
}

describe(`requirements files as pip ${TOOLS.pip.version} reads them`, () => {
  it.each(CASES.map(([name], number) => ({ name, number })))('$name', async ({ number }) => {
    const theirs = answers[number];
    const reading = read(join(base, String(number)));
    if (theirs === null) await expect(reading).rejects.toBeInstanceOf(SafeInstallError);
    else expect(await reading).toEqual(theirs);
  });
});
