import { describe, expect, it } from 'vitest';
import { type ReasonCode, SafeInstallError } from '../../../src/errors/index.ts';
import type { ReportContent } from '../../../src/report/facts/report-content.ts';
import { toVerificationSummaries } from '../../../src/report/vsa/verification-summaries.ts';
import { candidate, content, NOW, sha256, verified, withRefusal } from '../support.ts';

interface Statement {
  readonly subject: readonly { readonly name: string }[];
  readonly predicate: Record<string, unknown> & { readonly policy: { readonly digest: { sha256: string } } };
}
const summaries = (what: ReportContent) =>
  JSON.parse(JSON.stringify(toVerificationSummaries(what))) as readonly Statement[];

const refusedFor = (code: ReasonCode) =>
  withRefusal([], candidate({ name: 'evil' }), new SafeInstallError({ code, message: 'no' }));

describe('a verification summary', () => {
  it('says of an attested file what was looked at, and under which policy', () => {
    const [summary] = summaries(content([verified({ name: 'acme', version: '1.0+local', signer: {} })]));
    const filename = 'acme-1.0+local-py3-none-any.whl';
    expect(summary).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: filename, digest: { sha256: sha256(filename) } }],
      predicateType: 'https://slsa.dev/verification_summary/v1',
      predicate: {
        verifier: { id: 'pkg:npm/safe-install', version: { 'safe-install': '0.1.0' } },
        timeVerified: NOW.toISOString(),
        resourceUri: 'pkg:pypi/acme@1.0%2Blocal?file_name=acme-1.0%2Blocal-py3-none-any.whl',
        policy: {
          uri: expect.stringMatching(/^ni:\/\/\/sha-256;[\w-]{43}$/),
          digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        },
        inputAttestations: [
          { uri: `https://index.example/integrity/${filename}`, digest: { sha256: sha256('{}') } },
        ],
        verificationResult: 'PASSED',
        verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'SAFE_INSTALL_ATTESTED'],
        slsaVersion: '1.1',
      },
    });
  });

  it('does not call an unsigned file attested, and names no input', () => {
    const [summary] = summaries(content([verified({ name: 'acme' })]));
    expect(summary?.predicate).toMatchObject({
      verificationResult: 'PASSED',
      verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'SAFE_INSTALL_UNATTESTED'],
    });
    expect(summary?.predicate).not.toHaveProperty('inputAttestations');
  });

  it('is about the source of a wheel that was built here', () => {
    const builtFrom = {
      kind: 'sdist',
      filename: 'acme-1.0.tar.gz',
      sha256: sha256('sdist'),
      size: 1,
    } as const;
    const built = verified({ name: 'acme', signer: {}, builtFrom });
    const [summary] = summaries(content([built], { plan: [candidate({ name: 'acme' })] }));
    expect(summary?.subject).toEqual([{ name: 'acme-1.0.tar.gz', digest: { sha256: sha256('sdist') } }]);
    expect(summary?.predicate).toMatchObject({
      resourceUri: 'pkg:pypi/acme@1.0?file_name=acme-1.0.tar.gz',
      verificationResult: 'PASSED',
    });
  });

  it('says that a refused file failed', () => {
    const [summary] = summaries(refusedFor('provenance.missing'));
    expect(summary?.subject).toEqual([
      { name: 'evil-1.0-py3-none-any.whl', digest: { sha256: sha256('evil-1.0-py3-none-any.whl') } },
    ]);
    expect(summary?.predicate).toMatchObject({ verificationResult: 'FAILED', verifiedLevels: ['FAILED'] });
  });

  it('has one line for each file of the plan, in its order', () => {
    const [first, second] = [verified({ name: 'a' }), verified({ name: 'b' })];
    const all = content([second, first], { plan: [first.candidate, second.candidate] });
    expect(summaries(all).map(({ subject }) => subject[0]?.name[0])).toEqual(['a', 'b']);
  });

  it.each<[string, ReportContent]>([
    ['a file that could not be looked at', refusedFor('provenance.unreachable')],
    ['bytes that are not those of the digest', refusedFor('hash.mismatch')],
    [
      'a project of the user, which nobody judges',
      content([
        verified({ name: 'a', builtFrom: { kind: 'folder', url: 'file:///home/user/a', editable: false } }),
      ]),
    ],
    [
      'bytes that are not those of the digest, among other reasons',
      {
        ...refusedFor('hash.mismatch'),
        failures: [
          new SafeInstallError({ code: 'record.unlisted', message: 'no', subject: 'evil 1.0' }),
          new SafeInstallError({ code: 'hash.mismatch', message: 'no', subject: 'evil 1.0' }),
        ],
      },
    ],
    ['a run that ended before a policy was read', { ...content([verified({ name: 'a' })]), policy: null }],
    [
      'a refusal of no file',
      content([], { failures: [new SafeInstallError({ code: 'plan.denied', message: 'x' })] }),
    ],
  ])('is not given about %s', (_reason, what) => {
    expect(summaries(what)).toEqual([]);
  });

  it('names policies that demand the same by the same digest, wherever they say it', () => {
    const digestUnder = (policyText: string) =>
      summaries(content([verified({ name: 'a' })], { policyText }))[0]?.predicate.policy.digest.sha256;
    expect(digestUnder('\n\nprovenance = "no-downgrade"')).toBe(digestUnder(''));
    expect(digestUnder('provenance = "if-present"')).not.toBe(digestUnder(''));
  });
});
