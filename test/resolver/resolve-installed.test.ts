import { describe, expect, it } from 'vitest';
import { ask, chosen, installed, kept, type Question } from './ask.ts';
import { file, MemorySource } from './memory-source.ts';

describe('what is installed', () => {
  const newer = [file('acme', '2.0', ['b']), file('b', '2.0')];
  const present = [installed('acme', '1.0', ['b']), installed('b', '1.0')];

  it.each<[string, string[], Question, string[], string[]]>([
    ['stays when it will do', ['acme'], {}, [], ['b 1.0', 'acme 1.0']],
    ['goes when it will not do', ['acme>1'], {}, ['acme 2.0'], ['b 1.0']],
    ['goes when a constraint rules it out', ['acme'], { constraints: ['acme>1'] }, ['acme 2.0'], ['b 1.0']],
    [
      'goes for an upgrade, but not what it needs',
      ['acme'],
      { options: { upgrade: 'only-if-needed' } },
      ['acme 2.0'],
      ['b 1.0'],
    ],
    [
      'goes with what it needs for an eager upgrade',
      ['acme'],
      { options: { upgrade: 'eager' } },
      ['b 2.0', 'acme 2.0'],
      [],
    ],
    [
      'goes when all is to be installed anew',
      ['acme'],
      { options: { forceReinstall: true } },
      ['b 2.0', 'acme 2.0'],
      [],
    ],
    [
      'does not count when it is to be ignored',
      ['acme'],
      { options: { ignoreInstalled: true } },
      ['b 2.0', 'acme 2.0'],
      [],
    ],
    [
      'stays as it is in an upgrade to the same version',
      ['b'],
      { source: new MemorySource([file('b', '1.0')]), options: { upgrade: 'eager' } },
      [],
      ['b 1.0'],
    ],
    [
      'stays when it is newer than what an upgrade finds',
      ['b'],
      { source: new MemorySource([file('b', '0.9')]), options: { upgrade: 'eager' } },
      [],
      ['b 1.0'],
    ],
  ])('%s', async (_reason, requirements, question, expected, expectedKept) => {
    const resolution = await ask(requirements, newer, { installed: present, ...question });
    expect(chosen(resolution)).toEqual(expected);
    expect(kept(resolution)).toEqual(expectedKept);
  });

  it('is enough without a question to any index, when all that is asked for is there', async () => {
    const source = new MemorySource(newer);
    const resolution = await ask(['acme', 'b<2', 'acme[missing]'], [], { source, installed: present });
    expect(source.asked).toEqual([]);
    expect(kept(resolution)).toEqual(['b 1.0', 'acme 1.0']);
    expect(resolution.warnings).toEqual(['acme 1.0 does not provide the extra "missing"']);
  });

  it('is asked about at the index only where it will not do', async () => {
    const source = new MemorySource(newer);
    await ask(['acme>1'], [], { source, installed: present });
    expect(source.asked).toEqual(['acme', 'acme-2.0-py3-none-any.whl']);
  });

  it('is refused when it states requirements that nobody can read', async () => {
    const broken = { ...installed('acme', '1.0'), invalidRequirements: [{ text: 'b>' }] };
    await expect(ask(['acme'], [], { installed: [broken] })).toRefuseWith('resolve.broken-installation');
  });
});
