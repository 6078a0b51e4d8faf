import { describe, expect, it } from 'vitest';
import { checkArchive } from '../../src/archive/index.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { downloadedArtifact } from './archive-subject.ts';

const scratch = scratchFolder();

describe('checkArchive', () => {
  it('checks each kind of file as what its index says that it is', async () => {
    expect(await checkArchive(downloadedArtifact(scratch, makeWheel({ name: 'acme' })))).toMatchObject({
      kind: 'wheel',
    });
    expect(await checkArchive(downloadedArtifact(scratch, makeSdist({ name: 'acme' })))).toMatchObject({
      kind: 'sdist',
    });
  });

  it('names the file, and the entry among the facts', async () => {
    const made = makeWheel({ name: 'acme', files: { '../evil.py': 'x' } });
    await expect(checkArchive(downloadedArtifact(scratch, made))).rejects.toMatchObject({
      code: 'archive.unsafe-name',
      subject: 'acme-1.0-py3-none-any.whl',
      facts: [{ label: 'entry', value: '../evil.py' }],
    });
  });

  it('names the file in each of several reasons', async () => {
    const made = makeWheel({ name: 'acme', record: (lines) => [...lines.slice(1), 'ghost,,'] });
    await expect(checkArchive(downloadedArtifact(scratch, made))).rejects.toMatchObject({
      errors: [
        { code: 'record.unlisted', subject: made.filename },
        { code: 'record.missing', subject: made.filename },
      ],
    });
  });

  it('does not begin when it has been told to stop', async () => {
    const reason = new Error('Ctrl-C');
    const artifact = downloadedArtifact(scratch, makeWheel({ name: 'acme' }));
    await expect(checkArchive(artifact, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`acme/${index}`, 'x'.repeat(9999)]),
    );
    const checking = checkArchive(downloadedArtifact(scratch, makeWheel({ name: 'acme', files })), {
      signal: stop.signal,
    });
    const reason = new Error('Ctrl-C');
    stop.abort(reason);
    await expect(checking).rejects.toBe(reason);
  });
});
