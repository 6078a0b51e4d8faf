import { beforeAll, describe, expect, it } from 'vitest';
import { githubIdentity } from '../../../e2e/sigstore/index.ts';
import {
  parseEvidence,
  TrustRoot,
  type VerifiedEvidence,
  verifyEvidence,
} from '../../../src/attestation/index.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { toInstallationReport } from '../../../src/report/json/installation-report.ts';
import { asked, testSigstore, WIDGET } from '../../attestation/support.ts';
import { candidate, content, MARKERS, NOW, sha256, verified, withRefusal } from '../support.ts';

interface Entry {
  readonly [key: string]: unknown;
  readonly safe_install: Record<string, unknown>;
}
interface Report {
  readonly [key: string]: unknown;
  readonly install: readonly Entry[];
  readonly safe_install: Record<string, unknown>;
}

/** As a program reads it. */
const report = (...args: Parameters<typeof toInstallationReport>): Report =>
  JSON.parse(JSON.stringify(toInstallationReport(...args)));

describe('the report of pip', () => {
  it('has every key of version 1, and ours beside them', () => {
    const { install, safe_install, ...rest } = report(content([]));
    expect(rest).toEqual({ version: '1', pip_version: '26.3', environment: MARKERS });
    expect([install, Object.keys(safe_install)]).toEqual([
      [],
      ['version', 'time', 'counts', 'refused', 'unverifiable', 'failed', 'passed', 'policy', 'trust'],
    ]);
  });

  it('tells of each file what pip does', () => {
    const { install } = report(
      content([
        verified({
          name: 'acme',
          version: '1.4.0',
          url: 'https://user:secret@files.example/acme-1.4.0-py3-none-any.whl?x=1#sha256=abc',
          requestedBy: ['acme[fast,http]>=1'],
          yanked: 'broken',
        }),
      ]),
    );
    const { safe_install: _, ...entry } = install[0] ?? {};
    const digest = sha256('acme-1.4.0-py3-none-any.whl');
    expect(entry).toEqual({
      download_info: {
        url: 'https://files.example/acme-1.4.0-py3-none-any.whl?x=1',
        archive_info: { hash: `sha256=${digest}`, hashes: { sha256: digest } },
      },
      is_direct: false,
      is_yanked: true,
      requested: true,
      requested_extras: ['fast', 'http'],
      metadata: { metadata_version: '2.1', name: 'acme', version: '1.4.0' },
    });
  });
});

describe('what safe-install adds', () => {
  let evidence: VerifiedEvidence;
  beforeAll(async () => {
    const { sigstore } = await testSigstore();
    const root = TrustRoot.parse(sigstore.trustedRoot, 'public-good');
    const identity = githubIdentity({ repository: 'acme/acme', environment: 'release' });
    const document = await sigstore.provenance(WIDGET, { identity });
    evidence = await verifyEvidence(
      parseEvidence(Buffer.from(JSON.stringify(document))),
      asked(WIDGET),
      root,
    );
  });

  it('says who signed a file, proven by real evidence', () => {
    const [entry] = report(content([verified({ name: 'acme', requiredBy: ['app'], evidence })])).install;
    const commit = '1f0c'.repeat(10);
    const [bundle] = evidence.bundles;
    const [attestation] = bundle?.attestations ?? [];
    expect(entry?.safe_install).toMatchObject({
      evidence: { kind: 'attested', first_seen: true },
      checks: ['index', 'hash', 'archive', 'record', 'metadata', 'attestation', 'identity', 'history'],
      publisher: { kind: 'GitHub', repository: 'acme/acme', workflow: 'release.yml', environment: 'release' },
      named_by: 'the index',
      identity: {
        issuer: 'https://token.actions.githubusercontent.com',
        subject: 'https://github.com/acme/acme/.github/workflows/release.yml@refs/tags/v1.0',
        repository: 'https://github.com/acme/acme',
        workflow: 'https://github.com/acme/acme/.github/workflows/release.yml@refs/tags/v1.0',
        commit,
        ref: 'refs/tags/v1.0',
        trigger: 'release',
        runner: 'github-hosted',
        environment: 'release',
        run: 'https://github.com/acme/acme/actions/runs/1234/attempts/1',
        repository_id: '4242',
        owner_id: '42',
        signed_at: attestation?.signedAt.toISOString(),
        logs: [{ origin: attestation?.logs[0]?.origin, log_index: attestation?.logs[0]?.logIndex }],
        trust_root: { name: 'public-good' },
        says: 'publish',
      },
      provenance: {
        location: 'https://index.example/integrity/acme-1.0-py3-none-any.whl',
        sha256: sha256('{}'),
      },
      required_by: ['app'],
      requested_by: [],
    });
  });

  it('says that nobody signed, and what allows it', () => {
    const [entry] = report(content([verified({ name: 'acme' })])).install;
    expect(entry?.safe_install).toMatchObject({
      evidence: { kind: 'unattested', allowed_by: 'provenance = "no-downgrade" (built-in)' },
      publisher: null,
      named_by: null,
      identity: null,
      provenance: null,
    });
  });

  it('says what was waived, why and until when', () => {
    const waiver = `provenance = "required"
[[waiver]]
package = "acme==1.0"
sha256 = "${sha256('acme-1.0-py3-none-any.whl')}"
check = "provenance.missing"
reason = "built by hand"
expires = 2027-01-31
`;
    const [entry] = report(content([verified({ name: 'acme' }, waiver)])).install;
    expect(entry?.safe_install).toMatchObject({
      evidence: { kind: 'waived', check: 'provenance.missing', reason: 'built by hand' },
      waivers: [
        {
          check: 'provenance.missing',
          reason: 'built by hand',
          expires: '2027-02-01T00:00:00.000Z',
          origin: 'project.toml:3',
        },
      ],
    });
  });

  it('hides what opens an address', () => {
    const text = JSON.stringify(
      toInstallationReport(
        content([
          verified({
            name: 'acme',
            url: 'https://user:secret@files.example/a.whl',
            requestedBy: ['acme @ https://user:secret@files.example/a.whl'],
          }),
        ]),
      ),
    );
    expect(text).not.toContain('secret');
  });

  it('installs nothing where something is refused, and keeps what has passed apart', () => {
    const refusal = new SafeInstallError({
      code: 'provenance.missing',
      message: 'it has no provenance',
      hint: 'Choose another',
    });
    const whole = withRefusal([verified({ name: 'fine' })], candidate({ name: 'evil' }), refusal);
    const { install, safe_install } = report({
      ...whole,
      failures: [
        ...whole.failures,
        new SafeInstallError({ code: 'provenance.unreachable', message: 'it cannot be had', subject: 'c 1' }),
        new SafeInstallError({ code: 'usage.option', message: 'this is no option' }),
      ],
    });
    expect(install).toEqual([]);
    expect(safe_install).toMatchObject({
      time: NOW.toISOString(),
      counts: { attested: 0, unattested: 1, waived: 0, refused: 1 },
      refused: [
        {
          code: 'provenance.missing',
          subject: 'evil 1.0',
          message: 'it has no provenance',
          facts: [{ label: 'file', value: 'evil-1.0-py3-none-any.whl' }],
          hint: 'Choose another',
        },
      ],
      unverifiable: [{ code: 'provenance.unreachable', subject: 'c 1' }],
      failed: [{ code: 'usage.option', subject: null }],
      passed: [{ safe_install: { file: 'fine-1.0-py3-none-any.whl' } }],
    });
  });

  it('says under which policy and trust root it was decided', () => {
    const { safe_install } = report(content([], { policyText: 'provenance = "required"' }));
    expect(safe_install).toMatchObject({
      policy: {
        ci: 'off',
        lines: expect.arrayContaining([
          { section: '', text: 'provenance = "required"', origin: 'project.toml:2' },
          { section: '', text: 'min-age = "P0D"', origin: 'built-in' },
        ]),
      },
      trust: [
        {
          name: 'public-good',
          sha256: sha256('root'),
          origin: 'tuf',
          refreshed_at: '2026-11-22T12:00:00.000Z',
          expires: '2027-04-22T00:00:00.000Z',
          problem: null,
        },
      ],
    });
  });
});
