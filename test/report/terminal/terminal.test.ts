import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { PLAIN } from '../../../src/report/palette.ts';
import { evidenceLines } from '../../../src/report/terminal/evidence-lines.ts';
import { explainFile } from '../../../src/report/terminal/explain.ts';
import { unprovenLines } from '../../../src/report/terminal/unproven-lines.ts';
import { mintVerifiedArtifact, type VerifiedArtifact } from '../../../src/verify/verified-artifact.ts';
import { evidenceOf, githubAttestation } from '../../policy/facts.ts';
import { candidate, HOSTILE, sha256, verified } from '../support.ts';

const SCREEN = { palette: PLAIN, width: 80 };

const RULE = `[[rule]]
packages = ["acme"]
[[rule.publisher]]
kind = "GitHub"
repository = "acme/widget"
workflow = "release.yml"
`;
const RUN = 'https://github.com/acme/widget/actions/runs/123/attempts/1';
const NAMED = verified(
  {
    name: 'acme',
    version: '1.4.0',
    signer: { claims: { runInvocationUri: RUN } },
    requestedBy: ['acme>=1'],
    metadata: 'Project-URL: Source, https://github.com/acme/widget',
  },
  RULE,
);
const FIRST_SEEN = verified({
  name: 'forked',
  signer: { repository: 'x/fork', environment: null },
  requiredBy: ['acme', 'idna'],
  metadata: 'Project-URL: Source, https://github.com/acme/acme',
});
const UNSIGNED = verified({ name: 'a-project-with-a-very-long-name', version: '1.2.3.dev4' });
const WAIVED = verified(
  { name: 'known' },
  `provenance = "required"
[[waiver]]
package = "known==1.0"
sha256 = "${sha256('known-1.0-py3-none-any.whl')}"
check = "provenance.missing"
reason = "built by hand"
expires = 2027-01-31
`,
);

/** A file about which everything that is not ours is as bad as it can be. */
function hostile(): VerifiedArtifact {
  const base = verified({ name: 'evil', signer: { repository: 'x/y' } });
  const error = new SafeInstallError({ code: 'source.differs', message: HOSTILE.repeat(20) });
  const identity = base.judgement.decision.identity;
  if (identity === null) throw new Error('it is signed');
  Object.assign(identity.claims, {
    sourceRepositoryDigest: HOSTILE,
    sourceRepositoryRef: HOSTILE,
    runInvocationUri: HOSTILE.repeat(9),
  });
  return mintVerifiedArtifact(
    candidate({ name: 'evil', requestedBy: Array.from({ length: 50 }, () => 'evil') }),
    base.artifact,
    base.report,
    { checks: base.verdict.checks, evidence: { kind: 'attested', publisher: HOSTILE, firstSeen: true } },
    {
      ...base.judgement,
      decision: {
        ...base.judgement.decision,
        namedBy: HOSTILE,
        warnings: Array.from({ length: 30 }, () => error),
        notes: Array.from({ length: 30 }, () => error),
      },
    },
  );
}

describe('the evidence, line by line', () => {
  it('says who vouches for each file, and who says so', () => {
    expect(evidenceLines([NAMED, FIRST_SEEN, UNSIGNED, WAIVED], SCREEN).join('\n')).toMatchInlineSnapshot(`
      "✓ acme 1.4.0                    attested: github.com/acme/widget release.yml
                                      (named by project.toml:4)
      ✓ forked 1.0                    attested: github.com/x/fork release.yml (named
                                      by the index, first seen)
      ○ a-project-with-a-very-long-name 1.2.3.dev4
                                      unattested: allowed by provenance =
                                      "no-downgrade" (built-in)
      ◐ known 1.0                     waived: provenance.missing: built by hand"
    `);
  });

  it.each([40, 80, 110])('fits into %d columns and steers no terminal', (width) => {
    const lines = evidenceLines([hostile(), UNSIGNED], { palette: PLAIN, width });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u009b\u202e]/);
  });

  it('is nothing for no file', () => {
    expect(evidenceLines([], SCREEN)).toEqual([]);
  });
});

describe('what could not be proven', () => {
  const many = Array.from({ length: 12 }, (_, at) => verified({ name: `p${at}` }));

  it.each<[string, readonly VerifiedArtifact[], readonly string[]]>([
    ['nothing', [NAMED, WAIVED], []],
    ['one file', [NAMED, verified({ name: 'idna' })], ['1 of 2 files has no provenance: idna']],
    [
      'two files',
      [verified({ name: 'idna' }), NAMED, verified({ name: 'certifi' })],
      ['2 of 3 files have no provenance: idna, certifi'],
    ],
    [
      'many files',
      [NAMED, ...many],
      ['12 of 13 files have no provenance: p0, p1, p2, p3, p4, p5, p6, p7 and 4 more (-v', '  shows all)'],
    ],
    ['all of many files', many, ['None of the 12 files has provenance (-v names them)']],
    ['all of a few files', many.slice(0, 1), ['1 of 1 file has no provenance: p0']],
    [
      'all of many files that nobody has looked at',
      Array.from({ length: 9 }, (_, at) => verified({ name: `o${at}` }, 'provenance = "off"')),
      ['None of the 9 files was looked at for provenance (-v names them)'],
    ],
    [
      'what nobody has looked at',
      [verified({ name: 'idna' }, 'provenance = "off"')],
      ['1 of 1 file was not looked at for provenance: idna'],
    ],
  ])('%s', (_reason, files, expected) => {
    expect(unprovenLines(files, 80)).toEqual(expected);
  });
});

describe('the explanation of a file', () => {
  it('of a publisher whom a rule names', () => {
    expect(explainFile(NAMED, SCREEN).join('\n')).toMatchInlineSnapshot(`
      "acme 1.4.0
        file          acme-1.4.0-py3-none-any.whl (12 kB)
        sha256        481bd6a6a44602cb0b11755a9a04af5a47831605d1049f5a9dfc17458418ae28
        from          https://index.example/simple/, uploaded 2026-10-01
        asked for by  you (acme>=1)
        verdict       attested
        built by      github.com/acme/widget release.yml in environment prod
        from commit   cccccccccccccccccccccccccccccccccccccccc (refs/tags/v1.0)
        in run        https://github.com/acme/widget/actions/runs/123/attempts/1
        signed        2026-11-01 10:00 UTC, under the trust root public-good
        rule          project.toml:4: github.com/acme/widget release.yml
        checks        index, sha256, archive, RECORD, METADATA, attestation, identity,
                      history, source
        not proven    how it was built: the signature is over the file alone
                      that the code does no harm"
    `);
  });

  it('of a publisher who is seen for the first time', () => {
    expect(explainFile(FIRST_SEEN, SCREEN).join('\n')).toMatchInlineSnapshot(`
      "forked 1.0
        file          forked-1.0-py3-none-any.whl (12 kB)
        sha256        cea7692a250231562ce111ccaba5c422a066fe63934a709ef1809edea607cd26
        from          https://index.example/simple/, uploaded 2026-10-01
        asked for by  acme, idna
        verdict       attested (first seen)
        built by      github.com/x/fork release.yml
        from commit   cccccccccccccccccccccccccccccccccccccccc (refs/tags/v1.0)
        signed        2026-11-01 10:00 UTC, under the trust root public-good
        rule          none; named by the index, and seen for the first time
        checks        index, sha256, archive, RECORD, METADATA, attestation, identity,
                      history
        warning       it was built from somewhere else than its metadata says
        not proven    that this is the right publisher: nobody but the index has named
                      it
                      how it was built: the signature is over the file alone
                      that the code does no harm"
    `);
  });

  it('of a file that nobody has signed', () => {
    expect(explainFile(UNSIGNED, SCREEN).join('\n')).toMatchInlineSnapshot(`
      "a-project-with-a-very-long-name 1.2.3.dev4
        file          a_project_with_a_very_long_name-1.2.3.dev4-py3-none-any.whl (12…
        sha256        36c23ba5a3dfb255d79ef74e21e893a7ed1f84087c36611d5c099f3c76dcb65b
        from          https://index.example/simple/, uploaded 2026-10-01
        verdict       unattested, so nothing proves who built it
        rule          provenance = "no-downgrade" (built-in)
        checks        index, sha256, archive, RECORD, METADATA, history
        not proven    who built it, and from which source
                      that the code does no harm"
    `);
  });

  it('of a signature that several logs have', () => {
    const attestation = githubAttestation();
    const log = { origin: 'rekor.example', logIndex: 7, integratedTime: null };
    const rowOf = (amount: number) =>
      explainFile(
        verified({ name: 'acme', evidence: evidenceOf([{ ...attestation, logs: Array(amount).fill(log) }]) }),
        SCREEN,
      ).find((line) => line.startsWith('  logged'));
    expect([rowOf(0), rowOf(1), rowOf(2)]).toEqual([
      undefined,
      '  logged        rekor.example, entry 7',
      '  logged        rekor.example, entry 7, and 1 more',
    ]);
  });

  it('of a file that was built here', () => {
    const builtFrom = {
      kind: 'sdist',
      filename: 'acme-1.0.tar.gz',
      sha256: sha256('sdist'),
      size: 1,
    } as const;
    const lines = explainFile(verified({ name: 'acme', signer: {}, builtFrom }), SCREEN);
    expect(lines).toContain('  built here    from acme-1.0.tar.gz');
    expect(lines.join(' ')).toContain('that the build here gave what its publisher would have built');
  });

  it('of a file for which somebody answers', () => {
    expect(explainFile(WAIVED, SCREEN)).toContain(
      '  rule          provenance.missing: built by hand (project.toml:3)',
    );
  });

  it.each([40, 80, 110])('is one screen of %d columns, whatever is in it', (width) => {
    const lines = explainFile(hostile(), { palette: PLAIN, width });
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u009b\u202e]/);
    const end = width < 80 ? /^ {16}and \d more$/ : /that the code does no harm$/;
    expect(lines.at(-1)).toMatch(end);
    if (width < 80) expect(lines.length).toBeGreaterThanOrEqual(22);
  });
});
