import { execFileSync } from 'node:child_process';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { EVIDENCE_FIGURES } from './evidence-figures.mjs';
import { alternate, measure, median, timingsOf } from './measure.mjs';
import { COMMAND } from './workplace.mjs';

const MIB = 1024 * 1024;

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
const megabytes = (bytes) => (bytes === undefined ? 'not told here' : `${Math.round(bytes / 1e6)} MB`);
const spread = (numbers, show) =>
  `${show(median(numbers))} (${show(Math.min(...numbers))} - ${show(Math.max(...numbers))})`;

const safeInstall = (args) => ({ program: process.execPath, args: [COMMAND, ...args] });

/** Wall time of `safe-install` against the installer alone, both into fresh environments with empty caches. */
const against = (installer, requirement) => async (workplace, rounds) => {
  const timings = [];
  const ours = async () => {
    const environment = await workplace.environment(installer);
    const run = safeInstall(['install', '--installer', installer, requirement]);
    const { milliseconds, stderr } = await measure({ ...environment, ...run });
    timings.push(timingsOf(stderr));
    return milliseconds;
  };
  const plain = async () => {
    const environment = await workplace.environment(installer);
    const run =
      installer === 'pip'
        ? { program: environment.python, args: ['-m', 'pip', 'install', requirement] }
        : { program: 'uv', args: ['pip', 'install', '--python', environment.python, requirement] };
    return (await measure({ ...environment, ...run })).milliseconds;
  };
  const { a, b } = await alternate(rounds, ours, plain);
  const ratio = median(a) / median(b);
  return { ours: spread(a, seconds), other: spread(b, seconds), ratio, stages: stages(timings) };
};

/** Milliseconds until the installer is started; files are read strictly within the stage of the downloads. */
const beforeHandOver = ({ start, resolve, download }) => start + resolve + download;

/** Medians of each stage in one line. */
function stages(timings) {
  const names = Object.keys(timings[0] ?? {});
  return names.map((name) => `${name} ${seconds(median(timings.map((each) => each[name])))}`).join(', ');
}

/** A run into a second environment with the cache of the first, up to the hand-over. */
async function secondRun(workplace, rounds) {
  const warm = [];
  const cold = [];
  const run = safeInstall(['install', '--installer', 'uv', 'jupyterlab']);
  for (let round = 0; round < rounds; round += 1) {
    const first = await workplace.environment('uv');
    cold.push(timingsOf((await measure({ ...first, ...run })).stderr));
    const { SAFE_INSTALL_CACHE_DIR } = first.env;
    const second = await workplace.environment('uv', { SAFE_INSTALL_CACHE_DIR });
    warm.push(timingsOf((await measure({ ...second, ...run })).stderr));
  }
  const [ours, other] = [warm.map(beforeHandOver), cold.map(beforeHandOver)];
  const ratio = median(ours) / median(other);
  return { ours: spread(ours, seconds), other: spread(other, seconds), ratio, stages: stages(warm) };
}

async function start(workplace, rounds) {
  const { env, cwd } = await workplace.environment('uv');
  const timed = (args) => async () =>
    (await measure({ program: process.execPath, args, env, cwd })).milliseconds;
  // a start takes a tenth of a second, and one busy moment of the machine as much: more rounds than of the others
  const { a, b } = await alternate(rounds * 4, timed([COMMAND, '--version']), timed(['-e', '0']));
  const show = (milliseconds) => `${Math.round(milliseconds)} ms`;
  return { ours: spread(a, show), other: spread(b, show), ratio: median(a) / median(b) };
}

const memory = (installer) => async (workplace) => {
  const environment = await workplace.environment(installer);
  const run = safeInstall(['install', '--installer', installer, 'jupyterlab']);
  const { peak } = await measure({ ...environment, ...run, memory: true });
  return { ours: megabytes(peak), other: '300 MB', ratio: peak === undefined ? undefined : peak / 300e6 };
};

/** Peak of memory for one wheel of `size` MiB from an index of this process. */
async function peakForWheel(workplace, size) {
  const { makeWheel, noise, startLocalIndex } = workplace.support;
  const files = {};
  for (let part = 0; part < size / 10; part += 1) files[`crate/part${part}.bin`] = noise(10 * MIB, part + 1);
  const index = await startLocalIndex();
  try {
    index.add(makeWheel({ name: 'crate', files, method: 'stored' }));
    const variables = { PIP_CONFIG_FILE: devNull, PIP_INDEX_URL: index.url, UV_INDEX_URL: index.url };
    const environment = await workplace.environment('uv', variables);
    const run = safeInstall(['install', '--installer', 'uv', '--index-url', index.url, 'crate']);
    return (await measure({ ...environment, ...run, memory: true })).peak;
  } finally {
    await index.close();
  }
}

async function largeWheels(workplace) {
  const small = await peakForWheel(workplace, 100);
  const large = await peakForWheel(workplace, 300);
  const ratio = small === undefined || large === undefined ? undefined : large / small;
  return { ours: megabytes(large), other: megabytes(small), ratio };
}

/** Seconds that an audit of an environment of 90 packages may take. */
const AUDIT_LIMIT = 2;

/** An audit that finds one altered byte, one missing file and one extra `.pth` file; the Python was asked before. */
async function audit(workplace, rounds) {
  const environment = await workplace.environment('uv');
  const { python } = environment;
  await measure({ ...environment, ...safeInstall(['install', '--installer', 'uv', 'jupyterlab']) });
  const packages = execFileSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    encoding: 'utf8',
  }).trim();
  await appendFile(join(packages, 'idna', 'core.py'), '#');
  await rm(join(packages, 'jinja2', 'meta.py'));
  await writeFile(join(packages, 'extra.pth'), 'import os\n');
  const timed = (words) => async () =>
    (await measure({ ...environment, ...safeInstall(['audit', '--python', python, ...words]), ends: 1 }))
      .milliseconds;
  const { a, b } = await alternate(rounds, timed([]), timed(['--offline']));
  const ratio = median(a) / 1000 / AUDIT_LIMIT;
  return {
    ours: spread(a, seconds),
    other: `${AUDIT_LIMIT.toFixed(1)} s`,
    ratio,
    stages: `offline ${spread(b, seconds)}`,
  };
}

/** Every figure: what is compared, the ratio to reach, and how it is measured. */
export const FIGURES = [
  {
    name: 'jupyterlab-pip',
    what: 'jupyterlab: safe-install with pip / pip',
    aim: 1.0,
    run: against('pip', 'jupyterlab'),
  },
  {
    name: 'jupyterlab-uv',
    what: 'jupyterlab: safe-install with uv / uv',
    aim: 1.8,
    run: against('uv', 'jupyterlab'),
  },
  {
    name: 'requests-pip',
    what: 'requests: safe-install with pip / pip',
    aim: 1.2,
    run: against('pip', 'requests'),
  },
  { name: 'second-run', what: 'jupyterlab before the hand-over: warm / cold', aim: 0.5, run: secondRun },
  { name: 'start', what: 'safe-install --version / node -e 0', aim: 1.4, run: start },
  { name: 'audit', what: 'audit of jupyterlab, altered / limit', aim: 1.0, run: audit },
  { name: 'memory-pip', what: 'peak memory, jupyterlab with pip / limit', aim: 1.0, run: memory('pip') },
  { name: 'memory-uv', what: 'peak memory, jupyterlab with uv / limit', aim: 1.0, run: memory('uv') },
  { name: 'memory-wheel', what: 'peak memory, a wheel of 300 MB / of 100 MB', aim: 1.2, run: largeWheels },
  ...EVIDENCE_FIGURES,
];
