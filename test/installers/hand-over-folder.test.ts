import { mkdir, mkdtemp, readdir, rm, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeHandOverFolder } from '../../src/installers/hand-over-folder.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'safe-install-test-'));
});
afterEach(() => rm(parent, { recursive: true }));

const TWO_DAYS = 2 * 24 * 60 * 60;
const longAgo = (): number => Date.now() / 1000 - TWO_DAYS;

describe('makeHandOverFolder', () => {
  it('sweeps out what killed processes have left, and nothing else', async () => {
    for (const name of ['hand-over-AbCd12', 'hand-over-notes', 'uv-cache', 'hand-over-Young1'])
      await mkdir(join(parent, name, 'wheels'), { recursive: true });
    for (const name of ['hand-over-AbCd12', 'hand-over-notes', 'uv-cache'])
      await utimes(join(parent, name), longAgo(), longAgo());
    await symlink(parent, join(parent, 'hand-over-Link12'));
    const made = await makeHandOverFolder([], parent);
    expect((await readdir(parent)).sort()).toEqual(
      [
        made.path.slice(parent.length + 1),
        'hand-over-Link12',
        'hand-over-Young1',
        'hand-over-notes',
        'uv-cache',
      ].sort(),
    );
  });
});
