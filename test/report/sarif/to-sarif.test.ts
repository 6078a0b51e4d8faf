import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { type ErrorDetails, REASONS, type ReasonCode, SafeInstallError } from '../../../src/errors/index.ts';
import type { ReportContent } from '../../../src/report/facts/report-content.ts';
import { findingsOf } from '../../../src/report/sarif/findings.ts';
import { toSarif, uriOf } from '../../../src/report/sarif/to-sarif.ts';
import { candidate, content, HOSTILE, sha256, verified, withRefusal } from '../support.ts';

const require = createRequire(import.meta.url);
/** The schema of the standard, as the SDK of its authors ships it. */
const SCHEMA = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// The packages are CommonJS, whose default export TypeScript and Node see differently.
const Validator = AjvDraft04 as unknown as typeof AjvDraft04.default;
const validator = new Validator({ strict: false, allErrors: true, unicodeRegExp: false });
(addFormats as unknown as typeof addFormats.default)(validator as never);
const isSarif = validator.compile(SCHEMA);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Record<string, unknown>[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly unknown[];
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly results: readonly Result[];
}

const logOf = (what: ReportContent) =>
  toSarif({ version: what.version, endedAt: what.at, findings: findingsOf(what) });

/** The one run of a log that the schema takes. */
function runOf(what: ReportContent): Run {
  const log = JSON.parse(JSON.stringify(logOf(what)));
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  return log.runs[0];
}

const EVIL = candidate({ name: 'evil', version: '2.0', requestedBy: ['evil>=1'] });
const refusal = (details: Partial<ErrorDetails> = {}) =>
  new SafeInstallError({ code: 'identity.repository', message: 'it was built elsewhere', ...details });
const WAIVER = `provenance = "required"
[[waiver]]
package = "acme==1.0"
sha256 = "${sha256('acme-1.0-py3-none-any.whl')}"
check = "provenance.missing"
reason = "built by hand"
expires = 2027-01-31
`;
const WARNED = verified({
  name: 'acme',
  signer: { repository: 'acme/fork' },
  metadata: 'Project-URL: Source, https://github.com/acme/acme',
});

describe('the schema', () => {
  it.each<[string, ReportContent]>([
    ['nothing to tell', content([verified({ name: 'acme' })])],
    ['a refusal', withRefusal([], EVIL, refusal())],
    ['a warning', content([WARNED])],
    ['a waiver', content([verified({ name: 'acme' }, WAIVER)])],
    [
      'hostile text everywhere',
      withRefusal(
        [],
        EVIL,
        refusal({
          message: HOSTILE,
          hint: HOSTILE,
          facts: [{ label: 'got', value: HOSTILE, origin: HOSTILE }],
        }),
      ),
    ],
    ['a reason of each kind', content([], { failures: everyReason() })],
  ])('takes a log with %s', (_reason, what) => {
    expect(isSarif(JSON.parse(JSON.stringify(logOf(what))))).toBe(true);
  });

  it.each<[string, (log: Record<string, unknown>) => unknown]>([
    ['without runs', ({ runs: _, ...rest }) => rest],
    ['of another version', (log) => ({ ...log, version: '3.0' })],
    ['with a key that is none', (log) => ({ ...log, extra: 1 })],
    [
      'with a result of a level that is none',
      (log) => JSON.parse(JSON.stringify(log).replace('"level":"error"', '"level":"fatal"')),
    ],
    [
      'with a result without message',
      (log) => JSON.parse(JSON.stringify(log).replace('"message":{', '"massage":{')),
    ],
    [
      'with a line before the first',
      (log) => JSON.parse(JSON.stringify(log).replace(/"startLine":\d+/, '"startLine":0')),
    ],
  ])('refuses a log %s', (_reason, spoil) => {
    const log = logOf(
      withRefusal(
        [],
        EVIL,
        refusal({ facts: [{ label: 'expected', value: 'x', origin: 'safe-install.toml:12' }] }),
      ),
    );
    expect(isSarif(JSON.parse(JSON.stringify(log)))).toBe(true);
    expect(isSarif(spoil(log))).toBe(false);
  });
});

/** An error of every reason code that there is. */
function everyReason(): readonly SafeInstallError[] {
  return (Object.keys(REASONS) as ReasonCode[]).map(
    (code) => new SafeInstallError({ code, message: 'so it is' }),
  );
}

describe('rules', () => {
  it('are the reason codes that were met, each once, with their help', () => {
    const other = candidate({ name: 'other' });
    const run = runOf({
      ...withRefusal([], EVIL, refusal()),
      failures: [
        refusal({ subject: 'evil 2.0' }),
        refusal({ subject: 'other 1.0' }),
        new SafeInstallError({ code: 'hash.mismatch', message: 'x', subject: other.file.filename }),
      ],
      plan: [EVIL, other],
    });
    const { means, remedy } = REASONS['hash.mismatch'];
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['hash.mismatch', 'identity.repository']);
    expect(run.tool.driver.rules[0]).toMatchObject({
      name: 'HashMismatch',
      shortDescription: { text: means },
      help: { text: `${means} ${remedy}` },
    });
    expect(
      run.results.map(({ ruleId, ruleIndex }) => run.tool.driver.rules[ruleIndex]?.id === ruleId),
    ).toEqual([true, true, true]);
  });
});

describe('results', () => {
  it('tell of a refusal where it can be acted on, and about which file', () => {
    const facts = [{ label: 'expected', value: 'github.com/acme/acme', origin: 'conf/safe-install.toml:12' }];
    const [result] = runOf(withRefusal([], EVIL, refusal({ facts, hint: 'Do not install it' }))).results;
    expect(result).toMatchObject({
      ruleId: 'identity.repository',
      level: 'error',
      message: {
        text: [
          'evil==2.0: it was built elsewhere.',
          'file: evil-2.0-py3-none-any.whl',
          'expected: github.com/acme/acme (conf/safe-install.toml:12)',
          'Do not install it.',
        ].join('\n'),
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'conf/safe-install.toml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 12 },
          },
          logicalLocations: [
            {
              name: 'evil-2.0-py3-none-any.whl',
              fullyQualifiedName: 'evil==2.0/evil-2.0-py3-none-any.whl',
              kind: 'resource',
            },
            { name: 'evil>=1', kind: 'requirement' },
          ],
        },
      ],
    });
    expect(result).not.toHaveProperty('suppressions');
  });

  it('tell of a warning of a file that passed', () => {
    const run = runOf(content([WARNED]));
    expect(run.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([['source.differs', 'warning']]);
  });

  it('tell of what was waived, suppressed, with the reason and the line that did it', () => {
    const [result] = runOf(content([verified({ name: 'acme' }, WAIVER)])).results;
    expect(result).toMatchObject({
      ruleId: 'provenance.missing',
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'built by hand' }],
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'project.toml' }, region: { startLine: 3 } } },
      ],
    });
  });

  it.each<[string, ReasonCode, boolean]>([
    ['a refusal is an answer', 'hash.mismatch', true],
    ['what cannot be had is none', 'provenance.unreachable', false],
    ['what we got wrong is none', 'internal.bug', false],
  ])('%s', (_reason, code, isAnswer) => {
    const run = runOf(content([], { failures: [new SafeInstallError({ code, message: 'x' })] }));
    expect(run.invocations[0]?.executionSuccessful).toBe(isAnswer);
    expect(run.results).toHaveLength(1);
    expect(run.results[0]).not.toHaveProperty('locations');
  });
});

describe('fingerprints', () => {
  const fingerprintsOf = (what: ReportContent) =>
    runOf(what).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);

  it('stay the same when words, lines and other results change', () => {
    const before = withRefusal([], EVIL, refusal());
    const after = withRefusal(
      [],
      EVIL,
      refusal({ message: 'in other words', facts: [{ label: 'expected', value: 'x', origin: 'a.toml:9' }] }),
    );
    const more = {
      ...after,
      failures: [new SafeInstallError({ code: 'disk.full', message: 'x' }), ...after.failures],
    };
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
    expect(fingerprintsOf(more)[1]).toBe(fingerprintsOf(before)[0]);
  });

  it('differ by reason, by file, and for each of two equal ones', () => {
    const all = [
      fingerprintsOf(withRefusal([], EVIL, refusal())),
      fingerprintsOf(withRefusal([], candidate({ name: 'evil', version: '2.1' }), refusal())),
      fingerprintsOf(withRefusal([], EVIL, refusal({ code: 'identity.workflow' }))),
      fingerprintsOf({ ...content([]), failures: [refusal(), refusal()] }),
    ].flat();
    expect(new Set(all).size).toBe(5);
  });
});

describe('uriOf', () => {
  it.each([
    ['a/b.toml', { uri: 'a/b.toml', uriBaseId: '%SRCROOT%' }],
    ['./a b#.toml', { uri: 'a%20b%23.toml', uriBaseId: '%SRCROOT%' }],
    ['/etc/x.toml', { uri: 'file:///etc/x.toml' }],
    ['C:/conf/x.toml', { uri: 'file:///C:/conf/x.toml' }],
  ])('%s', (file, expected) => {
    expect(uriOf(file)).toEqual(expected);
  });
});
