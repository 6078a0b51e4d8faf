import { describe, expect, it } from 'vitest';
import type { UserRequirement } from '../../src/resolver/index.ts';
import { ask, asked, chosen, type Question } from './ask.ts';
import { file } from './memory-source.ts';

const ONES = '1'.repeat(64);
const TWOS = '2'.repeat(64);

describe('hashes', () => {
  const files = [
    file('acme', '1.0', ['b'], { sha256: ONES }),
    file('acme', '2.0', ['b'], { sha256: TWOS }),
    file('b', '1.0'),
  ];
  const pinned = `acme==1.0 --hash=sha256:${ONES}`;

  it.each<[string, string[], Question, string | string[]]>([
    ['on one requirement are demanded of all', [pinned], {}, 'resolve.hash-required'],
    [
      'are not demanded when each is for itself',
      [pinned],
      { options: { hashes: 'own-only' } },
      ['b 1.0', 'acme 1.0'],
    ],
    ['are demanded by option', ['acme'], { options: { hashes: 'required' } }, 'resolve.hash-required'],
    [
      'choose the version that has one',
      [`acme --hash=sha256:${ONES}`],
      { options: { hashes: 'own-only' } },
      ['b 1.0', 'acme 1.0'],
    ],
    [
      'that exclude each other are refused',
      [pinned],
      { constraints: [`acme --hash=sha256:${TWOS}`] },
      'resolve.hash-conflict',
    ],
    [
      'of constraints exclude each other only where somebody asks',
      ['b'],
      {
        constraints: [`acme --hash=sha256:${TWOS}`, `acme --hash=sha256:${ONES}`],
        options: { hashes: 'own-only' },
      },
      ['b 1.0'],
    ],
  ])('%s', async (_reason, requirements, question, expected) => {
    const resolution = ask(requirements, files, question);
    if (typeof expected === 'string') await expect(resolution).toRefuseWith(expected);
    else expect(chosen(await resolution)).toEqual(expected);
  });

  it('by other algorithms alone are refused, since files are compared by sha256', async () => {
    const requirement: UserRequirement = {
      ...asked('acme==1.0'),
      hashes: [{ algorithm: 'sha512', digest: 'a'.repeat(128) }],
    };
    await expect(ask([requirement], files)).toRefuseWith('resolve.hash-algorithm');
  });

  it('name all files that lack one', async () => {
    await expect(ask(['acme'], files, { options: { hashes: 'required' } })).rejects.toMatchObject({
      errors: [{ subject: 'b 1.0' }, { subject: 'acme 2.0' }],
    });
  });
});
