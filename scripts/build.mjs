// Builds dist/: the command and the library as split ES modules (each command loads only what it needs), and the types.
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const fresh = `dist-${process.pid}`; // the old build stays usable until the new one is whole

const bundle = await rolldown({
  input: {
    cli: 'src/cli/index.ts',
    index: 'src/index.ts',
    'archive-worker': 'src/archive/archive-worker.ts',
  },
  platform: 'node',
  logLevel: 'warn',
  treeshake: true,
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
