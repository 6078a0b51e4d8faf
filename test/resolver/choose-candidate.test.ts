import { describe, expect, it } from 'vitest';
import {
  normalizeName,
  parseSha256,
  parseSpecifierSet,
  parseVersion,
  type Sha256,
} from '../../src/packaging/index.ts';
import { type Asking, offeredVersions } from '../../src/resolver/choose-candidate.ts';
import { offersWithInstalled } from '../../src/resolver/choose-installed.ts';
import { DEFAULT_OPTIONS, type ResolveOptions } from '../../src/resolver/options.ts';
import { rankFiles } from '../../src/resolver/project-files.ts';
import { rankTarget } from '../../src/resolver/target.ts';
import { type FileSpec, fileOf } from './memory-source.ts';
import { linuxTarget } from './targets.ts';

const INDEX = { kind: 'index', location: 'https://index.example/simple' } as const;
const target = rankTarget(linuxTarget('3.11.7'));

type Spec = Omit<FileSpec, 'name'>;

const rank = (specs: readonly Spec[], options: Partial<ResolveOptions> = {}) =>
  rankFiles(
    {
      name: normalizeName('acme'),
      files: specs.map((spec) => fileOf({ name: 'acme', ...spec }, 'https://files.example', INDEX)),
      status: 'active',
      statusReason: null,
      skipped: [],
    },
    target,
    { ...DEFAULT_OPTIONS, ...options },
  );

const hash = (digit: string): Sha256 => {
  const digest = parseSha256(digit.repeat(64));
  if (digest === undefined) throw new TypeError(`"${digit}" is no digit`);
  return digest;
};

/** Filenames without the project's name, in the order of preference. */
function offered(specs: readonly Spec[], specifier: string, asking: Partial<Asking> = {}): string[] {
  const offers = offeredVersions(rank(specs).ranked, {
    specifier: parseSpecifierSet(specifier),
    hashes: [],
    prereleases: undefined,
    preferBinary: false,
    preferred: null,
    ...asking,
  });
  return offers.flatMap(({ files }) => files.map(({ file }) => file.filename.replace('acme-', '')));
}

const wheel = (version: string, more: Partial<Spec> = {}): Spec => ({ version, ...more });
const sdist = (version: string, more: Partial<Spec> = {}): Spec => ({ version, kind: 'sdist', ...more });
const LINUX = 'cp311-cp311-manylinux_2_17_x86_64';

describe('the order of files', () => {
  it.each<[string, Spec[], string, string[]]>([
    [
      'newest first',
      [wheel('1.0'), wheel('1.10'), wheel('1.9')],
      '',
      ['1.10', '1.9', '1.0'].map((v) => `${v}-py3-none-any.whl`),
    ],
    [
      'wheels before the source distribution of a version',
      [sdist('1.0'), wheel('1.0')],
      '',
      ['1.0-py3-none-any.whl', '1.0.tar.gz'],
    ],
    [
      'a newer source distribution before an older wheel',
      [wheel('1.0'), sdist('2.0')],
      '',
      ['2.0.tar.gz', '1.0-py3-none-any.whl'],
    ],
    [
      'the best tag',
      [wheel('1.0'), wheel('1.0', { tag: LINUX })],
      '',
      [`1.0-${LINUX}.whl`, '1.0-py3-none-any.whl'],
    ],
    [
      'the highest build',
      [wheel('1.0', { build: '2' }), wheel('1.0', { build: '10' }), wheel('1.0')],
      '',
      ['1.0-10-py3-none-any.whl', '1.0-2-py3-none-any.whl', '1.0-py3-none-any.whl'],
    ],
    ['only what the specifiers take', [wheel('1.0'), wheel('2.0')], '<2', ['1.0-py3-none-any.whl']],
    [
      'local versions before their public one',
      [wheel('1.0'), wheel('1.0+cpu')],
      '==1.0',
      ['1.0+cpu-py3-none-any.whl', '1.0-py3-none-any.whl'],
    ],
  ])('is %s', (_reason, specs, specifier, expected) => {
    expect(offered(specs, specifier)).toEqual(expected);
  });

  it('has wheels before all source distributions where they are preferred', () => {
    expect(offered([wheel('1.0'), sdist('2.0')], '', { preferBinary: true })).toEqual([
      '1.0-py3-none-any.whl',
      '2.0.tar.gz',
    ]);
  });

  it.each<[string, Spec[], string, Partial<Asking>, string[]]>([
    ['goes before newer ones', [wheel('1.0'), wheel('2.0')], '', {}, ['1.0', '2.0']],
    ['has all its files before theirs', [sdist('1.0'), wheel('2.0')], '', {}, ['1.0', '2.0']],
    ['is not taken where it does not fit', [wheel('1.0'), wheel('2.0')], '>1', {}, ['2.0']],
    ['is not taken where it is yanked', [wheel('1.0', { yanked: 'bad' }), wheel('2.0')], '', {}, ['2.0']],
  ])('puts the preferred version first: it %s', (_reason, specs, specifier, asking, expected) => {
    const found = offered(specs, specifier, { preferred: parseVersion('1.0'), ...asking });
    expect(found.map((name) => name.replace(/(?:-py3-none-any\.whl|\.tar\.gz)$/, ''))).toEqual(expected);
  });

  it('takes the last of equal files, as pip does', () => {
    const [first] = rank([
      wheel('1.0', { sha256: '1'.repeat(64) }),
      wheel('1.0', { sha256: '2'.repeat(64) }),
    ]).ranked;
    expect(first?.file.sha256).toBe('2'.repeat(64));
  });
});

describe('pre-releases', () => {
  const specs = [wheel('1.0'), wheel('2.0rc1')];
  it.each<[string, Spec[], string, boolean | undefined, string[]]>([
    ['stay out', specs, '', undefined, ['1.0']],
    ['come when a specifier names one', specs, '>=1.0rc1', undefined, ['2.0rc1', '1.0']],
    ['come when nothing else fits', specs, '>1.5', undefined, ['2.0rc1']],
    ['come by option', specs, '', true, ['2.0rc1', '1.0']],
    ['stay out by option, whatever is named', specs, '>=1.0rc1', false, ['1.0']],
    ['stay out by option, even alone', [wheel('2.0rc1')], '', false, []],
    ['come of development releases too', [wheel('2.0.dev1')], '', undefined, ['2.0.dev1']],
  ])('%s', (_reason, files, specifier, prereleases, expected) => {
    const found = offered(files, specifier, { prereleases });
    expect(found.map((each) => each.replace('-py3-none-any.whl', ''))).toEqual(expected);
  });
});

describe('yanked files', () => {
  const yanked = (version: string): Spec => wheel(version, { yanked: 'broken' });
  it.each<[string, Spec[], string, string[]]>([
    ['stay out', [wheel('1.0'), yanked('2.0')], '', ['1.0']],
    ['stay out when nothing else fits', [wheel('1.0'), yanked('2.0')], '>1', []],
    ['come when they are pinned', [wheel('1.0'), yanked('2.0')], '==2.0', ['2.0']],
    ['come when they are pinned by text', [wheel('1.0'), yanked('2.0')], '===2.0', ['2.0']],
    ['stay out under a prefix', [wheel('1.0'), yanked('2.0')], '==2.*', []],
    ['come when a pin is among other specifiers', [yanked('2.0')], '==2.0,>1', ['2.0']],
    [
      'stay out beside a file of the version that is not yanked',
      [yanked('2.0'), wheel('2.0', { build: '1' })],
      '==2.0',
      ['2.0-1'],
    ],
  ])('%s', (_reason, files, specifier, expected) => {
    expect(offered(files, specifier).map((each) => each.replace('-py3-none-any.whl', ''))).toEqual(expected);
  });
});

describe('allowed hashes', () => {
  const one = wheel('1.0', { sha256: '1'.repeat(64) });
  const two = wheel('2.0', { sha256: '2'.repeat(64) });
  const unknown = wheel('3.0', { sha256: '' });
  it.each<[string, Spec[], Sha256[], string[]]>([
    ['let only their files through', [one, two], [hash('1')], ['1.0']],
    [
      'keep files whose digest is not known, after their own',
      [one, two, unknown],
      [hash('1')],
      ['1.0', '3.0'],
    ],
    [
      'let all through when none has one: the file is refused when it has arrived',
      [one, two],
      [hash('9')],
      ['2.0', '1.0'],
    ],
  ])('%s', (_reason, files, hashes, expected) => {
    const found = offered(files, '', { hashes });
    expect(found.map((each) => each.replace('-py3-none-any.whl', ''))).toEqual(expected);
  });
});

describe('files that are passed over', () => {
  it.each<[string, Spec, Partial<ResolveOptions>, string | undefined]>([
    ['a wheel for here', wheel('1.0'), {}, undefined],
    ['a wheel for elsewhere', wheel('1.0', { tag: 'cp311-cp311-win_amd64' }), {}, 'tags'],
    ['a file for a later Python', wheel('1.0', { requiresPython: '>=3.12' }), {}, 'requires-python'],
    [
      'a file for an earlier Python, literally',
      wheel('1.0', { requiresPython: '<3.11' }),
      {},
      'requires-python',
    ],
    [
      'the same when that is not heeded',
      wheel('1.0', { requiresPython: '>=3.12' }),
      { ignoreRequiresPython: true },
      undefined,
    ],
    [
      'a source distribution where wheels are wanted',
      sdist('1.0'),
      { formatControl: { noBinary: new Set(), onlyBinary: new Set([':all:']) } },
      'format',
    ],
    [
      'a wheel where none are wanted',
      wheel('1.0'),
      { formatControl: { noBinary: new Set([':all:']), onlyBinary: new Set() } },
      'format',
    ],
    [
      'a file that is too new',
      wheel('1.0', { uploadTime: '2026-06-02' }),
      { uploadedBefore: { value: new Date('2026-06-01') } },
      'upload-time',
    ],
    [
      'a file of that very moment',
      wheel('1.0', { uploadTime: '2026-06-01' }),
      { uploadedBefore: { value: new Date('2026-06-01') } },
      'upload-time',
    ],
    [
      'a file that is old enough',
      wheel('1.0', { uploadTime: '2026-05-31' }),
      { uploadedBefore: { value: new Date('2026-06-01') } },
      undefined,
    ],
    [
      'a file of a project with a date of its own',
      wheel('1.0', { uploadTime: '2026-06-02' }),
      { uploadedBeforeOf: new Map([[normalizeName('acme'), { value: new Date('2026-06-01') }]]) },
      'upload-time',
    ],
    [
      'a file of a project that may be of any time',
      wheel('1.0', { uploadTime: '2026-06-02' }),
      {
        uploadedBefore: { value: new Date('2026-06-01') },
        uploadedBeforeOf: new Map([[normalizeName('acme'), null]]),
      },
      undefined,
    ],
  ])('are told apart: %s', (_reason, spec, options, expected) => {
    expect(rank([spec], options).passedOver.map(({ reason }) => reason)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });

  it('are refused where an age is asked for and the index states none', () => {
    expect(() => rank([wheel('1.0')], { uploadedBefore: { value: new Date() } })).toRefuse(
      'resolve.upload-time',
    );
  });
});

describe('the installed version', () => {
  const order = (versions: readonly string[], present: string | undefined, isUpgraded: boolean): string[] => {
    const offers = offeredVersions(rank(versions.map((version) => wheel(version))).ranked, {
      specifier: parseSpecifierSet(''),
      hashes: [],
      prereleases: undefined,
      preferBinary: false,
      preferred: null,
    });
    const found = offersWithInstalled(
      offers,
      present === undefined ? undefined : parseVersion(present),
      isUpgraded,
    );
    return [...found].map(({ kind, version }) =>
      kind === 'installed' ? `[${version}]` : version.toString(),
    );
  };

  it.each<[string, string[], string | undefined, boolean, string[]]>([
    ['comes first', ['3', '2', '1'], '2', false, ['[2]', '3', '1']],
    ['comes first when no index has it', ['3'], '2', false, ['[2]', '3']],
    ['keeps its place in an upgrade', ['3', '2', '1'], '2', true, ['3', '[2]', '1']],
    ['comes before all when it is the newest', ['2', '1'], '3', true, ['[3]', '2', '1']],
    ['comes last when all are newer', ['3', '2'], '1', true, ['3', '2', '[1]']],
    ['is not there', ['2', '1'], undefined, true, ['2', '1']],
    ['is all there is', [], '1', true, ['[1]']],
  ])('%s', (_reason, versions, present, isUpgraded, expected) => {
    expect(order(versions, present, isUpgraded)).toEqual(expected);
  });
});
