import { describe, expect, it } from 'vitest';
import type { AdjustmentArguments } from '../../src/installers/index.ts';
import type { MarkerEnvironment } from '../../src/packaging/index.ts';
import { type Log, silentLog } from '../../src/platform/index.ts';
import { readAdjustments } from '../../src/prepare/adjustments.ts';
import { readWanted } from '../../src/prepare/wanted.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const NOTHING: AdjustmentArguments = {
  overrideFiles: [],
  excludeFiles: [],
  overrides: [],
  excludes: [],
  constraints: [],
  upgrades: [],
};
const offline = async (): Promise<Uint8Array> => {
  throw new Error('no file of this test is remote');
};

async function adjusted(given: Partial<AdjustmentArguments>) {
  const told: string[] = [];
  const log: Log = { ...silentLog, warn: (message) => told.push(message) };
  const doors = { environment: {}, currentFolder: scratch.path, log };
  const read = await readAdjustments({ ...NOTHING, ...given }, doors, offline);
  const asked = (each: { readonly requirement: object; readonly origin: string | null }) => [
    String(each.requirement),
    each.origin,
  ];
  return {
    overrides: read.overrides.map(asked),
    excludes: [...read.excludes],
    constraints: read.constraints.map(asked),
    told,
    read,
  };
}

describe('what counts otherwise than it is stated', () => {
  it('comes from files, which may include others, and from settings', async () => {
    scratch.put('a==1\n-r more.txt\n', 'overrides.txt');
    scratch.put('B>2; os_name == "nt"\n', 'more.txt');
    scratch.put('C==1; os_name == "nt"\n', 'excludes.txt');
    const { told, read, ...found } = await adjusted({
      overrideFiles: ['overrides.txt'],
      excludeFiles: ['excludes.txt'],
      overrides: [{ value: 'd', origin: 'uv.toml' }],
      excludes: [{ value: 'E_e', origin: 'uv.toml' }],
      constraints: [{ value: 'f<2', origin: 'uv.toml' }],
      upgrades: [{ value: 'g[x]<2; os_name == "nt"', origin: 'command line' }],
    });
    expect(found).toEqual({
      overrides: [
        ['a==1', 'overrides.txt:1'],
        ['B>2; os_name == "nt"', 'more.txt:1'],
        ['d', 'uv.toml'],
      ],
      excludes: ['c', 'e-e'],
      constraints: [
        ['f<2', 'uv.toml'],
        ['g<2; os_name == "nt"', 'command line'],
      ],
    });
    expect(told).toEqual([]);
    const nothing = { declared: [], requirements: [], constraints: [], options: [], locks: [] };
    const wanted = await readWanted(
      ['a'],
      nothing,
      { requirements: [], words: [] },
      {
        currentFolder: scratch.path,
        markers: {} as MarkerEnvironment,
        adjustments: read,
      },
    );
    expect(wanted).toMatchObject(read);
  });

  it('tells of options that do not count there', async () => {
    scratch.put('--index-url https://index.example/simple\na==1\n', 'overrides.txt');
    const { overrides, told } = await adjusted({ overrideFiles: ['overrides.txt'] });
    expect(overrides).toEqual([['a==1', 'overrides.txt:2']]);
    expect(told).toEqual([expect.stringContaining('overrides.txt:1: --index-url does not count')]);
  });

  it.each<[string, Partial<AdjustmentArguments>, string]>([
    ['no such file', { excludeFiles: ['nowhere.txt'] }, 'requirements.missing'],
    ['a line that is none', { overrides: [{ value: 'a b', origin: 'uv.toml' }] }, 'packaging.requirement'],
    ['a setting that is none', { excludes: [{ value: '', origin: 'uv.toml' }] }, 'packaging.requirement'],
  ])('refuses %s', async (_, given, code) => {
    await expect(adjusted(given)).toRefuseWith(code);
  });

  it('refuses an editable project, which has no name', async () => {
    scratch.put('-e ./project\n', 'overrides.txt');
    await expect(adjusted({ overrideFiles: ['overrides.txt'] })).toRefuseWith('requirements.malformed');
  });
});
