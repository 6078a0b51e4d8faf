import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { normalizeName, parseVersion, type Sha256 } from '../../src/packaging/index.ts';
import type { Waiver } from '../../src/policy/rule.ts';
import { WAIVABLE_CHECKS } from '../../src/policy/waivable.ts';
import { type JudgedFile, staleWaivers, WaiverGate, waiversOf } from '../../src/policy/waivers.ts';
import { layer, NOW } from './support.ts';

const A = 'a'.repeat(64) as Sha256;
const B = 'b'.repeat(64) as Sha256;

const waiver = (
  options: { package?: string; sha256?: string; check?: string; expires?: string } = {},
): Waiver => {
  const [found] = layer(
    `[[waiver]]\npackage = "${options.package ?? 'acme==1.0'}"\nsha256 = "${options.sha256 ?? A}"\ncheck = "${options.check ?? 'age.too-new'}"\nreason = "a fix"\nexpires = ${options.expires ?? '2026-12-31'}`,
  ).waivers;
  if (found === undefined) throw new Error('the text has one waiver');
  return found;
};

const ACME = { name: normalizeName('acme'), version: parseVersion('1.0'), sha256: A };
const refuse = (code: 'age.too-new' | 'source.differs') => () => {
  throw new SafeInstallError({ code, message: 'x' });
};

describe('waiversOf', () => {
  it.each([
    ['the file', waiver(), 1],
    ['the file, its version spelled otherwise', waiver({ package: 'Acme==1' }), 1],
    ['another project', waiver({ package: 'other==1.0' }), 0],
    ['another version', waiver({ package: 'acme==1.1' }), 0],
    ['another file', waiver({ sha256: B }), 0],
  ])('for %s', (_reason, given, count) => {
    expect(waiversOf([given], ACME, NOW)).toHaveLength(count);
  });

  it('end with their day', () => {
    const given = [waiver({ expires: '2026-12-31' })];
    expect(waiversOf(given, ACME, new Date('2026-12-31T23:59:59.999Z'))).toHaveLength(1);
    expect(waiversOf(given, ACME, new Date('2027-01-01T00:00:00Z'))).toHaveLength(0);
  });
});

describe('WaiverGate', () => {
  it('lets through what is waived, and knows it', () => {
    const given = waiver();
    const gate = new WaiverGate([waiver({ check: 'source.differs' }), given]);
    expect(gate.pass(() => 7)).toBe(7);
    expect(gate.used).toEqual([]);
    expect(gate.pass(refuse('age.too-new'))).toBeNull();
    expect(gate.pass(refuse('age.too-new'))).toBeNull();
    expect(gate.used).toEqual([given]);
  });

  it('lets nothing else through', () => {
    const gate = new WaiverGate([waiver()]);
    expect(() => gate.pass(refuse('source.differs'))).toRefuse('source.differs');
    expect(() =>
      gate.pass(() => {
        throw new RangeError('a bug');
      }),
    ).toThrow(RangeError);
    expect(gate.used).toEqual([]);
  });
});

describe('staleWaivers', () => {
  const judged = (options: Partial<JudgedFile> = {}): JudgedFile => ({
    ...ACME,
    listing: [{ version: ACME.version, sha256: A }],
    used: [],
    ...options,
  });
  const given = waiver();

  it.each<readonly [string, Waiver, readonly JudgedFile[], string | null]>([
    ['one that was used', given, [judged({ used: [given] })], null],
    ['one for a project that is not in the plan', given, [], null],
    ['one that was not needed', given, [judged()], 'the check passes without it'],
    [
      'one for another version',
      given,
      [judged({ version: parseVersion('1.1'), sha256: B })],
      'version 1.1 is installed',
    ],
    [
      'one for another file of the release',
      given,
      [
        judged({
          sha256: B,
          listing: [
            { version: ACME.version, sha256: B },
            { version: ACME.version, sha256: A },
          ],
        }),
      ],
      null,
    ],
    [
      'one for no file of the release',
      given,
      [judged({ sha256: B, listing: [{ version: ACME.version, sha256: B }] })],
      'no file of the release has that sha256',
    ],
    [
      'one for a file of another release',
      given,
      [judged({ sha256: B, listing: [{ version: parseVersion('2.0'), sha256: A }] })],
      'no file of the release has that sha256',
    ],
  ])('%s', (_reason, each, plan, expected) => {
    const errors = staleWaivers([each], plan, NOW);
    expect(errors.map(({ code }) => code)).toEqual(expected === null ? [] : ['policy.waiver-stale']);
    if (expected !== null) expect(errors[0]?.message).toContain(expected);
    if (expected !== null) expect(errors[0]?.subject).toBe('project.toml:2');
  });

  it('tells one that is over, whatever the plan', () => {
    const later = new Date('2027-01-01T00:00:00Z');
    expect(staleWaivers([given], [], later).map(({ code }) => code)).toEqual(['policy.waiver-expired']);
    expect(staleWaivers([given], [judged({ used: [given] })], later)).toHaveLength(1);
    expect(staleWaivers([given], [], later)[0]?.message).toContain('ended on 2026-12-31');
  });
});

describe('what can be waived', () => {
  it.each([
    ['record.hash-mismatch', true],
    ['provenance.missing', true],
    ['bundle.malformed', true],
    ['sigstore.sct', true],
    ['statement.predicate', true],
    ['identity.ref', true],
    ['source.differs', true],
    ['age.too-new', true],
    ['hash.mismatch', false],
    ['archive.overlap', false],
    ['metadata.mismatch', false],
    ['plan.denied', false],
    ['policy.value', false],
    ['network.timeout', false],
  ])('%s: %s', (code, expected) => {
    expect((WAIVABLE_CHECKS as readonly string[]).includes(code)).toBe(expected);
  });
});
