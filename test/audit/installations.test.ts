import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  describeInstallations,
  installationsPath,
  readInstallations,
  rememberInstallations,
} from '../../src/audit/installations.ts';
import { wheelDigest } from '../../src/audit/wheel-record.ts';
import { silentLog } from '../../src/platform/index.ts';
import type { VerifiedArtifact } from '../../src/verify/index.ts';
import { temporaryFolder } from '../index/support.ts';
import { makeVerified } from '../installers/support/verified.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { makeEnvironment } from './support/environment.ts';

const MADE = makeWheel({ name: 'acme', version: '1.0' });

/** An environment in which `acme` is installed, and what was verified of it. */
async function installed() {
  const environment = makeEnvironment();
  environment.install({ name: 'acme' });
  const state = join(environment.prefix, 'state');
  const { site } = environment;
  const paths = { purelib: site, platlib: site, data: environment.prefix };
  return { environment, state, site, paths, verified: await makeVerified(MADE, await temporaryFolder()) };
}

/** What is warned about. */
function warnings() {
  const told: string[] = [];
  return { told, log: { ...silentLog, warn: (message: string) => void told.push(message) } };
}

/** The same wheel, as if it had been built on this machine. */
function builtHere(verified: VerifiedArtifact, builtFrom: unknown): VerifiedArtifact {
  const { candidate, artifact, report, verdict } = verified;
  return { candidate, artifact, report, verdict: { ...verdict, builtFrom } } as unknown as VerifiedArtifact;
}

describe('what was installed', () => {
  it('is remembered for the folder that it went to, and read again', async () => {
    const { state, site, paths, verified } = await installed();
    await rememberInstallations(describeInstallations([verified]), paths, state, silentLog);
    expect([...(await readInstallations(state, site, silentLog))]).toEqual([
      [
        'acme',
        {
          version: '1.0',
          filename: MADE.filename,
          sha256: MADE.sha256,
          files: wheelDigest(verified.report.record),
          publisher: null,
        },
      ],
    ]);
    expect([...(await readInstallations(state, `${site}-other`, silentLog))]).toEqual([]);
  });

  it('stands beside what was installed before', async () => {
    const { environment, state, site, paths, verified } = await installed();
    environment.install({ name: 'beta' });
    const beta = await makeVerified(makeWheel({ name: 'beta' }), await temporaryFolder());
    await rememberInstallations(describeInstallations([verified]), paths, state, silentLog);
    await rememberInstallations(describeInstallations([beta]), paths, state, silentLog);
    expect([...(await readInstallations(state, site, silentLog)).keys()].sort()).toEqual(['acme', 'beta']);
  });

  it('is the source distribution where the wheel was built here from one', async () => {
    const { state, site, paths, verified } = await installed();
    const sha256 = 'c'.repeat(64);
    const from = { kind: 'sdist', filename: 'acme-1.0.tar.gz', sha256, size: 1 };
    await rememberInstallations(describeInstallations([builtHere(verified, from)]), paths, state, silentLog);
    const known = await readInstallations(state, site, silentLog);
    expect([...known.values()]).toMatchObject([{ filename: 'acme-1.0.tar.gz', sha256 }]);
  });

  it('is on no index where the wheel was built from a folder, whatever was there before', async () => {
    const { state, site, paths, verified } = await installed();
    await rememberInstallations(describeInstallations([verified]), paths, state, silentLog);
    const from = { kind: 'folder', url: 'file:///project', editable: false };
    await rememberInstallations(describeInstallations([builtHere(verified, from)]), paths, state, silentLog);
    expect([...(await readInstallations(state, site, silentLog))]).toEqual([]);
  });

  it.each<[string, (paths: Awaited<ReturnType<typeof installed>>['paths']) => typeof paths]>([
    ['went to another folder', ({ data }) => ({ purelib: data, platlib: data, data: join(data, 'x') })],
    [
      'went to a target, where data lies among packages',
      ({ purelib }) => ({ purelib, platlib: purelib, data: purelib }),
    ],
  ])('is not remembered where it %s', async (_reason, change) => {
    const { state, site, paths, verified } = await installed();
    await rememberInstallations(describeInstallations([verified]), change(paths), state, silentLog);
    expect([...(await readInstallations(state, site, silentLog))]).toEqual([]);
  });

  it('is no reason to fail where it cannot be written', async () => {
    const { environment, paths, verified } = await installed();
    const { told, log } = warnings();
    const file = environment.write('file', '');
    await rememberInstallations(describeInstallations([verified]), paths, join(file, 'state'), log);
    expect(told).toEqual([expect.stringContaining('is not remembered for audits')]);
  });

  const entry = {
    version: '1.0',
    filename: 'a.whl',
    sha256: 'a'.repeat(64),
    files: 'b'.repeat(64),
    publisher: null,
  };

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['another format', { format: 2, distributions: {} }],
    ['no distributions', { format: 1 }],
    ['a name that is none', { format: 1, distributions: { 'A b': entry } }],
    ['an entry that is none', { format: 1, distributions: { acme: null } }],
    ['a number for a version', { format: 1, distributions: { acme: { ...entry, version: 1 } } }],
    ['a digest that is none', { format: 1, distributions: { acme: { ...entry, sha256: 'x' } } }],
    ['a publisher that is none', { format: 1, distributions: { acme: { ...entry, publisher: 1 } } }],
  ])('counts for nothing where it is written as %s, and is told', async (_reason, content) => {
    const { state, site, paths, verified } = await installed();
    await rememberInstallations(describeInstallations([verified]), paths, state, silentLog);
    const path = installationsPath(state, site);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    const { told, log } = warnings();
    expect([...(await readInstallations(state, site, log))]).toEqual([]);
    expect(told).toEqual([expect.stringContaining(path)]);
  });

  it('is readable by the user alone', async () => {
    const { state, paths, verified } = await installed();
    await rememberInstallations(describeInstallations([verified]), paths, state, silentLog);
    const [name = ''] = readdirSync(join(state, 'installations'));
    expect(name).toMatch(/^[0-9a-f]{32}\.json$/);
    expect(readFileSync(join(state, 'installations', name), 'utf8')).toContain('"acme"');
  });
});
