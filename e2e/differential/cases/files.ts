import { makeWheel } from '../../../test/support/make-wheel.ts';
import type { Case } from '../case.ts';
import { worldFile } from '../world.ts';

const digestOf = (filename: string): string => worldFile(filename).sha256;
const TILL = `till==1.6 --hash=sha256:${digestOf('till-1.6-py3-none-any.whl')}`;
const OLD_TILL = `--hash=sha256:${digestOf('till-1.5-py3-none-any.whl')}`;
const SHOP = `shop==2.0 --hash=sha256:${digestOf('shop-2.0-py3-none-any.whl')}`;
const WRONG = `--hash=sha256:${'0'.repeat(64)}`;

/** A variable as a requirements file names it. */
const reference = (name: string): string => `$\{${name}}`;

/** Requirements files, constraints, groups and scripts. */
export const FILE_CASES: readonly Case[] = [
  {
    name: 'comments, blank lines, continuation and markers',
    words: '-r r.txt',
    files: { 'r.txt': '# what we need\n\nshop \\\n  ==2.0  # the newest\ntent; sys_platform == "none"\n' },
  },
  {
    name: 'files that include files',
    words: '-r a.txt',
    files: { 'a.txt': '-r sub/b.txt\n', 'sub/b.txt': '-r c.txt\ntill\n', 'sub/c.txt': 'cards<2\n' },
  },
  {
    name: 'a file that includes itself',
    words: '-r a.txt',
    files: { 'a.txt': '-r b.txt\n', 'b.txt': '-r a.txt\n' },
  },
  {
    name: 'a constraint within a file',
    words: '-r a.txt',
    files: { 'a.txt': 'till\n-c c.txt\n', 'c.txt': 'till<1.6\n' },
  },
  { name: 'a file that is not there', words: '-r none.txt' },
  { name: 'an empty file', words: '-r r.txt', files: { 'r.txt': '# nothing\n' } },
  {
    name: 'variables',
    words: '-r r.txt',
    files: { 'r.txt': `${reference('WHAT')}==1.5\n` },
    environment: { WHAT: 'till' },
  },
  {
    name: 'a variable that is not set',
    words: '-r r.txt',
    files: { 'r.txt': `${reference('NO_SUCH_THING')}\n` },
  },
  { name: 'the index of a file', words: '-r r.txt', files: { 'r.txt': '-i {second}\nonly-second\n' } },
  {
    name: 'a further index of a file',
    words: '-r r.txt',
    files: { 'r.txt': '--extra-index-url {second}\nonly-second\ntill\n' },
  },
  { name: 'no index by a file', words: '-r r.txt', files: { 'r.txt': '--no-index\n-f {links}\nlinked\n' } },
  {
    name: 'links beside a file',
    words: '-r sub/r.txt',
    files: {
      'sub/r.txt': '--no-index\n--find-links wheels\nlinked\n',
      'sub/wheels/linked-0.1-py3-none-any.whl': makeWheel({ name: 'linked', version: '0.1' }).bytes,
    },
  },
  { name: '--pre by a file', words: '-r r.txt', files: { 'r.txt': '--pre\ntill\n' } },
  { name: '--prefer-binary by a file', words: '-r r.txt', files: { 'r.txt': '--prefer-binary\nmixed\n' } },
  { name: '--only-binary by a file', words: '-r r.txt', files: { 'r.txt': '--only-binary mixed\nmixed\n' } },
  {
    name: '--trusted-host and --use-feature by a file',
    words: '-r r.txt',
    files: { 'r.txt': '--trusted-host 127.0.0.1\n--use-feature=fast-deps\ntill\n' },
  },
  { name: 'an option that files do not take', words: '-r r.txt', files: { 'r.txt': '--upgrade\ntill\n' } },
  {
    name: 'an option of builds behind a requirement',
    words: '-r r.txt',
    files: { 'r.txt': 'till --config-settings=a=b\n' },
  },
  {
    name: 'an option of old builds behind a requirement',
    words: '-r r.txt',
    files: { 'r.txt': 'till --global-option=x\n' },
  },
  { name: 'a requirement and --editable on one line', words: '-r r.txt', files: { 'r.txt': 'till -e .\n' } },
  { name: 'a file by address', words: '-r {origin}/nowhere.txt' },
  { name: 'a file as an address', words: '-r file://{project}/r.txt', files: { 'r.txt': 'till\n' } },
  {
    name: 'a path within a file is that of the current folder',
    words: '-r sub/r.txt',
    files: {
      'sub/r.txt': './till-1.5-py3-none-any.whl\n',
      'till-1.5-py3-none-any.whl': worldFile('till-1.5-py3-none-any.whl').bytes,
    },
  },
  { name: 'a file with a byte order mark', words: '-r r.txt', files: { 'r.txt': '\ufefftill==1.5\n' } },
  {
    name: 'a file in UTF-16',
    words: '-r r.txt',
    files: { 'r.txt': Buffer.from('\ufefftill==1.5\n', 'utf16le') },
  },
  {
    name: 'a file that names its encoding',
    words: '-r r.txt',
    files: { 'r.txt': Buffer.from('# -*- coding: latin-1 -*-\ntill==1.5 # caf\u00e9\n', 'latin1') },
  },
  {
    name: 'a file in an encoding that it does not name',
    words: '-r r.txt',
    files: { 'r.txt': Buffer.from('till==1.5 # caf\u00e9\n', 'latin1') },
  },
  {
    name: 'a file with Windows line ends',
    words: '-r r.txt',
    files: { 'r.txt': 'till \\\r\n ==1.5\r\ncards\r\n' },
  },
  // digests
  { name: 'digests of all', words: '-r r.txt', files: { 'r.txt': `${SHOP}\n${TILL}\n` } },
  { name: 'a digest is missing of a dependency', words: '-r r.txt', files: { 'r.txt': `${SHOP}\n` } },
  { name: 'a digest is missing of a line', words: '-r r.txt', files: { 'r.txt': `${SHOP}\ntill==1.6\n` } },
  {
    name: 'a digest without a pinned version',
    words: '-r r.txt',
    files: { 'r.txt': `till>=1.5 ${OLD_TILL}\n` },
  },
  { name: 'a digest that is wrong', words: '-r r.txt', files: { 'r.txt': `till==1.6 ${WRONG}\n` } },
  {
    name: 'one of two digests',
    words: '-r r.txt',
    files: { 'r.txt': `till==1.5 ${WRONG} \\\n ${OLD_TILL}\n` },
  },
  {
    name: 'a digest of a weak kind',
    words: '-r r.txt',
    files: { 'r.txt': `till==1.5 --hash=md5:${'0'.repeat(32)}\n` },
  },
  { name: '--require-hashes', words: '--require-hashes till' },
  {
    name: '--require-hashes by a file',
    words: '-r r.txt',
    files: { 'r.txt': '--require-hashes\ntill==1.5\n' },
  },
  { name: '--no-require-hashes', words: '--no-require-hashes -r r.txt', files: { 'r.txt': `${SHOP}\n` } },
  { name: 'digests in constraints', words: 'shop -c c.txt', files: { 'c.txt': `${SHOP}\n${TILL}\n` } },
  {
    name: 'a digest behind an address',
    words: '-r r.txt',
    files: { 'r.txt': `till @ {origin}/files/till/till-1.5-py3-none-any.whl ${OLD_TILL}\n` },
  },
  // constraints
  { name: 'a constraint', words: 'shop -c c.txt', files: { 'c.txt': 'till<1.6\ncards==0\n' } },
  { name: 'a constraint that cannot be met', words: 'shop -c c.txt', files: { 'c.txt': 'till<1\n' } },
  { name: 'a constraint with an extra', words: 'shop -c c.txt', files: { 'c.txt': 'till[x]<1.6\n' } },
  {
    name: 'a constraint by address',
    words: 'shop -c c.txt',
    files: { 'c.txt': 'till @ {origin}/files/till/till-1.5-py3-none-any.whl\n' },
  },
  {
    name: 'a constraint of what is installed',
    words: 'shop -c c.txt',
    files: { 'c.txt': 'till<1.6\n' },
    state: 'current',
  },
  { name: 'an editable constraint', words: 'shop -c c.txt', files: { 'c.txt': '-e .\n' } },
  {
    name: 'a constraint without a name',
    words: 'shop -c c.txt',
    files: { 'c.txt': '{origin}/files/till/till-1.5-py3-none-any.whl\n' },
    differs: 'constraint-without-name',
  },
  // groups and scripts
  {
    name: 'a dependency group',
    words: '--group test',
    files: {
      'pyproject.toml':
        '[dependency-groups]\ntest = ["till", {include-group = "More_Things"}]\nmore-things = ["cards<2"]\n',
    },
  },
  {
    name: 'a dependency group of another file',
    words: '--group sub/pyproject.toml:test',
    files: { 'sub/pyproject.toml': '[dependency-groups]\ntest = ["till"]\n' },
  },
  {
    name: 'a dependency group that is not there',
    words: '--group none',
    files: { 'pyproject.toml': '[dependency-groups]\n' },
  },
  {
    name: 'a dependency group that includes itself',
    words: '--group a',
    files: { 'pyproject.toml': '[dependency-groups]\na = [{include-group = "a"}]\n' },
  },
  {
    name: 'what a script needs',
    words: '--requirements-from-script s.py',
    files: { 's.py': '# /// script\n# dependencies = ["shop"]\n# ///\nprint()\n' },
  },
  {
    name: 'what a script needs, for another Python',
    words: '--requirements-from-script s.py',
    files: { 's.py': '# /// script\n# requires-python = ">=99"\n# dependencies = ["shop"]\n# ///\n' },
  },
  {
    name: 'a script that says nothing',
    words: '--requirements-from-script s.py',
    files: { 's.py': 'print()\n' },
  },
  { name: '--only-deps beside a file', words: '--only-deps -r r.txt', files: { 'r.txt': 'shop\n' } },
];
