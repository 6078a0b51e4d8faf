import { buildable } from '../buildable.ts';
import type { Case, Files } from '../case.ts';
import { worldFile } from '../world.ts';

/** A project in the folder `tree`. */
const TREE: Files = Object.fromEntries(
  Object.entries({
    ...buildable('tree', '1.0'),
    'PKG-INFO': 'Metadata-Version: 2.1\nName: tree\nVersion: 1.0\n',
  }).map(([name, content]) => [`tree/${name}`, content]),
);

/** Options that say what is chosen, and how the words of a command line may be written. */
export const OPTION_CASES: readonly Case[] = [
  // spelling: optparse's own liberties
  { name: 'one requirement', words: 'shop' },
  { name: 'an abbreviated option', words: '--no-dep shop' },
  {
    name: 'a short option with its value behind it',
    words: '-r{project}/r.txt',
    files: { 'r.txt': 'till\n' },
  },
  { name: 'a cluster that ends in a valued option', words: '-qrr.txt', files: { 'r.txt': 'till\n' } },
  { name: 'a value after an equals sign', words: '--upgrade-strategy=eager -U shop', state: 'old' },
  { name: 'a word after two dashes', words: ['--no-deps', '--', 'shop'] },
  { name: 'an unknown option', words: '--frobnicate shop' },
  { name: 'nothing at all', words: 'install' },
  { name: 'an option of an older pip', words: '--install-option=--x till' },
  // requirements as words
  { name: 'a range with blanks', words: ['till >= 1.0, < 1.6'] },
  { name: 'a name as its wheel spells it', words: 'Acme.Tools acme.plugins' },
  { name: 'an extra', words: 'shop[cards]' },
  { name: 'an extra that is not there', words: 'shop[none]' },
  { name: 'an extra of an extra', words: 'tool[all]' },
  { name: 'a marker that holds', words: ['till; python_version > "3"'] },
  { name: 'two requirements that exclude each other', words: 'till==1.5 till==1.6' },
  { name: 'a requirement that is none', words: 'till=1.5' },
  { name: 'arbitrary equality', words: 'till===1.5' },
  { name: 'an unknown project', words: 'nowhere' },
  { name: 'a dependency that is not there, of the newest only', words: 'odd' },
  { name: 'dependencies that exclude each other', words: 'impossible' },
  { name: 'dependencies in a circle', words: 'loop-a' },
  // versions
  { name: 'pre-releases are taken with --pre', words: '--pre till' },
  { name: 'pre-releases are taken where there is nothing else', words: 'young' },
  { name: 'a dependency with pre-releases only', words: 'wants-young' },
  { name: 'all releases of one project', words: '--all-releases till shop' },
  { name: '--pre beside --only-final', words: '--pre --only-final till till' },
  { name: 'a local version', words: 'local' },
  { name: 'post-releases are not greater', words: 'posted>1.0' },
  { name: 'the higher build of a wheel', words: 'built' },
  { name: 'the better tag of a wheel', words: 'native' },
  { name: 'wheels for other systems only', words: 'foreign' },
  { name: 'a Requires-Python that is not met', words: 'till>=1.7' },
  { name: '--ignore-requires-python', words: '--ignore-requires-python till' },
  { name: 'a yanked release is left', words: 'pulled' },
  { name: 'a yanked release that is pinned', words: 'pulled==1.1' },
  { name: 'yanked releases only', words: 'gone' },
  { name: 'uploaded before a day', words: '--uploaded-prior-to 2024-03-01 dated' },
  { name: 'uploaded before all that there is', words: '--uploaded-prior-to 2020-01-01 dated' },
  {
    name: 'uploaded before, where the index says no times',
    words: '-i {html} --uploaded-prior-to 2024-03-01 till',
  },
  // formats
  { name: 'an sdist alone', words: 'old' },
  { name: 'an sdist that is newer than the wheel', words: 'mixed' },
  { name: '--prefer-binary', words: '--prefer-binary mixed' },
  { name: '--only-binary :all:', words: '--only-binary :all: mixed' },
  { name: '--only-binary where there is none', words: '--only-binary=:all: old' },
  { name: '--no-binary of a project with wheels only', words: '--no-binary till till' },
  // what is installed
  { name: 'satisfied', words: 'shop', state: 'current' },
  { name: 'satisfied by an older one', words: 'shop', state: 'old' },
  { name: '--upgrade', words: '-U shop', state: 'old' },
  { name: '--upgrade with a bound', words: '-U till<1.6', state: 'current' },
  { name: 'a downgrade', words: 'till==1.5', state: 'current' },
  { name: 'a missing dependency is installed', words: 'shop', state: 'lacking' },
  { name: 'what is installed clashes and is not asked for', words: 'tool', state: 'clashing' },
  { name: 'what is installed clashes and is asked for', words: 'stand', state: 'clashing' },
  { name: 'an installed pre-release is kept', words: 'till', state: 'early' },
  { name: 'an installed pre-release is kept with -U', words: '-U till', state: 'early' },
  { name: '--force-reinstall', words: '--force-reinstall shop', state: 'old' },
  { name: '--ignore-installed', words: '-I shop', state: 'old' },
  { name: '--dry-run', words: '--dry-run shop', state: 'old' },
  { name: '--only-deps', words: '--only-deps shop' },
  { name: '--only-deps where they are there', words: '--only-deps shop', state: 'current' },
  { name: 'a release in place of a file from an address', words: 'till', state: 'direct' },
  { name: '-U of what came from an address', words: '-U till', state: 'direct' },
  { name: 'the same address again', words: '{origin}/files/till/till-1.5-py3-none-any.whl', state: 'direct' },
  // accepted, without an effect on what is installed
  {
    name: 'options that change nothing',
    words:
      '--no-input --no-clean --no-cache-dir --progress-bar off --no-color --use-pep517 --check-build-dependencies till',
  },
  {
    name: 'options of the network',
    words:
      '--retries 1 --timeout 5 --resume-retries 2 --keyring-provider disabled --trusted-host 127.0.0.1 till',
  },
  {
    name: '--exists-action, --src and --root-user-action',
    words: '--exists-action w --src x --root-user-action ignore till',
  },
  {
    name: '--use-deprecated',
    words: '--use-deprecated legacy-resolver till',
    differs: 'deprecated-features',
  },
  { name: '--report', words: '--report {project}/report.json till' },
  {
    name: '--report of extras, a pre-release, a build tag and what is there',
    words: '--report report.json shop[cards] till>=2.0b1 built Acme.Tools',
    state: 'current',
  },
  { name: '--report of a yanked release', words: '--dry-run --report report.json pulled==1.1' },
  { name: '--report of nothing to do', words: '--report report.json shop', state: 'current' },
  {
    name: '--report of a folder of files',
    words: '--dry-run --report report.json -f {links} --no-index shop',
  },
  {
    name: '--report of a wheel by path with an extra',
    words: '--dry-run --report report.json {links}/shop-2.0-py3-none-any.whl[cards]',
  },
  {
    name: '--report of an address with its digest',
    words: `--dry-run --report report.json {origin}/files/till/till-1.5-py3-none-any.whl#sha256=${worldFile('till-1.5-py3-none-any.whl').sha256}`,
  },
  {
    name: '--report of what is built',
    words: '--report report.json old ./tree',
    files: TREE,
  },
  {
    name: '--report of an editable project',
    words: '--report report.json -e ./tree',
    files: TREE,
  },
  { name: '--log', words: '--log {project}/pip.log till' },
  { name: '--break-system-packages', words: '--break-system-packages till' },
];
