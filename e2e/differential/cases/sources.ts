import { buildable } from '../buildable.ts';
import type { Case } from '../case.ts';
import { worldFile } from '../world.ts';

/** Where files come from. */
export const SOURCE_CASES: readonly Case[] = [
  { name: 'another index', words: '-i {second} only-second', environment: { PIP_INDEX_URL: null } },
  { name: 'a further index', words: '--extra-index-url {second} only-second till' },
  {
    name: 'a project with other files on a further index',
    words: '--extra-index-url {second} shop',
    differs: 'index-confusion',
  },
  { name: 'the same file on two indexes', words: '--extra-index-url {second} cards' },
  { name: 'an index that answers pages', words: '-i {html} shop' },
  { name: 'no index and nothing else', words: '--no-index till' },
  { name: 'no index and what is there', words: '--no-index shop', state: 'current' },
  { name: 'a folder of files', words: '--no-index -f {links} shop' },
  { name: 'a folder of files beside the index', words: '-f {links} linked' },
  { name: 'a folder of files as an address', words: '--no-index --find-links file://{links} linked' },
  { name: 'a folder that is not there', words: '--no-index -f {project}/none till' },
  { name: 'a page of links', words: '--no-index -f {html}till/ till' },
  { name: 'a wheel by path', words: '{links}/till-1.5-py3-none-any.whl' },
  {
    name: 'a wheel by relative path',
    words: './here/till-1.5-py3-none-any.whl',
    files: { 'here/till-1.5-py3-none-any.whl': worldFile('till-1.5-py3-none-any.whl').bytes },
  },
  { name: 'a wheel by path with an extra', words: '{links}/shop-2.0-py3-none-any.whl[cards]' },
  { name: 'a wheel by path that is not there', words: '{links}/none-1.0-py3-none-any.whl' },
  { name: 'a wheel by file address', words: 'file://{links}/till-1.5-py3-none-any.whl' },
  {
    name: 'a wheel by address',
    words: '{origin}/files/till/till-1.5-py3-none-any.whl',
  },
  {
    name: 'a wheel by address with a name',
    words: ['till @ {origin}/files/till/till-1.5-py3-none-any.whl'],
  },
  {
    name: 'a wheel by address under another name',
    words: ['shop @ {origin}/files/till/till-1.5-py3-none-any.whl'],
  },
  { name: 'a wheel by address that answers 404', words: '{origin}/files/till/till-7-py3-none-any.whl' },
  {
    name: 'an address with a wrong digest',
    words: `{origin}/files/till/till-1.5-py3-none-any.whl#sha256=${'0'.repeat(64)}`,
  },
  { name: 'a dependency by address', words: 'by-address', differs: 'address-of-package' },
  {
    name: 'a wheel by path, again',
    words: '{links}/till-1.5-py3-none-any.whl',
    before: [{ words: '{links}/till-1.5-py3-none-any.whl' }],
  },
  {
    name: 'a wheel by path in place of the same from the index',
    words: '{links}/till-1.5-py3-none-any.whl',
    state: 'old',
  },
  { name: 'an sdist by address', words: '{origin}/files/old/old-0.2.tar.gz' },
  {
    name: 'a subdirectory of a wheel',
    words: 'file://{links}/till-1.5-py3-none-any.whl#subdirectory=x',
    differs: 'subdirectory-of-wheel',
  },
  {
    name: 'a project in a folder',
    words: './pkg',
    files: Object.fromEntries(
      Object.entries({
        ...buildable('pkg', '1.0'),
        'PKG-INFO': 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n',
      }).map(([name, text]) => [`pkg/${name}`, text]),
    ),
  },
  { name: 'a file without a digest', words: 'unhashed', differs: 'no-digest' },
  { name: 'a file with an md5 that is wrong', words: 'weak' },
  { name: 'a file that is not what the index says', words: 'lying' },
  { name: 'a project in quarantine', words: 'held', differs: 'quarantine' },
  { name: 'an archived project', words: 'archived' },
  { name: 'an index that nobody answers at', words: '-i http://127.0.0.1:9/simple --retries 0 till' },
  { name: 'a proxy that nobody answers at', words: '--proxy http://127.0.0.1:9 --retries 0 till' },
];

/** What wheels bring: each file has to end up where pip puts it. */
export const CONTENT_CASES: readonly Case[] = [
  { name: 'scripts, data, headers, both libraries and odd names', words: 'rich' },
  { name: 'GUI scripts, other entry points and licences', words: 'windowed' },
  { name: 'bytecode', words: 'shop[cards] rich', bytecode: true },
  { name: 'bytecode that is asked for', words: '--compile till', bytecode: true },
  { name: 'code that does not compile', words: 'broken-code', bytecode: true },
  { name: 'a namespace shared by two', words: 'acme.tools acme-plugins' },
  { name: 'the same file in two', words: 'tests-one tests-two' },
  { name: 'another file under one path', words: 'tests-one tests-three' },
  { name: 'an upgrade takes away what is no longer there', words: '-U shop', state: 'old', bytecode: true },
];

/** Where things go. */
export const TARGET_CASES: readonly Case[] = [
  { name: '--target', words: '-t {project}/lib shop' },
  { name: '--target with programs and data', words: '--target lib rich' },
  {
    name: '--target that is there',
    words: '--target lib till',
    before: [{ words: '--target lib till==1.5' }],
    differs: 'target-mixture',
  },
  {
    name: '--target that is there, with --upgrade',
    words: '-U --target lib till',
    before: [{ words: '--target lib till==1.5' }],
  },
  { name: '--target with bytecode', words: '--target lib till', bytecode: true },
  { name: '--target over an environment that has it', words: '--target lib shop', state: 'current' },
  { name: '--prefix', words: '--prefix {project}/prefix rich' },
  { name: '--prefix with what is installed', words: '--prefix prefix shop', state: 'current' },
  { name: '--root', words: '--root {project}/root rich' },
  { name: '--root and --prefix', words: '--root root --prefix /opt/shop till' },
  { name: '--target and --prefix', words: '--target a --prefix b till' },
  { name: '--user in a plain virtual environment', words: '--user till' },
  { name: '--user and --target', words: '--user --target a till' },
  { name: '--python before the command', words: '--python {venv} install till', fresh: true },
  { name: '--python behind the command', words: 'install --python {venv} till', differs: 'python-anywhere' },
  { name: '--python that is not there', words: '--python {project}/none install till', fresh: true },
  {
    name: '--platform with --target',
    words: '--platform win_amd64 --only-binary :all: --python-version 3.12 -t lib foreign',
  },
  { name: '--platform without --target', words: '--platform win_amd64 --only-binary :all: foreign' },
  { name: '--platform with builds', words: '--platform win_amd64 -t lib foreign' },
  {
    name: '--platform with --dry-run',
    words: '--platform win_amd64 --python-version 312 --only-binary :all: --dry-run foreign',
  },
  {
    name: '--abi and --implementation',
    words:
      '--implementation cp --abi cp310 --python-version 3.10 --platform macosx_11_0_arm64 --only-binary :all: -t lib foreign',
  },
  {
    name: '--python-version that a file does not take',
    words: '--python-version 3.7 --only-binary :all: -t lib till',
  },
  { name: '--python-version that is none', words: '--python-version three --only-binary :all: -t lib till' },
  { name: '--platform with --no-deps', words: '--platform any --no-deps -t lib shop' },
  { name: '--no-user', words: '--no-user till' },
];

/** In an environment that sees the system's packages `--user` has a meaning. */
export const USER_CASES: readonly Case[] = [
  { name: '--user', words: '--user shop' },
  { name: '--user of what is in the environment', words: '--user -U till', state: 'old' },
  { name: '--user by a variable', words: 'till', environment: { PIP_USER: '1' } },
  {
    name: '--user into another base',
    words: '--user rich',
    environment: { PYTHONUSERBASE: '{home}/base' },
    fresh: true,
  },
];

/** `pip download`. */
export const DOWNLOAD_CASES: readonly Case[] = [
  { name: 'download', words: 'download shop' },
  { name: 'download into a folder', words: 'download -d out shop[cards]' },
  { name: 'download without dependencies', words: 'download --no-deps -d out shop' },
  { name: 'download what is installed', words: 'download -d out shop', state: 'current' },
  { name: 'download an sdist', words: 'download --no-deps -d out --no-binary old old' },
  {
    name: 'download for another platform',
    words: 'download --platform win_amd64 --python-version 3.12 --only-binary :all: -d out foreign',
  },
  {
    name: 'download by address',
    words: 'download -d out {origin}/files/till/till-1.5-py3-none-any.whl',
  },
  { name: 'download by path', words: 'download -d out {links}/till-1.5-py3-none-any.whl' },
  { name: 'download with an option of install', words: 'download --user till' },
  { name: 'download twice', words: 'download -d out till', before: [{ words: 'download -d out till' }] },
  { name: 'download of an unknown project', words: 'download -d out nowhere', differs: 'download-folder' },
];
