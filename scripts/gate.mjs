// The one gate: `npm run check` is the quick half, `npm test` is everything. Prints `N passed, N failed` alone on its last line.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const quick = process.argv[2] === 'check';
const results = mkdtempSync(join(tmpdir(), 'safe-install-gate-'));

/** Runs one tool from node_modules/.bin (or node itself) with its output shown; true when it ends well. */
function run(program, args) {
  const command = program === 'node' ? process.execPath : join('node_modules', '.bin', program);
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

const totals = { passed: 0, failed: 0, skipped: 0 };

/** A step that passes or fails as a whole. */
function step(name, program, args) {
  console.log(`\n── ${name}`);
  const ok = run(program, args);
  totals[ok ? 'passed' : 'failed'] += 1;
}

/** A vitest project; its own counts are added up. */
function suite(project) {
  console.log(`\n── tests: ${project}`);
  const file = join(results, `${project}.json`);
  const ok = run('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) {
    totals.failed += 1;
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot be loaded, or an error outside a test, fails the run without a failed test.
  if (!ok && report.numFailedTests === 0) totals.failed += 1;
  if (report.numTotalTests === 0) totals.failed += 1;
}

step('build', 'node', ['scripts/build.mjs']);
step('types', 'tsc', ['--noEmit', '-p', '.']);
step('lint', 'biome', ['check', '--error-on-warnings', '.']);
step('unused code', 'knip', []);
step('package', 'publint', ['--strict', '--pack', 'false']);
step('documents', 'node', ['scripts/docs.mjs', '--check']);
suite('unit');
if (!quick) {
  suite('e2e');
  suite('live');
}

rmSync(results, { recursive: true, force: true });
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 ? 1 : 0;
