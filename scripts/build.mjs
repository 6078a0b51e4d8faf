// Builds dist/: the command and the library as split ES modules (each command loads only what it needs), and the types.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const fresh = `dist-${process.pid}`; // the old build stays usable until the new one is whole

const WORKER = { 'archive-worker': 'src/archive/archive-worker.ts' };
const options = { platform: 'node', logLevel: 'warn', treeshake: true };

/** Digest of the code that reads archives strictly, with everything that it uses (src/archive/checker/checker-digest.ts). */
async function strictReadingDigest() {
  const bundle = await rolldown({ ...options, input: WORKER });
  const { output } = await bundle.generate({ format: 'esm', minify: false, sourcemap: false });
  await bundle.close();
  const hash = createHash('sha256');
  for (const { fileName, code } of output.toSorted((one, other) => (one.fileName < other.fileName ? -1 : 1)))
    hash.update(`${fileName}\n${code.length}\n${code}`);
  return hash.digest('hex');
}

const bundle = await rolldown({
  ...options,
  input: { cli: 'src/cli/index.ts', index: 'src/index.ts', ...WORKER },
  transform: { define: { STRICT_READING_DIGEST: JSON.stringify(await strictReadingDigest()) } },
});
await bundle.write({
  dir: fresh,
  format: 'esm',
  minify: false,
  sourcemap: false,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await bundle.close();
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json', '--outDir', `${fresh}/types`],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
rmSync('dist', { recursive: true, force: true });
renameSync(fresh, 'dist');
