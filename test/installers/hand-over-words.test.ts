import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../../src/installers/clean-environment.ts';
import {
  checkPassedOn,
  type HandOverOptions,
  pipWords,
  uvWords,
} from '../../src/installers/hand-over-words.ts';
import type { PipInstaller } from '../../src/installers/index.ts';

const folder = { path: '/private', wheels: '/private/wheels', requirements: '/private/requirements.txt' };
const pip = (version = '26.3'): PipInstaller => ({
  kind: 'pip',
  version,
  program: 'python',
  words: ['-m', 'pip'],
  path: 'p',
  importPath: null,
  place: 'environment',
});
const options = (changes: Partial<HandOverOptions> = {}): HandOverOptions => ({
  passOn: [],
  verbosity: 0,
  bytecode: 'none',
  ...changes,
});

describe('pipWords', () => {
  it('closes every other source', () => {
    expect(pipWords(pip(), folder, options()).join(' ')).toBe(
      '-m pip install --isolated --no-index --find-links /private/wheels --only-binary=:all: --no-deps --require-hashes --no-input --disable-pip-version-check --no-cache-dir --progress-bar=off --no-compile -r /private/requirements.txt',
    );
  });

  it.each<[string, Partial<HandOverOptions>, string, string[], string[]]>([
    ['bytecode of its own', { bytecode: 'by installer' }, '26.3', ['--compile'], ['--no-compile']],
    [
      'bytecode that is made beside it',
      { bytecode: 'beside installer' },
      '26.3',
      ['--no-compile'],
      ['--compile'],
    ],
    ['one -v, with which it speaks as usual', { verbosity: 1 }, '26.3', [], ['-v']],
    ['three', { verbosity: 3 }, '26.3', ['-v'], []],
    [
      'what is passed on',
      { passOn: ['--target=/x', '--break-system-packages'] },
      '26.3',
      ['--target=/x', '--break-system-packages'],
      [],
    ],
    [
      'what an older pip knows',
      { passOn: ['--break-system-packages', '--force-reinstall'] },
      '22.2',
      ['--force-reinstall'],
      ['--break-system-packages'],
    ],
  ])('says %s', (_reason, changes, version, present, absent) => {
    const words = pipWords(pip(version), folder, options(changes));
    expect(words).toEqual(expect.arrayContaining(present));
    expect(words.filter((word) => absent.includes(word))).toEqual([]);
  });
});

describe('uvWords', () => {
  const words = (changes: Partial<HandOverOptions> = {}, linkMode: 'copy' | null = null) =>
    uvWords('/venv/bin/python', folder, '/private/uv-cache', linkMode, options(changes));

  it('closes every other source, and gives it a cache that is nobody else’s', () => {
    expect(words().join(' ')).toBe(
      'pip install --no-config --offline --no-python-downloads --python /venv/bin/python --cache-dir /private/uv-cache --no-index --find-links /private/wheels --only-binary :all: --no-deps --require-hashes --no-progress --color never -r /private/requirements.txt',
    );
  });

  it.each<[string, string[], string[]]>([
    ['--force-reinstall', ['--force-reinstall', '--ignore-installed'], ['--reinstall']],
    ['--target', ['--target=/x y=z', '--upgrade'], ['--target=/x y=z']],
    [
      'what it does anyway',
      ['--no-user', '--log=/x', '--root-user-action=ignore', '--no-warn-script-location'],
      [],
    ],
    ['--break-system-packages', ['--break-system-packages'], ['--break-system-packages']],
    ['--reinstall-package', ['--reinstall-package=a'], ['--reinstall-package=a']],
  ])('translates %s', (_reason, passOn, expected) => {
    const plain = words();
    expect(words({ passOn }).filter((word) => !plain.includes(word))).toEqual(expected);
  });

  it('copies from the cache where it cannot link', () => {
    expect(words({}, 'copy').join(' ')).toContain('--link-mode copy');
  });

  it('makes bytecode when asked to', () => {
    expect(words({ bytecode: 'by installer' })).toContain('--compile-bytecode');
  });

  it.each(['--root=/x', '--user', '--ignore-requires-python', '--platform=p', '--abi=a'])(
    'refuses %s',
    (word) => {
      expect(() => words({ passOn: [word] })).toRefuse('usage.unsupported');
      expect(() => checkPassedOn('uv', [word])).toRefuse('usage.unsupported');
      expect(() => checkPassedOn('pip', [word])).not.toThrow();
    },
  );
});

describe('cleanEnvironment', () => {
  it('takes away what speaks to an installer or brings code into it', () => {
    const kept = {
      PATH: '/bin',
      HOME: '/h',
      LANG: 'C',
      SOURCE_DATE_EPOCH: '1',
      PYTHONUSERBASE: '/u',
      PYTHONDONTWRITEBYTECODE: '1',
    };
    const dropped = {
      PIP_TARGET: 'x',
      pip_index_url: 'x',
      UV_INDEX: 'x',
      _PIP_RUNNING_IN_SUBPROCESS: '1',
      PYTHONPATH: 'x',
      PYTHONHOME: 'x',
      PYTHONSTARTUP: 'x',
      PYTHONINSPECT: '1',
      VIRTUAL_ENV: 'x',
      CONDA_PREFIX: 'x',
      UNSET: undefined,
    };
    const { PIP_CONFIG_FILE, PYTHONIOENCODING, ...rest } = cleanEnvironment({ ...kept, ...dropped });
    expect(rest).toEqual(kept);
    expect([PIP_CONFIG_FILE, PYTHONIOENCODING]).toEqual([
      process.platform === 'win32' ? 'nul' : '/dev/null',
      'utf-8',
    ]);
  });
});
