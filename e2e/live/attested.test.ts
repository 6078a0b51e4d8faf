import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARED_DATA, sharedPath } from '../../test/support/shared-data.ts';
import { type ConfiguredIndex, configuredIndex } from '../attested/configured-index.ts';
import { OverlayIndex } from '../attested/overlay-index.ts';
import { type RealEvidence, realEvidence } from '../attested/real-evidence.ts';
import { codesOf, expectDone, expectOneScreen } from '../support/output.ts';
import { expectUntouched } from '../support/refusal.ts';
import { makeLiveSandbox, type RunResult, Sandbox } from '../support/sandbox.ts';

/** No repository of a trust root is asked: a network may well have the index, and nothing else. */
const AS_IT_CAME = ['--trust-refresh', 'never'];

/** Versions that are not the last ones with evidence. */
const OLDER: ReadonlySet<string> = new Set(['3.0.0', '0.0.16']);

describe.skipIf(SHARED_DATA === undefined)('the real index, with the real provenance of real files', () => {
  /** The first document for each file: provenance objects come before what had to be put into one. */
  const evidence = new Map<string, RealEvidence>();
  let host: Sandbox | undefined;
  let upstream: ConfiguredIndex | undefined;
  let overlay: OverlayIndex | undefined;

  beforeAll(async () => {
    for (const each of realEvidence()) if (!evidence.has(each.filename)) evidence.set(each.filename, each);
    host = await Sandbox.make({ installer: 'pip', configuration: 'machine' });
    upstream = await configuredIndex(host);
    overlay = await OverlayIndex.start(upstream, [...evidence.values()]);
  });
  afterAll(async () => {
    await overlay?.close();
    await upstream?.http.close();
    await host?.remove();
  });

  const index = (): OverlayIndex => {
    if (overlay === undefined) throw new Error('the suite has not been set up');
    return overlay;
  };

  const run = (sandbox: Sandbox, words: readonly string[]): Promise<RunResult> =>
    sandbox.run([...words, ...AS_IT_CAME, '--index-url', index().url]);

  it('has evidence of publishers of every kind', () => {
    expect(new Set([...evidence.values()].map(({ provenance }) => kindOf(provenance)))).toEqual(
      new Set(['GitHub', 'GitLab', 'Google', 'CircleCI']),
    );
  });

  it('installs wheels that are attested, beside one that is not', async () => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    index().provenancePaths.length = 0;
    const wheels = ['sampleproject==4.0.0', 'circleci-sign-publish-example==0.0.1.dev137'];
    const result = await run(sandbox, wheels);
    expectDone(result);
    expectOneScreen(result);
    expect(result.stderr).toContain('2 attested, 1 unattested, 0 waived, 0 refused');
    expect(index().provenancePaths.sort()).toEqual([
      '/provenance/circleci_sign_publish_example-0.0.1.dev137-py3-none-any.whl',
      '/provenance/sampleproject-4.0.0-py3-none-any.whl',
    ]);
    expect(await sandbox.freeze()).toEqual([
      'circleci-sign-publish-example==0.0.1.dev137',
      expect.stringMatching(/^peppercorn==/), // needed by sampleproject, and nobody has its provenance
      'sampleproject==4.0.0',
    ]);
    const again = await run(sandbox, [
      ...wheels,
      '--force-reinstall',
      '--no-deps',
      '--require-provenance',
      '-v',
    ]);
    expectDone(again);
    expect(again.stderr).toContain('2 attested, 0 unattested');
    expect(again.stderr).toMatch(/github\.com\/pypa\/sampleproject\s+release\.yml \(.*seen\s+before/);
  });

  it('refuses the one that is not, where provenance is required', async () => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    const before = await sandbox.snapshot();
    const result = await run(sandbox, ['sampleproject==4.0.0', '--ci']);
    expect({ exitCode: result.exitCode, codes: codesOf(result) }).toEqual({
      exitCode: 1,
      codes: ['provenance.missing'],
    });
    expect(result.stderr).toContain('peppercorn');
    expectOneScreen(result);
    await expectUntouched(sandbox, before);
  });

  it('downloads source distributions with their provenance, and verifies what lies there afterwards', async () => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    const files = [...evidence.values()].filter(
      ({ filename, version }) => filename.endsWith('.tar.gz') && !OLDER.has(version),
    );
    const releases = files.map(({ project, version }) => `${project}==${version}`);
    const names = files.map(({ project }) => project).join(',');
    const words = ['download', '-d', 'out', '--no-deps', '--no-binary', names];
    expectDone(await run(sandbox, [...words, ...releases]));
    const expected = files.flatMap(({ filename }) => [filename, `${filename}.provenance`]);
    expect((await readdir(join(sandbox.project, 'out'))).sort()).toEqual(expected.sort());
    const verified = await sandbox.run(['verify', './out', '--require-provenance', ...AS_IT_CAME]);
    expectDone(verified);
    expect(verified.stderr).toContain(`${files.length} attested`);
  });

  it('builds source distributions that are attested, and installs what was built', async () => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    const releases = ['sampleproject==3.0.0', 'pypi-attestations==0.0.16'];
    const words = ['--no-deps', '--no-binary', 'sampleproject,pypi-attestations', ...releases];
    const result = await run(sandbox, words);
    expectDone(result);
    expect(result.stderr).toContain('2 attested');
    expect(await sandbox.freeze()).toEqual([...releases].sort());
  });

  it('refuses the wheel of a release of which only the source distribution is attested', async () => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    const before = await sandbox.snapshot();
    const result = await run(sandbox, ['pypi-attestations==0.0.19', '--no-deps']);
    expect({ exitCode: result.exitCode, codes: codesOf(result) }).toEqual({
      exitCode: 1,
      codes: ['provenance.partial'],
    });
    await expectUntouched(sandbox, before);
  });

  it('takes what was signed under the staging root for what a policy says that it is', async () => {
    const sandbox = await makeLiveSandbox({ installer: 'pip' });
    const before = await sandbox.snapshot();
    const refused = await run(sandbox, ['rfc8785==0.1.2']);
    expect({ exitCode: refused.exitCode, codes: codesOf(refused) }).toEqual({
      exitCode: 1,
      codes: ['sigstore.chain'],
    });
    await expectUntouched(sandbox, before);

    const root = sharedPath('trusted-roots', 'staging.trusted_root.json');
    await sandbox.write(
      'safe-install.toml',
      `version = 1
[[rule]]
packages = ["rfc8785"]
root = "staging"
[[rule.publisher]]
issuer = "https://github.com/login/oauth"
email = ${JSON.stringify(emailOf(evidence.get('rfc8785-0.1.2-py3-none-any.whl')))}
[trust.roots.staging]
root = ${JSON.stringify(root)}
`,
    );
    const taken = await run(sandbox, ['rfc8785==0.1.2']);
    expectDone(taken);
    expect(taken.stderr).toContain('1 attested, 0 unattested, 0 waived, 0 refused');
  });
});

interface ProvenanceText {
  readonly attestation_bundles: readonly { readonly publisher: { kind: string; email?: string } }[];
}

const publisherIn = (provenance: string) =>
  (JSON.parse(provenance) as ProvenanceText).attestation_bundles[0]?.publisher;

const kindOf = (provenance: string): string | undefined => publisherIn(provenance)?.kind;

const emailOf = (evidence: RealEvidence | undefined): string =>
  publisherIn(evidence?.provenance ?? '{}')?.email ?? '';
