import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findWorkerUrl } from '../../src/platform/index.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const workerUrl = pathToFileURL(join(scratch.path, 'some-worker.js'));
writeFileSync(workerUrl, '');

describe('findWorkerUrl', () => {
  it.each([
    ['beside the entry of the bundle', 'cli.js'],
    ['above a chunk of the bundle', 'chunks/check-archive.js'],
  ])('finds it %s', (_where, module) => {
    expect(findWorkerUrl('some-worker', new URL(module, workerUrl).href)?.href).toBe(workerUrl.href);
  });

  it.each(['archive-worker', 'audit-worker'])('finds no %s beside the sources', (name) => {
    expect(findWorkerUrl(name)).toBeUndefined();
  });
});
