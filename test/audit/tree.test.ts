import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../src/audit/tree.ts';
import { makeEnvironment } from './support/environment.ts';

const NO_SIGNAL = new AbortController().signal;

describe('readTree', () => {
  it('lists files and links by their paths, folders apart, and goes through no link', async () => {
    const environment = makeEnvironment();
    environment.write('a/b/c.py', '');
    environment.write('d.py', '');
    symlinkSync(environment.site, join(environment.site, 'a', 'again'));
    symlinkSync('nowhere', join(environment.site, 'broken'));
    const tree = await readTree(environment.site, NO_SIGNAL);
    expect(new Map([...tree.entries].sort())).toEqual(
      new Map([
        ['a/again', 'link'],
        ['a/b/c.py', 'file'],
        ['broken', 'link'],
        ['d.py', 'file'],
      ]),
    );
    expect(tree.folders).toEqual(new Set(['a', 'a/b']));
    expect(tree.unreadable).toEqual([]);
  });

  it('gives up where there is no end of files', async () => {
    const environment = makeEnvironment();
    for (const name of ['a', 'b', 'c']) environment.write(`x/${name}`, '');
    await expect(readTree(environment.site, NO_SIGNAL, 3)).toRefuseWith('audit.too-large');
    await expect(readTree(environment.site, NO_SIGNAL, 4)).resolves.toMatchObject({ unreadable: [] });
  });
});
