import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alternate, measure, median, timingsOf } from './measure.mjs';
import { COMMAND } from './workplace.mjs';

const milliseconds = (number) => `${number.toFixed(number < 100 ? 1 : 0)} ms`;
const spread = (numbers, show) =>
  `${show(median(numbers))} (${show(Math.min(...numbers))} - ${show(Math.max(...numbers))})`;

const POLICY = 'version = 1\n[trust]\nroot = "trusted_root.json"\n';

/** A folder with the policy that trusts this Sigstore. */
async function project(workplace, sigstore) {
  const folder = await workplace.folder('project');
  await writeFile(join(folder, 'trusted_root.json'), sigstore.trustedRoot);
  await writeFile(join(folder, 'safe-install.toml'), POLICY);
  return folder;
}

/** The whole process for one file and its evidence, without a network, against Node that does nothing. */
async function verifyOne(workplace, rounds) {
  const { makeWheel, TestSigstore } = workplace.support;
  const sigstore = await TestSigstore.create();
  const wheel = makeWheel({ name: 'widget', version: '1.0' });
  const cwd = await project(workplace, sigstore);
  await writeFile(join(cwd, wheel.filename), wheel.bytes);
  await writeFile(
    join(cwd, `${wheel.filename}.provenance`),
    JSON.stringify(await sigstore.provenance(wheel)),
  );
  const { env } = await workplace.environment('uv');
  const timed = (args) => async () =>
    (await measure({ program: process.execPath, args, env, cwd })).milliseconds;
  const { a, b } = await alternate(
    rounds * 4,
    timed([COMMAND, 'verify', '--offline', '--require-provenance', wheel.filename]),
    timed(['-e', '0']),
  );
  return { ours: spread(a, milliseconds), other: spread(b, milliseconds), ratio: median(a) / 250 };
}

/** One attestation after the other in one process, by our verifier and by the library's own. */
async function verifyWarm(workplace, rounds) {
  const { makeWheel, parseEvidence, TestSigstore, TrustRoot, verifyEvidence } = workplace.support;
  const sigstore = await TestSigstore.create();
  const root = TrustRoot.parse(sigstore.trustedRoot, 'bench');
  const wheel = makeWheel({ name: 'widget', version: '1.0' });
  const sha256 = createHash('sha256').update(wheel.bytes).digest('hex');
  const texts = [];
  for (let count = 0; count < 60; count += 1) texts.push(JSON.stringify(await sigstore.signStatement(wheel)));
  const asked = { filename: wheel.filename, sha256, bytes: async function* () {} };
  const ours = async () => {
    const started = performance.now();
    for (const text of texts) await verifyEvidence(parseEvidence(text), asked, root);
    return (performance.now() - started) / texts.length;
  };
  const library = async () => {
    const { bundleFromJSON } = await import('@sigstore/bundle');
    const { toSignedEntity, toTrustMaterial, Verifier } = await import('@sigstore/verify');
    const { TrustedRoot } = await import('@sigstore/protobuf-specs');
    const material = toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(sigstore.trustedRoot)));
    const verifier = new Verifier(material, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 });
    const started = performance.now();
    for (const text of texts) verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(text))));
    return (performance.now() - started) / texts.length;
  };
  await ours();
  await library();
  const { a, b } = await alternate(rounds, ours, library);
  return { ours: spread(a, milliseconds), other: spread(b, milliseconds), ratio: median(a) / 4 };
}

/** The plan of jupyterlab with provenance for every file against the same plan without, both with empty caches. */
async function attestedPlan(workplace, rounds) {
  const { configuredIndex, OverlayIndex, TestSigstore } = workplace.support;
  const sigstore = await TestSigstore.create();
  const cwd = await project(workplace, sigstore);
  const asked = await workplace.environment('pip');
  const cache = join(asked.cwd, 'cache');
  await mkdir(cache, { recursive: true });
  const upstream = await configuredIndex({ env: asked.env, project: asked.cwd, cache });
  const report = join(asked.cwd, 'report.json');
  const planned = ['install', '--dry-run', '--ignore-installed', '--report', report, 'jupyterlab'];
  await measure({ ...asked, program: process.execPath, args: [COMMAND, ...planned] });
  const evidence = [];
  for (const { download_info: info, metadata } of JSON.parse(await readFile(report, 'utf8')).install) {
    const filename = decodeURIComponent(new URL(info.url).pathname.split('/').at(-1));
    const { sha256 } = info.archive_info.hashes;
    const statement = { subject: [{ name: filename, digest: { sha256 } }] };
    const provenance = await sigstore.provenance({ filename, bytes: new Uint8Array() }, { statement });
    evidence.push({
      filename,
      project: metadata.name,
      sha256,
      copy: null,
      provenance: JSON.stringify(provenance),
    });
  }
  const overlay = {
    with: await OverlayIndex.start(upstream, evidence),
    without: await OverlayIndex.start(upstream, []),
  };
  const counts = [];
  const run = (which) => async () => {
    const environment = await workplace.environment('uv');
    const words = ['install', '--installer', 'uv', '--index-url', overlay[which].url, 'jupyterlab'];
    const { milliseconds: took, stderr } = await measure({
      ...environment,
      cwd,
      program: process.execPath,
      args: [COMMAND, ...words],
    });
    timingsOf(stderr);
    counts.push(/^\d+ attested.*$/m.exec(stderr)?.[0]);
    return took;
  };
  try {
    const { a, b } = await alternate(rounds, run('with'), run('without'));
    const seconds = (number) => `${(number / 1000).toFixed(2)} s`;
    return {
      ours: spread(a, seconds),
      other: spread(b, seconds),
      ratio: median(a) / median(b),
      stages: [...new Set(counts)].join(' / '),
    };
  } finally {
    await overlay.with.close();
    await overlay.without.close();
    await upstream.http.close();
  }
}

/** What evidence costs. */
export const EVIDENCE_FIGURES = [
  {
    name: 'verify-one',
    what: 'verify, whole process / 250 ms (beside: node)',
    aim: 1.0,
    run: verifyOne,
  },
  {
    name: 'verify-warm',
    what: 'an attestation, warm / 4 ms (beside: library)',
    aim: 1.0,
    run: verifyWarm,
  },
  {
    name: 'attested-plan',
    what: 'jupyterlab attested / the same without',
    aim: 1.15,
    run: attestedPlan,
  },
];
