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
const AUDIT_WORKER = { 'audit-worker': 'src/audit/audit-worker.ts' };
const options = {
  platform: 'node',
  logLevel: 'warn',
  // Our own modules do nothing when they are loaded: what is not used of a room need not be read.
  treeshake: { moduleSideEffects: [{ test: /[/\\\\]src[/\\\\](?!cli[/\\\\]index)/, sideEffects: false }] },
};

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
  input: { cli: 'src/cli/index.ts', index: 'src/index.ts', ...WORKER, ...AUDIT_WORKER },
  transform: { define: { STRICT_READING_DIGEST: JSON.stringify(await strictReadingDigest()) } },
});
await bundle.write({
  dir: fresh,
  format: 'esm',
  // Names stay, for the stack of a bug report; a third less to read at each start.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  sourcemap: false,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  // What a policy says of publishers needs none of the cryptography that shows who signed.
  codeSplitting: {
    groups: [
      { name: 'packaging', test: /[/\\\\]src[/\\\\]packaging[/\\\\]/ },
      { name: 'publisher', test: /[/\\\\]src[/\\\\]attestation[/\\\\](?:publisher|json)[/\\\\]/ },
    ],
  },
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
