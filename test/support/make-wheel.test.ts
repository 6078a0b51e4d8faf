import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { makeSdist } from './make-sdist.ts';
import { makeWheel } from './make-wheel.ts';

async function membersOf(bytes: Buffer): Promise<string[]> {
  const zip = await fromBufferPromise(bytes, { strictFileNames: true });
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  return names;
}

describe('makeWheel', () => {
  it('names the file and its members as the wheel specification does', async () => {
    const wheel = makeWheel({
      name: 'Acme.Tools',
      version: '1.2',
      build: '1',
      tags: 'py2.py3-none-any',
      entryPoints: { acme: 'acme_tools:main' },
      scripts: { 'acme.sh': '#!python\n' },
    });
    expect(wheel.filename).toBe('acme_tools-1.2-1-py2.py3-none-any.whl');
    expect(await membersOf(wheel.bytes)).toEqual([
      'acme_tools/__init__.py',
      'acme_tools-1.2.data/scripts/acme.sh',
      'acme_tools-1.2.dist-info/METADATA',
      'acme_tools-1.2.dist-info/WHEEL',
      'acme_tools-1.2.dist-info/entry_points.txt',
      'acme_tools-1.2.dist-info/RECORD',
    ]);
  });

  it('puts the marker of an extra beside the one of its requirement', () => {
    const wheel = makeWheel({ name: 'acme', extras: { cli: ['idna', 'rich>=1; os_name == "nt"'] } });
    expect(wheel.metadata.toString().split('\n').slice(4, 7)).toEqual([
      'Provides-Extra: cli',
      'Requires-Dist: idna ; extra == "cli"',
      'Requires-Dist: rich>=1 ; (os_name == "nt") and extra == "cli"',
    ]);
  });

  it('lets RECORD and the members be changed last, and the same options give the same bytes', async () => {
    const options = {
      name: 'acme',
      record: (lines: readonly string[]) => lines.slice(1),
      tamper: (entries: readonly { name: string; data: Uint8Array }[]) => [
        ...entries,
        { name: 'extra.py', data: Buffer.from('x') },
      ],
    };
    const wheel = makeWheel(options);
    expect(await membersOf(wheel.bytes)).toContain('extra.py');
    expect(makeWheel(options).sha256).toBe(wheel.sha256);
    expect(await membersOf(makeWheel({ name: 'acme', record: null }).bytes)).not.toContain(
      'acme-1.0.dist-info/RECORD',
    );
  });
});

describe('makeSdist', () => {
  it('is one folder with PKG-INFO, and the same bytes each time', () => {
    const sdist = makeSdist({ name: 'Acme.Tools', version: '1.2' });
    expect(sdist.filename).toBe('acme_tools-1.2.tar.gz');
    const tar = gunzipSync(sdist.bytes);
    expect(tar.toString('latin1', 512, 532)).toBe('acme_tools-1.2/PKG-I');
    expect(tar.length % 512).toBe(0);
    expect(makeSdist({ name: 'Acme.Tools', version: '1.2' }).sha256).toBe(sdist.sha256);
  });
});
