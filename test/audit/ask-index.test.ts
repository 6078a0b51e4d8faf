import { describe, expect, it } from 'vitest';
import type { DistributionFile, Project, WheelFile } from '../../src/artifact/index.ts';
import { askIndex, type IndexDoors } from '../../src/audit/index.ts';
import type { Installations } from '../../src/audit/installations.ts';
import { wheelDigest } from '../../src/audit/wheel-record.ts';
import { type ReasonCode, SafeInstallError } from '../../src/errors/index.ts';
import { normalizeName, parseRecord, parseSha256, parseWheelFilename } from '../../src/packaging/index.ts';
import { combineLayers, TrustState } from '../../src/policy/index.ts';
import { temporaryFolder } from '../index/support.ts';
import { makeVerified } from '../installers/support/verified.ts';
import { makeWheel, recordLine } from '../support/make-wheel.ts';
import { type MadeEnvironment, makeEnvironment, shortly } from './support/environment.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const NO_SIGNAL = new AbortController().signal;

function wheelFile(filename: string, facts: Partial<WheelFile> = {}): WheelFile {
  const sha256 = parseSha256('a'.repeat(64));
  if (sha256 === undefined) throw new TypeError('a digest has 64 digits');
  return {
    kind: 'wheel',
    ...parseWheelFilename(filename),
    filename,
    url: `https://index.example/${filename}`,
    origin: { kind: 'index', location: 'https://index.example/simple/' },
    sha256,
    size: 1,
    uploadTime: null,
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: null,
    ...facts,
  };
}

/** An index of one project: its files, with RECORD of each wheel, or what asking comes to. */
interface Offer {
  readonly files?: readonly DistributionFile[];
  readonly status?: Partial<Pick<Project, 'status' | 'statusReason'>>;
  /** By filename; a wheel without an entry cannot be read in parts. */
  readonly records?: Readonly<Record<string, string>>;
  readonly fails?: ReasonCode;
  readonly installations?: Installations;
  readonly asked?: string[];
}

function doorsOf(offer: Offer): IndexDoors {
  const { files = [], status = {}, records = {}, fails, installations = new Map(), asked = [] } = offer;
  return {
    index: {
      fetchProject: (name) =>
        fails === undefined
          ? Promise.resolve({ name, files, status: 'active', statusReason: null, skipped: [], ...status })
          : Promise.reject(new SafeInstallError({ code: fails, message: 'nobody answers' })),
      fetchRecord: ({ filename }) => {
        asked.push(filename);
        const text = records[filename];
        return Promise.resolve(text === undefined ? undefined : Buffer.from(text));
      },
      fetchMetadata: () => Promise.reject(new Error('not asked for')),
      openFile: () => Promise.reject(new Error('not asked for')),
    },
    acquisition: { verifyAll: () => Promise.reject(new Error('not asked for')) },
    governance: {
      policy: combineLayers([], 'off'),
      ci: 'off',
      state: TrustState.empty,
      statePath: '/nowhere',
      now: NOW,
    },
    installationsOf: () => Promise.resolve(installations),
    signal: NO_SIGNAL,
  };
}

const INFO = 'acme-1.0.dist-info';
const PURE = 'acme-1.0-py3-none-any.whl';
const wheelText = (tag: string): string => `Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: ${tag}\n`;

/** `acme` as it is installed from a wheel with this tag. */
function installAcme(environment: MadeEnvironment, tag = 'py3-none-any'): string {
  const files = { 'acme.py': 'ACME = 1\n', [`${INFO}/WHEEL`]: wheelText(tag) };
  let record = '';
  environment.install({
    name: 'acme',
    files,
    record: (lines) => {
      record = [...lines.filter((line) => !line.includes('/INSTALLER')), ''].join('\n');
      return lines;
    },
  });
  return record;
}

async function ask(environment: MadeEnvironment, offer: Offer) {
  return await askIndex((await environment.audit()).places, doorsOf(offer));
}

describe('askIndex', () => {
  it('knows a file by its RECORD', async () => {
    const environment = makeEnvironment();
    const record = installAcme(environment);
    const { findings, notes, files, sentence } = await ask(environment, {
      files: [wheelFile(PURE)],
      records: { [PURE]: record },
    });
    expect({ findings, notes }).toEqual({ findings: [], notes: [] });
    expect([...files.values()]).toMatchObject([
      { filename: PURE, by: 'record', evidence: { kind: 'unattested' } },
    ]);
    expect(sentence).toBe('The index has the file of 1 of 1: 0 attested, 1 unattested, 0 waived');
  });

  it.each<[string, string, readonly string[]]>([
    ['of an entry point, which no wheel holds', 'main', []],
    ['that no entry point and no wheel knows', 'evil', ['audit.differs acme 1.0: ../../../bin/evil']],
  ])('knows a file with a script %s', async (_reason, name, expected) => {
    const environment = makeEnvironment();
    const text = `#!${environment.prefix}/bin/python\nimport sys\nfrom acme import main\nsys.exit(main())\n`;
    const path = `../../../bin/${name}`;
    let record = '';
    environment.install({
      name: 'acme',
      files: { 'acme.py': 'ACME = 1\n', [`${INFO}/WHEEL`]: wheelText('py3-none-any') },
      entryPoints: '[console_scripts]\nmain = acme:main\n',
      record: (lines) => {
        record = [...lines.filter((line) => !line.includes('/INSTALLER')), ''].join('\n');
        return [...lines, recordLine(path, text)];
      },
    });
    environment.write(path, text);
    const answer = await ask(environment, { files: [wheelFile(PURE)], records: { [PURE]: record } });
    expect(shortly(answer.findings)).toEqual(expected);
  });

  it('looks first at the wheel whose tags are those of WHEEL, and then at no more than four', async () => {
    const environment = makeEnvironment();
    const record = installAcme(environment, 'py3-none-linux_x86_64');
    const names = [
      'win_amd64',
      'macosx_11_0_arm64',
      'linux_x86_64',
      'linux_aarch64',
      'linux_i686',
      'any',
    ].map((platform) => `acme-1.0-py3-none-${platform}.whl`);
    const right = 'acme-1.0-py3-none-linux_x86_64.whl';
    const asked: string[] = [];
    const files = names.map((name) => wheelFile(name));
    await ask(environment, { files, records: { [right]: record }, asked });
    expect(asked).toEqual([right]);
    asked.length = 0;
    const { notes } = await ask(environment, { files, asked });
    expect(asked).toHaveLength(4);
    expect(notes).toMatchObject([{ code: 'audit.unknown-file' }]);
  });

  const remembered = (record: string, sha256 = 'a'.repeat(64), version = '1.0'): Installations => {
    const digest = parseSha256(sha256);
    if (digest === undefined) throw new TypeError('a digest has 64 digits');
    const files = wheelDigest(parseRecord(record));
    return new Map([
      [normalizeName('acme'), { version, filename: PURE, sha256: digest, files, publisher: null }],
    ]);
  };

  it('knows a file that is remembered, and then reads none', async () => {
    const environment = makeEnvironment();
    const installations = remembered(installAcme(environment));
    const asked: string[] = [];
    const { files } = await ask(environment, { files: [wheelFile(PURE)], installations, asked });
    expect([...files.values()]).toMatchObject([{ by: 'installation' }]);
    expect(asked).toEqual([]);
  });

  it.each<[string, (record: string) => Offer, readonly string[], readonly string[]]>([
    [
      'a release that the index does not have',
      () => ({ files: [wheelFile('acme-2.0-py3-none-any.whl')] }),
      [],
      ['audit.unknown-file acme 1.0: '],
    ],
    ['a project that it does not have', () => ({}), [], ['audit.unknown-file acme 1.0: ']],
    [
      'a wheel that cannot be read in parts',
      () => ({ files: [wheelFile(PURE)] }),
      [],
      ['audit.unknown-file acme 1.0: '],
    ],
    [
      'a wheel whose RECORD is none',
      () => ({ files: [wheelFile(PURE)], records: { [PURE]: 'a,b\n' } }),
      [],
      ['audit.unknown-file acme 1.0: '],
    ],
    [
      'the wheel that it claims to be, with another file in it',
      (record) => ({
        files: [wheelFile(PURE)],
        records: { [PURE]: record.replace(/^acme\.py,.*$/m, recordLine('acme.py', 'ACME = 2\n')) },
      }),
      ['audit.differs acme 1.0: acme.py'],
      [],
    ],
    [
      'another wheel, which it does not claim to be',
      (record) => ({
        files: [wheelFile(PURE)],
        records: {
          [PURE]: record
            .replace(/^acme\.py,.*$/m, recordLine('acme.py', 'ACME = 2\n'))
            .replace(/^acme-1.0.dist-info\/WHEEL,.*$/m, recordLine(`${INFO}/WHEEL`, 'another')),
        },
      }),
      [],
      ['audit.unknown-file acme 1.0: '],
    ],
    [
      'another RECORD than is remembered, and no wheel that has it',
      (record) => ({
        files: [wheelFile(PURE)],
        installations: remembered(record.replace(/^acme\.py,.*$/m, recordLine('acme.py', 'ACME = 2\n'))),
      }),
      [`audit.differs acme 1.0: ${INFO}/RECORD`],
      [],
    ],
    [
      'another RECORD than is remembered, for a wheel that was put in its place by another installer',
      (record) => ({
        files: [wheelFile(PURE)],
        records: { [PURE]: record },
        installations: remembered(record.replace(/^acme\.py,.*$/m, recordLine('acme.py', 'ACME = 2\n'))),
      }),
      [],
      [],
    ],
    [
      'another version than is remembered',
      (record) => ({
        files: [wheelFile(PURE)],
        records: { [PURE]: record },
        installations: remembered('x.py,,\n', 'b'.repeat(64), '0.9'),
      }),
      [],
      [],
    ],
    [
      'a remembered file that the index lists no more',
      (record) => ({ files: [wheelFile(PURE)], installations: remembered(record, 'b'.repeat(64)) }),
      [],
      ['audit.unknown-file acme 1.0: '],
    ],
    [
      'a file that was withdrawn',
      (record) => ({ files: [wheelFile(PURE, { yanked: '' })], records: { [PURE]: record } }),
      ['audit.yanked acme 1.0: '],
      [],
    ],
    [
      'another file of the release that was withdrawn, and this one was not',
      (record) => ({
        files: [wheelFile(PURE), wheelFile('acme-1.0-1-py3-none-any.whl', { yanked: 'old' })],
        records: { [PURE]: record },
      }),
      [],
      [],
    ],
    [
      'a release that was withdrawn whole, of which the file is not known',
      () => ({ files: [wheelFile(PURE, { yanked: 'bad' })] }),
      ['audit.yanked acme 1.0: '],
      ['audit.unknown-file acme 1.0: '],
    ],
    [
      'a file without a digest',
      (record) => ({ files: [wheelFile(PURE, { sha256: null })], records: { [PURE]: record } }),
      [`hash.missing acme 1.0: ${PURE}`],
      [],
    ],
    [
      'a project that is archived',
      (record) => ({
        files: [wheelFile(PURE)],
        records: { [PURE]: record },
        status: { status: 'archived', statusReason: 'gone' },
      }),
      [],
      ['audit.archived acme 1.0: '],
    ],
    [
      'a project that is deprecated',
      (record) => ({
        files: [wheelFile(PURE)],
        records: { [PURE]: record },
        status: { status: 'deprecated' },
      }),
      [],
      ['audit.deprecated acme 1.0: '],
    ],
    ['an index that says no', () => ({ fails: 'index.quarantined' }), ['index.quarantined acme 1.0: '], []],
    [
      'an index that does not answer',
      () => ({ fails: 'network.unreachable' }),
      ['network.unreachable acme 1.0: '],
      [],
    ],
  ])('tells of %s', async (_reason, offerFor, findings, notes) => {
    const environment = makeEnvironment();
    const offer = offerFor(installAcme(environment));
    const answer = await ask(environment, offer);
    expect(shortly(answer.findings)).toEqual(findings);
    expect(shortly(answer.notes)).toEqual(notes);
  });

  it('believes the whole wheel, where it is fetched, and not what the index shows of its end', async () => {
    const environment = makeEnvironment();
    const record = installAcme(environment);
    const offer = {
      files: [wheelFile(PURE, { provenance: 'https://index.example/p' })],
      records: { [PURE]: record },
    };
    const other = await makeVerified(
      makeWheel({ name: 'acme', files: { 'acme.py': 'ACME = 2\n' } }),
      await temporaryFolder(),
    );
    const { candidate } = other;
    const doors = doorsOf(offer);
    const { findings, files } = await askIndex((await environment.audit()).places, {
      ...doors,
      index: { ...doors.index, fetchMetadata: () => Promise.resolve(candidate.metadata) },
      acquisition: { verifyAll: () => Promise.resolve([other]) },
    });
    expect(shortly(findings)).toEqual([expect.stringMatching(/^audit\.differs acme 1\.0: acme\.py /)]);
    expect(files.size).toBe(0);
  });

  it('tells once of an index that does not answer, however much is installed', async () => {
    const environment = makeEnvironment();
    for (const name of ['a', 'b', 'c']) environment.install({ name });
    const { findings, sentence } = await ask(environment, { fails: 'network.unreachable' });
    expect(findings).toHaveLength(1);
    expect(sentence).toContain('not of a 1.0, b 1.0, c 1.0');
  });

  it('asks nothing about what came from elsewhere', async () => {
    const environment = makeEnvironment();
    const files = {
      'mine-1.0.dist-info/direct_url.json': '{"url": "https://x.example/m.whl", "archive_info": {}}',
    };
    environment.install({ name: 'mine', files });
    environment.write('odd.dist-info/RECORD', '');
    const { findings, sentence } = await ask(environment, { fails: 'network.unreachable' });
    expect(findings).toEqual([]);
    expect(sentence).toContain('not asked about mine 1.0, odd.dist-info');
  });
});
