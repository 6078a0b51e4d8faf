import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { attestedShop, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';

const suite = attestedShop();

/** An attested application, and an unsigned distribution that it needs. */
async function serve(): Promise<void> {
  const { shop } = suite;
  await shop.publish(
    { name: 'widget', version: '1.0', requires: ['helper'] },
    { publisher: 'github-environment' },
  );
  shop.index.add(makeWheel({ name: 'helper', version: '2.0' }));
}

interface Report {
  readonly text: string;
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/** Runs a dry install of the application with a report, and reads it. */
async function report(format: string, words: readonly string[] = [], env = {}): Promise<Report> {
  const { sandbox } = suite.shop;
  const path = join(sandbox.project, 'report');
  const args = ['widget', '--dry-run', '--report', path, '--report-format', format, ...words];
  const { exitCode, stderr } = await sandbox.run(args, { env });
  return { text: await readFile(path, 'utf8'), exitCode, stderr };
}

const RULE = ruleFor('widget', 'github-environment');

describe('a run that does what it was asked', () => {
  it('tells in the JSON report who built what, and who named him', async () => {
    await serve();
    await suite.shop.policy(RULE);
    const { text, ...run } = await report('json');
    expectDone({ ...run, stdout: '', signal: undefined });
    const { install, safe_install } = JSON.parse(text);
    const [helper, widget] = install.map((entry: { safe_install: object }) => entry.safe_install);
    expect(widget).toMatchObject({
      file: 'widget-1.0-py3-none-any.whl',
      evidence: { kind: 'attested', first_seen: false },
      publisher: {
        kind: 'GitHub',
        repository: 'acme/widget',
        workflow: 'release.yml',
        environment: 'release',
      },
      named_by: expect.stringMatching(/^safe-install\.toml:\d+$/),
      identity: {
        repository: 'https://github.com/acme/widget',
        ref: 'refs/tags/v1.0',
        says: 'publish',
        logs: [{ log_index: expect.any(Number) }],
      },
      provenance: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      requested_by: ['widget'],
    });
    expect(helper).toMatchObject({
      evidence: { kind: 'unattested' },
      identity: null,
      required_by: ['widget'],
    });
    expect(safe_install).toMatchObject({
      counts: { attested: 1, unattested: 1, waived: 0, refused: 0 },
      trust: [{ origin: 'file' }],
    });
  });

  it('writes a verification summary for each file', async () => {
    await serve();
    const { text } = await report('vsa');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      lines.map(({ subject, predicate }) => [
        subject[0].name,
        predicate.verifiedLevels[1],
        predicate.verificationResult,
      ]),
    ).toEqual([
      ['helper-2.0-py3-none-any.whl', 'SAFE_INSTALL_UNATTESTED', 'PASSED'],
      ['widget-1.0-py3-none-any.whl', 'SAFE_INSTALL_ATTESTED', 'PASSED'],
    ]);
  });
});

describe('a run that is refused', () => {
  it('writes SARIF that leads to the line of the policy', async () => {
    await serve();
    await suite.shop.policy(ruleFor('widget', 'gitlab'));
    const { text, exitCode } = await report('sarif');
    const [{ results }] = JSON.parse(text).runs;
    expect([exitCode, results.length]).toEqual([1, 1]);
    expect(results[0]).toMatchObject({
      ruleId: 'identity.issuer',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'safe-install.toml' },
            region: { startLine: expect.any(Number) },
          },
          logicalLocations: [
            { name: 'widget-1.0-py3-none-any.whl' },
            { name: 'widget', kind: 'requirement' },
          ],
        },
      ],
    });
  });

  it('says in every form that nothing was installed, and what was not proven', async () => {
    await serve();
    const words = ['--require-provenance'];
    const [json, markdown, html] = [
      await report('json', words),
      await report('markdown', words),
      await report('html', words),
    ];
    expect(JSON.parse(json?.text ?? '')).toMatchObject({
      install: [],
      safe_install: {
        refused: [{ code: 'provenance.missing' }],
        passed: [{ safe_install: { file: 'widget-1.0-py3-none-any.whl' } }],
      },
    });
    expect(markdown?.text).toMatch(/^### safe-install: 1 of 2 files refused, nothing installed\n/);
    expect(markdown?.text).toContain('- ✕ **helper 2.0**');
    expect(html?.text).toContain('<h1>1 of 2 files refused, nothing installed</h1>');
  });

  it('gives a job on GitHub its summary and its annotations', async () => {
    await serve();
    const summary = join(suite.shop.sandbox.project, 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stderr } = await report('json', ['--require-provenance'], env);
    expect(await readFile(summary, 'utf8')).toContain('- ✕ **helper 2.0**');
    expect(stderr).toMatch(/^::error title=provenance\.missing%3A helper 2\.0::/m);
  });
});
