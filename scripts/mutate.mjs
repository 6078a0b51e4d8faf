// A mutation run: takes checks away or turns them around, one at a time, and says which of these changes no test notices.
//
//   node scripts/mutate.mjs [--all | --sample N] [--seed N] [--jobs N] [PATH…]
//
// PATH is a room or a part of one (src/policy, src/policy/history), or a line (src/policy/x.ts:12); without it the rooms
// that decide what is proven: src/policy, src/attestation, src/verify. A sample of 60 is tried, or all. A survivor is a
// test that is missing, or stands with its reason in mutation/argued.json.
import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsOf } from './mutation/mutants.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const ROOMS = ['src/policy', 'src/attestation', 'src/verify'];
/** Milliseconds after which a mutant is taken for an endless loop, which a test run would notice. */
const PATIENCE = 120_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean' },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
  },
});

const filesBelow = (path, ending) =>
  !existsSync(path)
    ? []
    : statSync(path).isFile()
      ? [path]
      : readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
          entry.isDirectory()
            ? filesBelow(join(path, entry.name), ending)
            : entry.name.endsWith(ending)
              ? [join(path, entry.name)]
              : [],
        );

const argued = JSON.parse(readFileSync('scripts/mutation/argued.json', 'utf8'));

/**
 * The argument for a survivor: one of its file, its text and its kind; and of a part of its line (`on`), or of what took the
 * place of the text (`after`), where it would be one for other mutants as well.
 */
const argumentFor = (mutant) =>
  argued.find(
    ({ file, before, kind, on = '', after = mutant.replacement }) =>
      file === mutant.file &&
      before === mutant.before &&
      kind === mutant.kind &&
      after === mutant.replacement &&
      mutant.text.split('\n')[mutant.line - 1].includes(on),
  );
const isArgued = (mutant) => argumentFor(mutant) !== undefined;

const mutants = (positionals.length > 0 ? positionals : ROOMS)
  .map((each) => each.split(':'))
  .flatMap(([path, line]) => filesBelow(path, '.ts').map((file) => ({ file, line })))
  .flatMap(({ file, line }) => {
    const text = readFileSync(file, 'utf8');
    const here = mutantsOf(text).filter((each) => line === undefined || each.line === Number(line));
    return here.map((each) => ({
      ...each,
      file: relative('.', file).split(sep).join('/'),
      path: resolve(file),
      before: text.slice(each.start, each.end),
      text,
    }));
  });
const chosen = values.all ? mutants : sampleOf(mutants, Number(values.sample), Number(values.seed));

/** `count` of the members, the same ones for the same seed (a linear congruential generator). */
function sampleOf(members, count, seed) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const left = [...members];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(next() * left.length), 1)[0],
  );
}

/** Test files that have noticed mutants of a file, the last one first: the next mutant of it mostly falls by the same. */
const noticing = new Map();

/**
 * What has noticed mutants of the file before, then the test of the module, then those of its part of the room, then all of
 * the room: most mutants fall at once.
 */
function batchesFor({ file }) {
  const room = file.split('/').slice(0, 2).join('/').replace(/^src/, 'test');
  const all = filesBelow(room, '.test.ts').map((each) => resolve(each));
  const own = resolve(file.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts'));
  const orders = [
    ...(noticing.get(file) ?? []).map((known) => (each) => each === known),
    (each) => each === own,
    (each) => each.startsWith(resolve(own, '..') + sep),
    () => true,
  ];
  let left = all;
  const parts = orders.map((belongs) => {
    const part = left.filter(belongs);
    left = left.filter((each) => !part.includes(each));
    return part;
  });
  return parts.filter((part) => part.length > 0);
}

/** @param test path of the test file that has noticed a mutant of `file`. */
function remember(file, test) {
  noticing.set(file, [test, ...(noticing.get(file) ?? []).filter((each) => each !== test)].slice(0, 2));
}

function startWorker() {
  const child = fork('scripts/mutation/worker.mjs', {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--max-old-space-size=1500'],
  });
  return new Promise((ready, fail) => {
    child.once('message', () => ready(child));
    child.once('exit', (code) => fail(new Error(`a worker ended with ${code} before it was ready`)));
  });
}

/** The outcome: `killed` (and by which test file), `survived` or `timeout`; in the last case the worker is gone. */
function attempt(child, message) {
  return new Promise((done) => {
    const end = (outcome, by) => {
      clearTimeout(timer);
      child.removeAllListeners('message');
      child.removeAllListeners('exit');
      done({ outcome, by });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end('timeout');
    }, PATIENCE);
    child.once('message', (killer) => (killer === null ? end('survived') : end('killed', killer)));
    child.once('exit', () => end('timeout'));
    child.send(message);
  });
}

const outcomes = [];
const queue = [...chosen];
async function work() {
  let child = await startWorker();
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const { outcome, by } = await attempt(child, { mutant, batches: batchesFor(mutant) });
    if (by !== undefined) remember(mutant.file, by);
    outcomes.push({ ...mutant, outcome });
    if (outcome === 'survived') report(mutant);
    if (outcomes.length % 25 === 0) console.error(`${outcomes.length} of ${chosen.length}`);
    if (outcome === 'timeout') child = await startWorker();
  }
  // What a worker has seen must not have made it blind: without a change, tests still pass.
  const { outcome } = await attempt(child, { mutant: null, batches: batchesFor(chosen[0]).slice(0, 1) });
  if (outcome !== 'survived') throw new Error('a worker fails without any mutation');
  child.send('end');
}

function report(mutant) {
  const { file, line, kind, before, replacement } = mutant;
  const one = (text) => text.replaceAll(/\s+/g, ' ').slice(0, 100);
  const state = isArgued(mutant) ? 'argued' : 'SURVIVED';
  console.log(`${state} ${file}:${line} ${kind}\n    ${one(before)}\n    ${one(replacement)}`);
}

// Without a change, all tests have to pass, or nothing that follows means anything.
const unchanged = (room) => ({
  mutant: null,
  batches: [filesBelow(room.replace(/^src/, 'test'), '.test.ts').map((each) => resolve(each))].filter(
    (each) => each.length > 0,
  ),
});
const rooms = [...new Set(chosen.map(({ file }) => file.split('/').slice(0, 2).join('/')))];
const first = await startWorker();
for (const room of rooms) {
  if ((await attempt(first, unchanged(room))).outcome === 'survived') continue;
  console.error(`the tests of ${room} fail without any mutation`);
  process.exit(2);
}
first.send('end');

await Promise.all(Array.from({ length: Number(values.jobs) }, work));
const survivors = outcomes.filter(({ outcome }) => outcome === 'survived');
const unargued = survivors.filter((each) => !isArgued(each));
const killed = outcomes.length - survivors.length;
const score = outcomes.length === 0 ? 100 : (100 * (outcomes.length - unargued.length)) / outcomes.length;
console.log(
  `${outcomes.length} of ${mutants.length} mutants: ${killed} killed (${outcomes.filter(({ outcome }) => outcome === 'timeout').length} of them by time), ${survivors.length - unargued.length} argued, ${unargued.length} survived; score ${score.toFixed(1)} %`,
);
// An argument for what tests notice, or for what is not there any more, would hide a survivor to come.
const needed = new Set(survivors.map(argumentFor));
const tried = new Set(chosen.map(({ file }) => file));
const isWhole = values.all && !positionals.some((each) => each.includes(':'));
const idle = isWhole ? argued.filter((each) => tried.has(each.file) && !needed.has(each)) : [];
for (const { file, before, kind } of idle) console.log(`needs no argument: ${file} ${kind}\n    ${before}`);
process.exitCode = unargued.length + idle.length > 0 ? 1 : 0;
