import { describe, expect, it } from 'vitest';
import { ask, asked, chosen, names, type Question } from './ask.ts';
import { type FileSpec, file, MemorySource } from './memory-source.ts';

const ONES = '1'.repeat(64);
const TWOS = '2'.repeat(64);

const ACME = [file('acme', '1.0'), file('acme', '2.0')];

describe('versions', () => {
  it.each<[string, string[], FileSpec[], Question, string[]]>([
    ['the newest', ['acme'], ACME, {}, ['acme 2.0']],
    ['within constraints', ['acme'], ACME, { constraints: ['acme<2'] }, ['acme 1.0']],
    [
      'without regard to constraints that do not hold here',
      ['acme'],
      ACME,
      { constraints: ['acme<2; os_name == "nt"'] },
      ['acme 2.0'],
    ],
    [
      'without what only a constraint names',
      ['acme'],
      [...ACME, file('other', '1.0')],
      { constraints: ['other<2'] },
      ['acme 2.0'],
    ],
    ['for requirements that hold here', ['acme', 'nothing; os_name == "nt"'], ACME, {}, ['acme 2.0']],
    [
      'with what they need',
      ['acme'],
      [file('acme', '1.0', ['b']), file('b', '1.0')],
      {},
      ['b 1.0', 'acme 1.0'],
    ],
    [
      'without it with --no-deps',
      ['acme'],
      [file('acme', '1.0', ['b']), file('b', '1.0')],
      { options: { dependencies: 'without' } },
      ['acme 1.0'],
    ],
    [
      'and only it with --only-deps',
      ['acme'],
      [file('acme', '1.0', ['b']), file('b', '1.0')],
      { options: { dependencies: 'only' } },
      ['b 1.0'],
    ],
    [
      'with what extras need',
      ['acme[x]'],
      [file('acme', '1.0', ['b'], { extras: { x: ['c'] } }), file('b', '1.0'), file('c', '1.0')],
      {},
      ['c 1.0', 'b 1.0', 'acme 1.0'],
    ],
    [
      'with extras that need extras of the same project',
      ['acme[all]'],
      [file('acme', '1.0', [], { extras: { all: ['acme[x]'], x: ['c'] } }), file('c', '1.0')],
      {},
      ['c 1.0', 'acme 1.0'],
    ],
    [
      'with one version for all extras',
      ['acme[x]<2', 'acme[y]'],
      [...ACME.map((each) => ({ ...each, extras: { x: [], y: [] } }))],
      {},
      ['acme 1.0'],
    ],
    [
      'for this Python, by the listing',
      ['acme'],
      [file('acme', '1.0'), file('acme', '2.0', [], { requiresPython: '>=3.12' })],
      {},
      ['acme 1.0'],
    ],
    [
      'for this Python, by the metadata',
      ['acme'],
      [file('acme', '1.0'), file('acme', '2.0', [], { requiresPython: '>=3.12', hidesRequiresPython: true })],
      {},
      ['acme 1.0'],
    ],
    [
      'for any Python when that is not heeded',
      ['acme'],
      [file('acme', '1.0'), file('acme', '2.0', [], { requiresPython: '>=3.12' })],
      { options: { ignoreRequiresPython: true } },
      ['acme 2.0'],
    ],
    [
      'of which only the user asks for pre-releases',
      ['acme', 'b>=1.0a1'],
      [file('acme', '1.0'), file('acme', '2.0a1'), file('b', '1.0'), file('b', '2.0a1')],
      {},
      ['b 2.0a1', 'acme 1.0'],
    ],
    [
      'with pre-releases of all by option',
      ['acme'],
      [file('acme', '1.0', ['b']), file('b', '1.0'), file('b', '2.0a1')],
      { options: { releaseControl: { allReleases: names(':all:'), onlyFinal: names() } } },
      ['b 2.0a1', 'acme 1.0'],
    ],
    [
      'older, with a wheel, where only wheels are taken',
      ['acme'],
      [file('acme', '1.0'), file('acme', '2.0', [], { kind: 'sdist', needsBuild: true })],
      { options: { formatControl: { noBinary: names(), onlyBinary: names('acme') } } },
      ['acme 1.0'],
    ],
    [
      'older, with a wheel, where wheels are preferred',
      ['acme'],
      [file('acme', '1.0'), file('acme', '2.0', [], { kind: 'sdist', needsBuild: true })],
      { options: { preferBinary: true } },
      ['acme 1.0'],
    ],
    [
      'of a source distribution that says what it needs',
      ['acme'],
      [file('acme', '2.0', [], { kind: 'sdist' })],
      {},
      ['acme 2.0'],
    ],
    [
      'uploaded before a time',
      ['acme'],
      [
        file('acme', '1.0', [], { uploadTime: '2026-01-01' }),
        file('acme', '2.0', [], { uploadTime: '2026-06-01' }),
      ],
      { options: { uploadedBefore: { value: new Date('2026-05-01') } } },
      ['acme 1.0'],
    ],
  ])('are chosen: %s', async (_reason, requirements, files, question, expected) => {
    expect(chosen(await ask(requirements, files, question))).toEqual(expected);
  });

  it.each([
    ['cannot be read', 'not a requirement!'],
    ['have markers without an answer', 'b; os_name ~= "posix"'],
  ])('are passed over when their requirements %s, with a warning', async (_reason, requirement) => {
    const warnings: string[] = [];
    const files = [file('acme', '1.0'), file('acme', '2.0', [requirement])];
    const log = { debug: () => {}, info: () => {}, warn: (message: string) => warnings.push(message) };
    expect(chosen(await ask(['acme'], files, { log }))).toEqual(['acme 1.0']);
    expect(warnings.map((each) => each.slice(0, each.indexOf(':')))).toEqual(['acme 2.0 is passed over']);
  });

  it('are taken from another file when one is not what it is listed as', async () => {
    const files = [
      file('acme', '2.0', [], { tag: 'py3-none-any', claims: { version: '3.0' } }),
      file('acme', '2.0', [], { kind: 'sdist' }),
    ];
    const { candidates } = await ask(['acme'], files);
    expect(candidates.map((each) => each.file.filename)).toEqual(['acme-2.0.tar.gz']);
  });
});

describe('a candidate', () => {
  it('says who asks for it, with which extras and hashes', async () => {
    const files = [
      file('acme', '1.0', ['b[y]'], { extras: { x: ['c'] }, sha256: ONES }),
      file('b', '1.0', [], { extras: { y: [] }, sha256: TWOS }),
      file('c', '1.0'),
    ];
    const { candidates } = await ask([`acme[x]==1.0 --hash=sha256:${ONES}`], files, {
      constraints: [`b==1.0 --hash=sha256:${TWOS}`],
      options: { hashes: 'own-only' },
    });
    const told = candidates.map(({ name, extras, allowedHashes, requestedBy, requiredBy }) => ({
      name,
      extras,
      allowedHashes,
      requestedBy: requestedBy.map(String),
      requiredBy,
    }));
    expect(told).toEqual([
      { name: 'c', extras: [], allowedHashes: [], requestedBy: [], requiredBy: ['acme'] },
      { name: 'b', extras: ['y'], allowedHashes: [TWOS], requestedBy: [], requiredBy: ['acme'] },
      { name: 'acme', extras: ['x'], allowedHashes: [ONES], requestedBy: ['acme[x]==1.0'], requiredBy: [] },
    ]);
  });

  it('says where the lines stand that ask for something', async () => {
    const { candidates } = await ask(
      [asked('acme', 'requirements.txt:3'), asked('acme>=1', 'other.txt:1'), asked('acme')],
      [file('acme', '1.0', ['b']), file('b', '1.0')],
    );
    expect(candidates.map(({ name, requestedAt }) => [name, requestedAt])).toEqual([
      ['b', undefined],
      ['acme', ['requirements.txt:3', 'other.txt:1']],
    ]);
  });
});

describe('warnings', () => {
  it('tell of extras that are missing, of yanked versions and of the state of a project', async () => {
    const source = new MemorySource([
      file('acme', '1.0', [], { extras: { x: [] } }),
      file('b', '1.0', [], { yanked: 'it eats disks' }),
      file('c', '1.0', [], { yanked: '' }),
    ]);
    source.setStatus('acme', 'archived');
    const { warnings } = await ask(['acme[x,y]', 'b==1.0', 'c==1.0'], [], { source });
    expect(warnings).toEqual([
      'c 1.0 is yanked; it is taken since it is asked for',
      'b 1.0 is yanked: "it eats disks"; it is taken since it is asked for',
      'the project acme is archived',
      'acme 1.0 does not provide the extra "y"',
    ]);
  });
});

describe('source distributions', () => {
  it('that must be built to be understood are refused rather than an older version taken', async () => {
    const files = [file('acme', '1.0'), file('acme', '2.0', [], { kind: 'sdist', needsBuild: true })];
    await expect(ask(['acme'], files)).toRefuseWith('sdist.needs-build');
  });

  it('are refused with who asks for them', async () => {
    const files = [file('acme', '1.0', ['b']), file('b', '1.0', [], { kind: 'sdist', needsBuild: true })];
    await expect(ask(['acme', 'b'], files)).rejects.toMatchObject({
      subject: 'b-1.0.tar.gz',
      facts: [{ label: 'asked for by', value: 'you, acme' }],
    });
  });

  it('are not looked at ahead of need', async () => {
    const source = new MemorySource([
      file('acme', '2.0', ['b']),
      file('b', '1.0'),
      file('b', '2.0', [], { kind: 'sdist', needsBuild: true }),
      file('c', '1.0', ['b<2']),
    ]);
    expect(chosen(await ask(['c', 'acme'], [], { source }))).toEqual(['b 1.0', 'c 1.0', 'acme 2.0']);
  });
});
