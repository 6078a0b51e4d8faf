import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { WantedArguments } from '../../../src/installers/index.ts';
import { MAX_LOCK_BYTES } from '../../../src/packaging/index.ts';
import { silentLog } from '../../../src/platform/index.ts';
import { partLocks, readLockFiles } from '../../../src/prepare/lock/lock-files.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const NOTHING: WantedArguments = {
  requirements: [],
  editables: [],
  requirementFiles: [],
  constraintFiles: [],
  scripts: [],
  groups: [],
};

const LOCK = `lock-version = "1.0"
extras = ["x"]
dependency-groups = ["docs"]
default-groups = ["main"]
created-by = "test"
more = 1
packages = []
`;

async function read(wanted: Partial<WantedArguments>, remote: Readonly<Record<string, string>> = {}) {
  const { locks, others } = partLocks({ ...NOTHING, ...wanted });
  const warnings: string[] = [];
  const asked: [string, number][] = [];
  const files = await readLockFiles(
    locks,
    { currentFolder: scratch.path, log: { ...silentLog, warn: (message) => warnings.push(message) } },
    async (url, maxBytes) => {
      asked.push([url, maxBytes]);
      return Buffer.from(remote[url] ?? '');
    },
  );
  return {
    files: files.map(({ url, extras, groups }) => ({ url, extras, groups })),
    others,
    warnings,
    asked,
  };
}

describe('locks that a command line names', () => {
  it('are parted from requirements files and groups of projects', async () => {
    scratch.put(LOCK, 'pylock.toml');
    const { files, others, warnings } = await read({
      requirementFiles: ['requirements.txt', 'pylock.toml[x]'],
      groups: [
        { path: 'pyproject.toml', group: 'a' },
        { path: 'pylock.toml', group: 'docs' },
      ],
    });
    const url = pathToFileURL(`${scratch.path}/pylock.toml`).href;
    expect(files).toEqual([{ url, extras: ['x'], groups: ['main', 'docs'] }]);
    expect(others).toEqual({
      ...NOTHING,
      requirementFiles: ['requirements.txt'],
      groups: [{ path: 'pyproject.toml', group: 'a' }],
    });
    expect(warnings).toEqual(['pylock.toml:6: "more" is no key of a lock that is known, and is passed over']);
  });

  it('bring their default groups only where -r names them', async () => {
    scratch.put(LOCK, 'pylock.toml');
    const { files } = await read({ groups: [{ path: 'pylock.toml', group: 'docs' }] });
    expect(files.map(({ groups }) => groups)).toEqual([['docs']]);
  });

  it('may come from the network, up to the size of a lock', async () => {
    const url = 'https://locks.example/pylock.ci.toml';
    const { files, asked } = await read({ requirementFiles: [url] }, { [url]: LOCK });
    expect(files).toEqual([{ url, extras: [], groups: ['main'] }]);
    expect(asked).toEqual([[url, MAX_LOCK_BYTES]]);
  });

  it('are told as the user named them, a URL without its secrets', async () => {
    const url = 'https://user:secret@locks.example/pylock.toml?token=secret';
    await expect(read({ requirementFiles: [url] }, { [url]: 'x' })).rejects.toMatchObject({
      subject: 'https://****@locks.example/pylock.toml:1:1',
    });
    scratch.put('x', 'pylock.toml');
    await expect(read({ requirementFiles: ['pylock.toml'] })).rejects.toMatchObject({
      subject: 'pylock.toml:1:1',
    });
  });

  it('have to be there', async () => {
    await expect(read({ requirementFiles: ['sub/pylock.toml'] })).toRefuseWith('requirements.missing');
  });
});
