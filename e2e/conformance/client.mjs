#!/usr/bin/env node
// The entry point that the Sigstore conformance suite starts: `client.mjs verify-bundle --bundle FILE … FILE_OR_DIGEST`.
// It bundles the TypeScript beside it first, since the Node that runs it may not read TypeScript.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
try {
  const build = await rolldown({
    input: join(import.meta.dirname, 'verify-bundle.ts'),
    platform: 'node',
    logLevel: 'silent',
  });
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  });
  const { main } = await import(pathToFileURL(join(folder, 'verify-bundle.mjs')).href);
  process.exitCode = await main(process.argv.slice(2));
} finally {
  await rm(folder, { recursive: true, force: true });
}
