import { describe, expect, it } from 'vitest';
import { optionIndex, UV_TABLES } from '../../src/installers/option-index.ts';
import { parseInstallArguments } from '../../src/installers/parse-arguments.ts';
import { parseWords } from '../../src/installers/parse-words.ts';
import { areUvWords } from '../../src/installers/uv-words.ts';

type Variables = Readonly<Record<string, string>>;

const INDEX = 'https://index.example/simple';

/** What words come to: each option of pip with its value, and the words that are none. */
const read = (words: readonly string[], environment: Variables = {}) => {
  const { occurrences, positionals } = parseWords(words, optionIndex('install', 'uv'), environment);
  return { given: occurrences.map(({ option, value }) => [option.name, value]), positionals };
};

describe('words of uv pip install', () => {
  it.each<[string, readonly string[], readonly (readonly [string, string | boolean])[]]>([
    ['the plural of files', ['--requirements', 'r.txt'], [['--requirement', 'r.txt']]],
    ['a short option with its value', ['-bc.txt'], [['--build-constraint', 'c.txt']]],
    [
      'a cluster',
      ['-nU'],
      [
        ['--no-cache-dir', true],
        ['--upgrade', true],
      ],
    ],
    ['an index, which pip would take for --index-url', ['--index', INDEX], [['--extra-index-url', INDEX]]],
    ['an index with a name', [`--index=acme=${INDEX}`], [['--extra-index-url', INDEX]]],
    ['the default index', ['--default-index', INDEX], [['--index-url', INDEX]]],
    ['no builds', ['--no-build'], [['--only-binary', ':all:']]],
    ['all pre-releases', ['--prerelease', 'allow'], [['--pre', true]]],
    ['no pre-releases', ['--prerelease=disallow'], [['--only-final', ':all:']]],
    ['what is the usual way', ['--prerelease', 'if-necessary', '--resolution=highest', '--strict'], []],
    ['a day', ['--exclude-newer', '2026-01-01'], [['--uploaded-prior-to', '2026-01-01']]],
    ['installing again', ['--reinstall'], [['--force-reinstall', true]]],
    ['asking again', ['--refresh'], [['--refresh-package', ':all:']]],
    ['overrides in their other spelling', ['--override', 'o.txt'], [['--overrides', 'o.txt']]],
    ['excludes', ['--excludes=e.txt'], [['--excludes', 'e.txt']]],
    ['an upgrade of one project', ['-Pacme>1'], [['--upgrade-package', 'acme>1']]],
    ['one project again', ['--reinstall-package', 'acme'], [['--reinstall-package', 'acme']]],
    ['no bytecode', ['--no-compile-bytecode'], [['--no-compile', false]]],
    ['no progress', ['--no-progress'], [['--progress-bar', 'off']]],
    ['one file of uv', ['--config-file', 'uv.toml'], [['--config-file', 'uv.toml']]],
    [
      'an option of pip beside them',
      ['--no-color', '--root-user-action=ignore'],
      [
        ['--no-color', true],
        ['--root-user-action', 'ignore'],
      ],
    ],
  ])('%s', (_, words, given) => {
    expect(read(['acme', ...words])).toEqual({ given, positionals: ['acme'] });
  });

  it('take the credentials of an index from the variables of its name', () => {
    const environment = { UV_INDEX_ACME_USERNAME: 'ann', UV_INDEX_ACME_PASSWORD: 'secret' };
    expect(read(['--index', `acme=${INDEX}`], environment).given).toEqual([
      ['--extra-index-url', 'https://ann:secret@index.example/simple'],
    ]);
  });

  it.each<[string, readonly string[], string]>([
    ['one that would drop a check', ['--no-verify-hashes'], 'usage.unsupported'],
    ['one that would remove', ['--exact'], 'usage.unsupported'],
    ['a value that would change the answer', ['--resolution', 'lowest'], 'usage.unsupported'],
    ['links to what is gone afterwards', ['--link-mode=symlink'], 'usage.unsupported'],
    ['a value that nobody knows', ['--prerelease', 'perhaps'], 'usage.option'],
    ['a name of every object', ['--prerelease', 'constructor'], 'usage.option'],
    ['a missing value', ['--index'], 'usage.option'],
    ['a key of its files', ['--override-dependencies', 'acme==1'], 'usage.option'],
    ['a value of a flag', ['--reinstall=yes'], 'usage.option'],
    ['what neither uv nor pip has', ['--frobnicate'], 'usage.option'],
  ])('refuse %s', (_, words, code) => {
    expect(() => read(words)).toRefuse(code);
  });

  it('take --system where no environment is active, and refuse it elsewhere', () => {
    expect(read(['--system', 'acme']).positionals).toEqual(['acme']);
    expect(() => read(['--system'], { VIRTUAL_ENV: '/venv' })).toRefuse('usage.unsupported');
  });

  it('lead to options that pip has', () => {
    const { bySpelling, internal } = optionIndex('install', 'uv');
    for (const [name, row] of UV_TABLES.flatMap((rows) => Object.entries(rows))) {
      const words = [
        ...(row.words ?? []),
        ...Object.values(row.values ?? {}).flatMap((meant) => ('refused' in meant ? [] : meant)),
      ];
      for (const word of words) {
        const option = word.replace(/=.*/, '');
        expect([name, internal.has(option) || bySpelling.has(option)]).toEqual([name, true]);
      }
    }
  });

  it('leave no row without an effect that does not say so', () => {
    for (const [name, row] of UV_TABLES.flatMap((rows) => Object.entries(rows))) {
      const isWithout = row.fate !== 'refuse' && (row.words ?? []).length === 0 && row.values === undefined;
      expect([name, !isWithout || row.unless !== undefined || row.does.startsWith('Accepted:')]).toEqual([
        name,
        true,
      ]);
    }
  });
});

describe('which words are read', () => {
  it.each<[string, readonly string[], Variables, boolean]>([
    ['nothing said', ['acme'], {}, false],
    ['the option', ['acme', '--installer', 'uv'], {}, true],
    ['the option with an equals sign', ['--installer=uv'], {}, true],
    ['the last one counts', ['--installer=uv', '--installer', 'pip'], {}, false],
    ['behind two dashes', ['--', '--installer=uv'], {}, false],
    ['the variable', ['acme'], { SAFE_INSTALL_INSTALLER: 'uv' }, true],
    ['the option outweighs the variable', ['--installer=pip'], { SAFE_INSTALL_INSTALLER: 'uv' }, false],
  ])('%s', (_, words, environment, expected) => {
    expect(areUvWords(words, environment)).toBe(expected);
  });

  it('are those of uv with uv as the installer', () => {
    const words = ['--installer=uv', 'acme', '--reinstall', '--no-config'];
    const { selection, target, uvFiles, passOn } = parseInstallArguments(words, {});
    expect({ forced: selection.forceReinstall, installer: target.installer, uvFiles, passOn }).toEqual({
      forced: true,
      installer: 'uv',
      uvFiles: 'none',
      passOn: ['--force-reinstall'],
    });
  });

  it('are those of pip without', () => {
    expect(() => parseInstallArguments(['acme', '--reinstall'], {})).toRefuse('usage.option');
  });
});
