import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import type { PolicyArguments } from '../../src/installers/index.ts';
import { parseVersion } from '../../src/packaging/index.ts';
import { ageGate } from '../../src/prepare/age-gate.ts';
import type { Doors } from '../../src/prepare/doors.ts';
import { inOneLine, readGovernance } from '../../src/prepare/governance.ts';
import { keepingLog, name, temporaryFolder } from '../index/support.ts';
import { listed } from '../policy/facts.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

const NOTHING: PolicyArguments = {
  file: null,
  provenance: null,
  minAge: null,
  ci: false,
  trustRefresh: 'daily',
};

interface Surroundings {
  readonly policy?: string;
  readonly environment?: Record<string, string>;
}

async function setUp({ policy, environment = {} }: Surroundings = {}) {
  const folder = await temporaryFolder();
  const [project, config, state] = ['project', 'config', 'state'].map((each) => join(folder, each));
  for (const each of [project, config, state]) await mkdir(each ?? '');
  if (policy !== undefined)
    await writeFile(join(project ?? '', 'safe-install.toml'), `version = 1\n${policy}`);
  const log = keepingLog();
  const doors = {
    environment,
    currentFolder: project,
    folders: { config, state, cache: folder },
    clock: { now: () => NOW },
    log,
  } as unknown as Doors;
  return { doors, log, state: state ?? '', project: project ?? '' };
}

const demandOn = async (given: Partial<PolicyArguments>, surroundings: Surroundings) => {
  const { doors } = await setUp(surroundings);
  const { policy } = await readGovernance({ ...NOTHING, ...given }, doors);
  return policy.demandsOn(name('acme'), parseVersion('1.0')).settings;
};

describe('readGovernance', () => {
  it('demands what is built in where nobody says anything', async () => {
    const { provenance, minAge } = await demandOn({}, {});
    expect([provenance.value, minAge.value]).toEqual(['no-downgrade', 0]);
  });

  it('demands what the policy of the project says', async () => {
    expect((await demandOn({}, { policy: 'provenance = "required"' })).provenance.value).toBe('required');
  });

  it('goes by the command line before that', async () => {
    const given = {
      provenance: { value: 'if-present', origin: 'command line' },
      minAge: { value: 5_000, origin: 'SAFE_INSTALL_MIN_AGE' },
    } as const;
    const { provenance, minAge } = await demandOn(given, { policy: 'provenance = "required"' });
    expect([provenance.value, minAge.value, minAge.origin]).toMatchObject([
      'if-present',
      5_000,
      { source: 'SAFE_INSTALL_MIN_AGE' },
    ]);
  });

  it('reads the file that the command line names, from the current folder', async () => {
    const { doors, project } = await setUp({ policy: 'provenance = "required"' });
    await writeFile(join(project, 'other.toml'), 'version = 1\nprovenance = "off"');
    const file = { value: 'other.toml', origin: 'command line' };
    const { policy } = await readGovernance({ ...NOTHING, file }, doors);
    expect(policy.settings.provenance.value).toBe('off');
  });

  it('takes the trust root of the command line before that of the policy', async () => {
    const { doors } = await setUp({ policy: '[trust]\nroot = "own.json"' });
    const { policy } = await readGovernance(NOTHING, doors, '/elsewhere/root.json');
    expect(policy.roots.map((root) => root.name)).toEqual(['/elsewhere/root.json']);
  });

  it('reads the publishers that are remembered, and refuses a state that is none', async () => {
    const { doors, state } = await setUp();
    expect((await readGovernance(NOTHING, doors)).statePath).toBe(join(state, 'trust-state.json'));
    await writeFile(join(state, 'trust-state.json'), '{');
    await expect(readGovernance(NOTHING, doors)).toRefuseWith('trust-state.malformed');
  });

  it.each<[string, Partial<PolicyArguments>, Record<string, string>, string]>([
    ['off', {}, {}, 'off'],
    ['on with --ci', { ci: true }, { CI: 'true' }, 'on'],
    ['detected with CI=true', {}, { CI: 'true' }, 'detected'],
    ['detected with CI=1', {}, { CI: '1' }, 'detected'],
    ['off with CI=false', {}, { CI: 'false' }, 'off'],
  ])('is a run of CI: %s', async (_reason, given, environment, expected) => {
    const { doors } = await setUp({ environment });
    expect((await readGovernance({ ...NOTHING, ...given }, doors)).ci).toBe(expected);
  });

  it('says so where the environment alone makes the table [ci] count', async () => {
    const environment = { CI: 'true' };
    const { doors, log } = await setUp({ policy: '[ci]\nprovenance = "required"', environment });
    const { policy } = await readGovernance(NOTHING, doors);
    expect(policy.settings.provenance.value).toBe('required');
    expect(log.lines).toEqual(['CI is set in the environment: [ci] of safe-install.toml applies']);
    const silent = await setUp({ policy: 'provenance = "required"', environment });
    await readGovernance(NOTHING, silent.doors);
    expect(silent.log.lines).toEqual([]);
  });

  it('tells what the policy may not have meant', async () => {
    const { doors, log } = await setUp({
      policy: '[[rule]]\npackages = ["acme"]\ndeny = true\n[[rule]]\npackages = ["acme"]\nprovenance = "off"',
    });
    await readGovernance(NOTHING, doors);
    expect(log.lines.join('\n')).toMatch(/safe-install\.toml:[0-9]+.*\[policy\./);
  });
});

describe('inOneLine', () => {
  it('says what it is about, where that is known', () => {
    const details = { code: 'policy.value', message: 'it is none' } as const;
    expect(inOneLine(new SafeInstallError(details))).toBe('it is none [policy.value]');
    expect(inOneLine(new SafeInstallError({ ...details, subject: 'a.toml:3' }))).toBe(
      'a.toml:3: it is none [policy.value]',
    );
  });
});

describe('ageGate', () => {
  const gate = async (given: Partial<PolicyArguments>, policy = '') => {
    const { doors } = await setUp({ policy });
    return ageGate(await readGovernance({ ...NOTHING, ...given }, doors));
  };
  const minAge = { value: 3 * 86_400_000, origin: 'command line' };

  it('is open where no age is asked for', async () => {
    expect((await gate({}))(listed({ uploaded: 0 }))).toBe(false);
  });

  it.each([
    [2, true],
    [3, false],
    [4, false],
  ])('asked for three days, finds a file of %i days too young: %s', async (uploaded, expected) => {
    expect((await gate({ minAge }))(listed({ uploaded }))).toBe(expected);
  });

  it('leaves a file without a time for the policy to refuse', async () => {
    expect((await gate({ minAge }))(listed({ uploaded: null }))).toBe(false);
  });

  it('asks for the age that a rule states for the package', async () => {
    const rule = 'min-age = "P3D"\n[[rule]]\npackages = ["acme>=2"]\nmin-age = "P9D"';
    const isTooYoung = await gate({}, rule);
    expect([listed({ uploaded: 5 }), listed({ uploaded: 5, version: '2.0' })].map(isTooYoung)).toEqual([
      false,
      true,
    ]);
  });

  it('lets a file through that is waived', async () => {
    const waiver = `[[waiver]]\npackage = "acme==1.0"\nsha256 = "${'a'.repeat(64)}"\ncheck = "age.too-new"\nreason = "a fix"\nexpires = 2027-01-31`;
    const isTooYoung = await gate({ minAge }, waiver);
    expect(isTooYoung(listed({ uploaded: 1 }))).toBe(false);
    expect(isTooYoung(listed({ uploaded: 1, sha256: 'b'.repeat(64) }))).toBe(true);
  });
});
