import { describe, expect, it } from 'vitest';
import type { DirectCandidate, UserRequirement } from '../../src/resolver/index.ts';
import { ask, chosen, installed, kept, type Question } from './ask.ts';
import { type FileSpec, file, MemorySource } from './memory-source.ts';

describe('addresses', () => {
  const ADDRESS = 'https://files.example/acme-1.0-py3-none-any.whl';
  const withAddress = (spec: FileSpec, url = ADDRESS): MemorySource => {
    const source = new MemorySource([file('acme', '2.0'), file('b', '1.0')]);
    source.addDirect(spec, url);
    return source;
  };
  const alone = (url: string): UserRequirement => ({
    kind: 'address',
    url,
    extras: [],
    text: url,
    hashes: [],
    origin: null,
  });

  it.each<[string, (string | UserRequirement)[], Question, string[]]>([
    ['go before all indexes', [`acme @ ${ADDRESS}`], {}, ['b 1.0', 'acme 1.0']],
    ['may stand alone', [alone(ADDRESS)], {}, ['b 1.0', 'acme 1.0']],
    ['satisfy what else is asked of the project', [`acme @ ${ADDRESS}`, 'acme<2'], {}, ['b 1.0', 'acme 1.0']],
    [
      'in constraints hold when the project is asked for',
      ['acme'],
      { constraints: [`acme @ ${ADDRESS}`] },
      ['b 1.0', 'acme 1.0'],
    ],
  ])('%s', async (_reason, requirements, question, expected) => {
    const source = withAddress(file('acme', '1.0', ['b']));
    expect(chosen(await ask(requirements, [], { source, ...question }))).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['the user', [`acme @ ${ADDRESS}`, 'acme[x]']],
    ['a package', [`acme @ ${ADDRESS}`, 'c']],
  ])('give the extras that %s asks for of the project', async (_reason, requirements) => {
    const source = withAddress(file('acme', '1.0', [], { extras: { x: ['b'] } }));
    source.add(file('c', '1.0', ['acme[x]']));
    const resolution = await ask(requirements, [], { source });
    expect(chosen(resolution)).toEqual(expect.arrayContaining(['acme 1.0', 'b 1.0']));
    expect(resolution.candidates.find(({ name }) => name === 'acme')?.file.url).toBe(ADDRESS);
  });

  it('in constraints are not looked at for what nobody asks for', async () => {
    const source = withAddress(file('acme', '1.0'));
    await ask(['b'], [], { source, constraints: [`acme @ ${ADDRESS}`] });
    expect(source.asked).not.toContain(ADDRESS);
  });

  it.each<[string, (string | UserRequirement)[], FileSpec, string]>([
    [
      'of another version than is asked for',
      [`acme @ ${ADDRESS}`, 'acme>1'],
      file('acme', '1.0'),
      'resolve.conflict',
    ],
    [
      'of another version than extras are asked of',
      [`acme @ ${ADDRESS}`, 'acme[x]>1'],
      file('acme', '1.0'),
      'resolve.conflict',
    ],
    ['of another project', [`acme @ ${ADDRESS}`], file('other', '1.0'), 'resolve.wrong-project'],
    [
      'of a wheel for elsewhere',
      [`acme @ ${ADDRESS}`],
      file('acme', '1.0', [], { tag: 'cp311-cp311-win_amd64' }),
      'resolve.unsupported-wheel',
    ],
  ])('are refused: %s', async (_reason, requirements, spec, code) => {
    await expect(ask(requirements, [], { source: withAddress(spec) })).toRefuseWith(code);
  });

  it.each<[string, string[], Partial<FileSpec>, string | null]>([
    ['the digest behind the address of the user', [`acme @ ${ADDRESS}`], { sha256: '1'.repeat(64) }, null],
    ['none behind it', [`acme @ ${ADDRESS}`], { sha256: 'none' }, 'resolve.hash-required'],
    ['one behind the address of a package', ['b'], { sha256: '1'.repeat(64) }, 'resolve.hash-required'],
  ])('where hashes are demanded of all, with %s', async (_reason, requirements, spec, code) => {
    const b = file('b', '1.0', [`acme @ ${ADDRESS}`], { sha256: '2'.repeat(64) });
    const source = new MemorySource([b]);
    source.addDirect(file('acme', '1.0', [], spec), ADDRESS);
    const answer = ask(requirements, [], { source, options: { hashes: 'required' } });
    if (code === null) expect(chosen(await answer)).toEqual(['acme 1.0']);
    else await expect(answer).toRefuseWith(code);
  });

  it('are refused where the source takes none', async () => {
    const { fetchProject, fetchMetadata } = new MemorySource();
    const source = { fetchProject, fetchMetadata };
    await expect(ask([`acme @ ${ADDRESS}`], [], { source })).toRefuseWith('resolve.address');
  });

  it('that a package needs are asked for in its name', async () => {
    const requests: unknown[] = [];
    class Asked extends MemorySource {
      override fetchDirect(request: Parameters<MemorySource['fetchDirect']>[0]): Promise<DirectCandidate> {
        requests.push(request);
        return super.fetchDirect(request);
      }
    }
    const source = new Asked([file('b', '1.0', [`acme @ ${ADDRESS}`])]);
    source.addDirect(file('acme', '1.0'), ADDRESS);
    expect(chosen(await ask(['b'], [], { source }))).toEqual(['acme 1.0', 'b 1.0']);
    expect(requests).toMatchObject([{ url: ADDRESS, name: 'acme', requiredBy: { name: 'b' } }]);
  });

  it.each<[string, string, Partial<FileSpec>, boolean, string[], string[]]>([
    ['of a wheel at hand stays', 'file:///x/acme-1.0-py3-none-any.whl', {}, false, [], ['acme 1.0']],
    [
      'of a source distribution at hand goes: it may have changed',
      'file:///x/acme-1.0.tar.gz',
      { kind: 'sdist' },
      false,
      ['acme 1.0'],
      [],
    ],
    ['of a file elsewhere stays', ADDRESS, {}, false, [], ['acme 1.0']],
    ['goes when it is editable', ADDRESS, {}, true, ['acme 1.0'], []],
  ])(
    'for the version that is installed: what is there %s',
    async (_reason, url, more, editable, expected, expectedKept) => {
      const source = withAddress(file('acme', '1.0', [], more), url);
      const resolution = await ask([alone(url)], [], {
        source,
        installed: [installed('acme', '1.0', [], editable)],
      });
      expect(chosen(resolution)).toEqual(expected);
      expect(kept(resolution)).toEqual(expectedKept);
    },
  );
});
