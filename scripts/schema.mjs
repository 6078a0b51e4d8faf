// Writes policies/schema.json from the shapes in src/policy/file/schema.ts; a test says when it has to be run again.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// Beside the sources, so that the bundle finds zod.
const folder = mkdtempSync(join('node_modules', '.schema-'));
const bundle = await rolldown({
  input: 'src/policy/file/json-schema.ts',
  platform: 'node',
  external: ['zod'],
  logLevel: 'warn',
});
await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'json-schema.mjs' });
await bundle.close();
const { policyJsonSchema } = await import(pathToFileURL(join(folder, 'json-schema.mjs')).href);
rmSync(folder, { recursive: true });
writeFileSync('policies/schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
spawnSync(join('node_modules', '.bin', 'biome'), ['format', '--write', 'policies/schema.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
