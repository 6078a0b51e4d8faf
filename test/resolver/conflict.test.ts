import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { ask, asked, installed, names, type Question } from './ask.ts';
import { type FileSpec, file } from './memory-source.ts';

async function refusal(
  requirements: Parameters<typeof ask>[0],
  files: readonly FileSpec[],
  question: Question = {},
): Promise<SafeInstallError> {
  try {
    await ask(requirements, files, question);
  } catch (error) {
    if (error instanceof SafeInstallError) return error;
    throw error;
  }
  throw new TypeError('nothing was refused');
}

const wheelsOnly: Question = {
  options: { formatControl: { noBinary: names(), onlyBinary: names(':all:') } },
};
const sdist = { kind: 'sdist' } as const;
const forWindows = { tag: 'cp311-cp311-win_amd64' };

const STORIES: readonly [
  reason: string,
  requirements: string[],
  files: FileSpec[],
  code: string,
  story: string,
  Question?,
][] = [
  ['an unknown package', ['acme'], [], 'resolve.unknown-package', 'you ask for "acme", which no index has'],
  [
    'an unknown package that another needs',
    ['acme'],
    [file('acme', '1.0', ['b'])],
    'resolve.unknown-package',
    'you ask for "acme", and acme 1.0 needs b, which no index has',
  ],
  [
    'an unknown package behind many',
    ['b'],
    [file('a', '1.0', ['c']), file('a', '2.0'), file('b', '1.0', ['a==1.0']), file('b', '2.0', ['a==1.0'])],
    'resolve.unknown-package',
    'you ask for "b", every version of b needs a==1.0, and a 1.0 needs c, which no index has',
  ],
  [
    'a version that is not there',
    ['acme==3'],
    [file('acme', '1.0')],
    'resolve.no-version',
    'you ask for "acme==3", and there is no such version',
  ],
  [
    'versions for another Python',
    ['acme'],
    [file('acme', '1.0', [], { requiresPython: '>=3.12' })],
    'resolve.no-version',
    'you ask for "acme", and every file of it needs another Python',
  ],
  [
    'versions for another Python, by their metadata',
    ['acme'],
    [file('acme', '1.0', [], { requiresPython: '>=3.12', hidesRequiresPython: true })],
    'resolve.no-version',
    'you ask for "acme", acme 1.0 needs Python >=3.12, and this is Python 3.11.7',
  ],
  [
    'files for another platform',
    ['acme'],
    [file('acme', '1.0', [], forWindows)],
    'resolve.no-version',
    'you ask for "acme", and no file of it is for this Python and platform',
  ],
  [
    'source distributions where wheels are wanted',
    ['acme'],
    [file('acme', '1.0', [], sdist)],
    'resolve.no-version',
    'you ask for "acme", and it has only source distributions',
    wheelsOnly,
  ],
  [
    'files that are passed over for several reasons',
    ['acme'],
    [file('acme', '1.0', [], sdist), file('acme', '2.0', [], forWindows)],
    'resolve.no-version',
    'you ask for "acme", and no file of it can be taken here',
    wheelsOnly,
  ],
  [
    'yanked versions',
    ['acme'],
    [file('acme', '1.0', [], { yanked: '' })],
    'resolve.no-version',
    'you ask for "acme", and what would do is yanked, which nobody asks for',
  ],
  [
    'versions that cannot be used',
    ['acme'],
    [file('acme', '1.0', ['b >'])],
    'resolve.no-version',
    'you ask for "acme", and acme 1.0 cannot be used, since its requirements cannot be read',
  ],
  [
    'a requirement that contradicts itself',
    ['acme>2,<1'],
    [file('acme', '1.0')],
    'resolve.no-version',
    'you ask for "acme<1,>2", which no version can meet',
  ],
  [
    'two requirements that exclude each other',
    ['acme<2', 'acme>=2'],
    [file('acme', '1.0'), file('acme', '2.0')],
    'resolve.conflict',
    'you ask for "acme<2" and "acme>=2"',
  ],
  [
    'two packages whose needs exclude each other',
    ['a', 'b'],
    [file('a', '1.0', ['c<2']), file('b', '1.0', ['c>=2']), file('c', '1.0'), file('c', '2.0')],
    'resolve.conflict',
    'you ask for "a" and "b", a 1.0 needs c<2, and b 1.0 needs c>=2',
  ],
  [
    'versions with the same needs, told together',
    ['a', 'b==1.0'],
    [
      file('a', '1.0', ['b>1']),
      file('a', '2.0', ['b>1']),
      file('a', '3.0', ['b>1']),
      file('b', '1.0'),
      file('b', '2.0'),
    ],
    'resolve.conflict',
    'you ask for "a" and "b==1.0", and every version of a needs b>1',
  ],
  [
    'a constraint in the way',
    ['acme>=2'],
    [file('acme', '1.0'), file('acme', '2.0')],
    'resolve.conflict',
    'you ask for "acme>=2", and the constraint "acme<2" holds',
    { constraints: ['acme<2'] },
  ],
  [
    'an extra whose needs are in the way',
    ['acme[x]', 'b==2.0'],
    [file('acme', '1.0', [], { extras: { x: ['b==1.0'] } }), file('b', '1.0'), file('b', '2.0')],
    'resolve.conflict',
    'you ask for "acme[x]" and "b==2.0", and acme[x] 1.0 needs b==1.0',
  ],
  [
    'an installed version whose needs are in the way, and no other',
    ['acme', 'b==2.0'],
    [file('b', '2.0')],
    'resolve.conflict',
    'you ask for "acme" and "b==2.0", and acme 1.0 needs b<2',
    { installed: [installed('acme', '1.0', ['b<2'])] },
  ],
];

describe('a failure', () => {
  it.each(STORIES)('tells of %s', async (_reason, requirements, files, code, story, question) => {
    const error = await refusal(requirements, files, question);
    expect(error.message).toBe(story);
    expect(error.code).toBe(code);
    expect(error.exitCode).toBe(4);
  });

  it('lists what there is and why it was passed over', async () => {
    const { facts, subject, hint } = await refusal(
      ['acme>1'],
      [
        ...Array.from({ length: 12 }, (_, minor) => file('acme', `0.${minor}`)),
        file('acme', '2.0', [], { requiresPython: '>=3.12' }),
        file('acme', '2.1', [], { requiresPython: '>=3.12' }),
        file('acme', '3.0', [], forWindows),
        file('acme', '4.0', [], { yanked: '' }),
      ],
    );
    expect({ facts, subject, hint }).toMatchInlineSnapshot(`
      {
        "facts": [
          {
            "label": "available",
            "value": "0.11, 0.10, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4 and 4 older",
          },
          {
            "label": "passed over",
            "value": "2.1 needs Python >=3.12 (and 1 older)",
          },
          {
            "label": "passed over",
            "value": "3.0 has no file for this Python and platform",
          },
          {
            "label": "passed over",
            "value": "4.0 is yanked, and nobody asks for exactly that",
          },
        ],
        "hint": "Ask for a version that can be had here",
        "subject": "acme",
      }
    `);
  });

  it('says where requirements and constraints stand', async () => {
    const { facts } = await refusal(
      [asked('acme>=2', 'requirements.txt:3')],
      [file('acme', '1.0'), file('acme', '2.0')],
      {
        constraints: ['acme<2'],
      },
    );
    expect(facts).toMatchInlineSnapshot(`
      [
        {
          "label": "asked for",
          "origin": "requirements.txt:3",
          "value": "acme>=2",
        },
      ]
    `);
  });

  it('tells no more than a screen', async () => {
    const versions = Array.from({ length: 40 }, (_, minor) => file('acme', `1.${minor}`, [`b==${minor}`]));
    const error = await refusal(['acme'], [...versions, file('b', '99')]);
    expect(error.message.split(', ').length).toBeLessThan(20);
    expect(error.message).toContain('more such reasons');
  });

  it('names stretches of versions by their ends', async () => {
    const old = ['1.0', '1.1', '1.2'].map((version) => file('acme', version, ['b==1']));
    const middle = ['2.0', '2.1'].map((version) => file('acme', version, ['b==2']));
    const recent = ['3.0', '3.1'].map((version) => file('acme', version, ['b==3']));
    const scattered = ['2.2', '2.9'].map((version) => file('acme', version, ['b==4']));
    const between = [file('acme', '2.5', ['b==5'])];
    const { message } = await refusal(
      ['acme'],
      [...old, ...middle, ...recent, ...scattered, ...between, file('b', '9')],
    );
    expect(message).toMatchInlineSnapshot(
      `"you ask for "acme", acme 3.0 and newer needs b==3, acme 2.5 needs b==5, acme 2.9 and 2.2 needs b==4, acme 2.0 to 2.1 needs b==2, acme 1.2 and older needs b==1, and no version of b would do"`,
    );
  });
});
