import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Publisher, publisherOf } from '../../../src/attestation/index.ts';
import { normalizeName, parseVersion } from '../../../src/packaging/index.ts';
import { makeTemporaryFolder, pathExists, removePath } from '../../../src/platform/index.ts';
import {
  type RememberedPublisher,
  type Sighting,
  TrustState,
} from '../../../src/policy/state/trust-state.ts';
import {
  readTrustState,
  rememberSightings,
  trustStatePath,
} from '../../../src/policy/state/trust-state-file.ts';
import { formatTrustState, parseTrustState } from '../../../src/policy/state/trust-state-json.ts';
import { githubAttestation, type SignerOptions } from '../facts.ts';
import { NOW } from '../support.ts';

const ACME = normalizeName('acme');

function remembered(options: SignerOptions = {}): RememberedPublisher {
  const { identity, signedAt } = githubAttestation(options);
  return {
    publisher: publisherOf(identity),
    repositoryId: identity.claims.sourceRepositoryIdentifier,
    ownerId: identity.claims.sourceRepositoryOwnerIdentifier,
    trustRoot: 'public-good',
    signedAt,
    firstSeen: NOW,
    version: parseVersion('1.0'),
  };
}

const sighting = (
  publisher: RememberedPublisher | null = remembered(),
  version = '1.0',
  name = ACME,
): Sighting => ({
  name,
  release: { version: parseVersion(version), uploadTime: new Date('2026-11-01T00:00:00Z') },
  publisher,
});

describe('TrustState', () => {
  it('knows nobody at first', () => {
    expect(TrustState.empty.projectOf(ACME)).toBeNull();
    expect(TrustState.empty.knows([])).toBe(true);
    expect(TrustState.empty.knows([sighting(null)])).toBe(false);
  });

  it('remembers publishers and releases, and is itself unchanged', () => {
    const state = TrustState.empty.with([sighting(), sighting(null, '1.1'), sighting(null, '1.0.0')]);
    const project = state.projectOf(ACME);
    expect(project?.publishers).toEqual([remembered()]);
    expect(project?.attested.map(({ version }) => version.toString())).toEqual(['1.0', '1.1']);
    expect(TrustState.empty.projectOf(ACME)).toBeNull();
  });

  it('knows what it remembers', () => {
    const state = TrustState.empty.with([sighting()]);
    expect(state.knows([sighting(null, '1.0.0')])).toBe(true);
    expect(state.knows([sighting(null, '1.1')])).toBe(false);
    expect(state.knows([sighting(remembered({ workflow: 'x.yml' }))])).toBe(false);
    expect(state.knows([sighting(null), sighting(null, '1.0', normalizeName('other'))])).toBe(false);
  });
});

describe('its file', () => {
  const PUBLISHERS: readonly Publisher[] = [
    { kind: 'GitHub', repository: 'a/b', workflow: 'x.yml', environment: null },
    { kind: 'GitHub', repository: 'a/b', workflow: 'x.yml', environment: 'prod' },
    {
      kind: 'GitLab',
      instance: 'https://gitlab.com',
      repository: 'a/b',
      workflowFilepath: 'x.yml',
      environment: null,
    },
    {
      kind: 'GitLab',
      instance: 'https://gitlab.acme.example',
      repository: 'a/b/c',
      workflowFilepath: 'x.yml',
      environment: 'prod',
    },
    { kind: 'Google', email: 'a@b.example' },
    { kind: 'CircleCI', projectId: 'p', pipelineDefinitionId: 'q', vcsOrigin: null, vcsRef: null },
    {
      kind: 'CircleCI',
      projectId: 'p',
      pipelineDefinitionId: 'q',
      vcsOrigin: 'github.com/a/b',
      vcsRef: 'refs/heads/main',
    },
    { kind: 'Identity', issuer: 'https://a.example', identity: 'x' },
  ];

  it('is read back as it was, whatever the publisher', () => {
    const sightings = PUBLISHERS.map((publisher, index) =>
      sighting({ ...remembered(), publisher }, `1.${index}`),
    );
    const anonymous = { ...remembered(), repositoryId: null, ownerId: null };
    const state = TrustState.empty.with([
      ...sightings,
      sighting(anonymous, '1.0', normalizeName('zeta')),
      {
        name: normalizeName('beta'),
        release: { version: parseVersion('2'), uploadTime: null },
        publisher: null,
      },
    ]);
    const text = formatTrustState(state);
    expect(parseTrustState(Buffer.from(text))).toEqual(new TrustState(new Map([...state.projects].sort())));
    expect(formatTrustState(parseTrustState(Buffer.from(text)))).toBe(text);
  });

  it('has one project a line, in the order of names', () => {
    const state = TrustState.empty.with([
      sighting(null, '1.0', normalizeName('b')),
      sighting(null, '1.0', normalizeName('a')),
    ]);
    expect(
      formatTrustState(state)
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['{', '  "version"', '  "projects"', '    "a"', '    "b"', '  }', '}', '']);
  });

  const good = JSON.parse(formatTrustState(TrustState.empty.with([sighting()])));
  const with_ = (change: (json: typeof good) => void): string => {
    const copy = structuredClone(good);
    change(copy);
    return JSON.stringify(copy);
  };

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no version', '{"projects": {}}'],
    ['another version', '{"version": 2, "projects": {}}'],
    ['no projects', '{"version": 1}'],
    ['a key twice', '{"version": 1, "projects": {}, "projects": {}}'],
    ['a name that is none', with_((json) => Object.assign(json.projects, { A_b: json.projects.acme }))],
    ['no publishers', with_((json) => delete json.projects.acme.publishers)],
    ['no releases', with_((json) => delete json.projects.acme.attested)],
    ['a publisher of no kind', with_((json) => delete json.projects.acme.publishers[0].publisher.kind)],
    [
      'a publisher of another kind',
      with_((json) => Object.assign(json.projects.acme.publishers[0].publisher, { kind: 'x' })),
    ],
    [
      'a publisher without a repository',
      with_((json) => delete json.projects.acme.publishers[0].publisher.repository),
    ],
    [
      'an environment that is no text',
      with_((json) => Object.assign(json.projects.acme.publishers[0].publisher, { environment: 3 })),
    ],
    ['no root', with_((json) => delete json.projects.acme.publishers[0]['trust-root'])],
    [
      'a number that is no text',
      with_((json) => Object.assign(json.projects.acme.publishers[0], { 'repository-id': 3 })),
    ],
    ['no time', with_((json) => delete json.projects.acme.publishers[0]['signed-at'])],
    [
      'a time that is none',
      with_((json) => Object.assign(json.projects.acme.publishers[0], { 'first-seen': '2026-11-24' })),
    ],
    ['no version of a publisher', with_((json) => delete json.projects.acme.publishers[0].version)],
    [
      'a version that is none',
      with_((json) => Object.assign(json.projects.acme.attested[0], { version: 'x' })),
    ],
    [
      'a time of upload that is none',
      with_((json) => Object.assign(json.projects.acme.attested[0], { uploaded: 'x' })),
    ],
    [
      'too many releases',
      with_((json) =>
        Object.assign(json.projects.acme, {
          attested: Array.from({ length: 10_001 }, () => json.projects.acme.attested[0]),
        }),
      ),
    ],
    ['too much depth', `{"version": 1, "projects": ${'['.repeat(20)}${']'.repeat(20)}}`],
    ['too many bytes', '{"version": 1, "projects": {}}'.padEnd(32 * 1024 * 1024 + 1)],
  ])('is refused with %s, and not begun anew', (_reason, text) => {
    expect(() => parseTrustState(Buffer.from(text))).toRefuse('trust-state.malformed');
  });

  it.each([
    ['as deep as it may be', 8, 'is not an object'],
    ['deeper', 9, 'has more than 8 objects and arrays inside each other'],
  ])('says of what is %s that it is that', (_reason, depth, message) => {
    const text = `{"version": 1, "projects": ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(() => parseTrustState(Buffer.from(text))).toThrow(message);
  });

  it('tells all that is wrong with it', () => {
    const text = with_((json) => {
      delete json.projects.acme.publishers[0]['trust-root'];
      json.projects.acme.attested[0].version = 'x';
    });
    expect(() => parseTrustState(Buffer.from(text))).toThrow(
      /trust-root is missing; .*version is not a version/,
    );
  });
});

describe('the file on disk', () => {
  let folder: string;
  let path: string;
  const folders: string[] = [];
  beforeEach(async () => {
    folder = await makeTemporaryFolder('safe-install-test-');
    folders.push(folder);
    path = trustStatePath(join(folder, 'state'));
  });
  afterAll(async () => {
    for (const each of folders) await removePath(each);
  });

  const remember = (base: TrustState, ...sightings: readonly Sighting[]) =>
    rememberSightings(path, base, sightings, { firstSeen: 'remember', patience: 0 });

  it('is empty where there is none', async () => {
    expect((await readTrustState(path)).projects.size).toBe(0);
  });

  it('is written, for its user alone, and read back', async () => {
    await remember(TrustState.empty, sighting());
    const state = await readTrustState(path);
    expect(state.projectOf(ACME)?.publishers).toEqual([remembered()]);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await pathExists(`${path}.lock`)).toBe(false);
  });

  it.each(['accept', 'refuse'] as const)('is never written where the policy says %s', async (firstSeen) => {
    await rememberSightings(path, TrustState.empty, [sighting()], { firstSeen });
    expect(await pathExists(join(folder, 'state'))).toBe(false);
  });

  it('is not written where there is nothing new', async () => {
    const known = TrustState.empty.with([sighting()]);
    await remember(known, sighting(null));
    expect(await pathExists(join(folder, 'state'))).toBe(false);
  });

  it('has another release of somebody who is known', async () => {
    await remember(TrustState.empty, sighting());
    const base = await readTrustState(path);
    await remember(base, sighting(null, '1.1'));
    const project = (await readTrustState(path)).projectOf(ACME);
    expect(project?.attested.map(({ version }) => version.toString())).toEqual(['1.0', '1.1']);
    expect(project?.publishers).toHaveLength(1);
  });

  it('keeps what another run has remembered since', async () => {
    const other = normalizeName('other');
    await remember(TrustState.empty, sighting(remembered(), '1.0', other));
    await remember(TrustState.empty, sighting());
    const state = await readTrustState(path);
    expect([...state.projects.keys()].sort()).toEqual([ACME, other]);
  });

  it('has a publisher once whom two runs have seen at once', async () => {
    await remember(TrustState.empty, sighting());
    await remember(TrustState.empty, sighting(remembered({ signedAt: '2025-01-01T00:00:00Z' }), '1.1'));
    const project = (await readTrustState(path)).projectOf(ACME);
    expect(project?.publishers).toHaveLength(1);
    expect(project?.attested).toHaveLength(2);
  });

  it('has another release beside a publisher whom another run has seen', async () => {
    await remember(TrustState.empty, sighting());
    await remember(TrustState.empty, sighting(null, '1.1'));
    const project = (await readTrustState(path)).projectOf(ACME);
    expect(project?.publishers).toEqual([remembered()]);
    expect(project?.attested).toHaveLength(2);
  });

  it('has both names of a publisher who was renamed', async () => {
    await remember(TrustState.empty, sighting());
    const base = await readTrustState(path);
    await remember(base, sighting(remembered({ repository: 'acme/gadget' }), '1.1'));
    expect((await readTrustState(path)).projectOf(ACME)?.publishers).toHaveLength(2);
  });

  it('does not take two publishers whom two runs have seen at once', async () => {
    await remember(TrustState.empty, sighting());
    await expect(remember(TrustState.empty, sighting(remembered({ workflow: 'x.yml' })))).toRefuseWith(
      'provenance.changed',
    );
    await expect(remember(TrustState.empty, sighting({ ...remembered(), trustRoot: 'own' }))).toRefuseWith(
      'provenance.changed',
    );
    await expect(remember(TrustState.empty, sighting({ ...remembered(), repositoryId: '7' }))).toRefuseWith(
      'provenance.changed',
    );
    await expect(remember(TrustState.empty, sighting({ ...remembered(), ownerId: '7' }))).toRefuseWith(
      'provenance.changed',
    );
    expect((await readTrustState(path)).projectOf(ACME)?.publishers).toHaveLength(1);
  });

  it('is not overwritten where it is damaged', async () => {
    await mkdir(join(folder, 'state'));
    await writeFile(path, '{"version": 1');
    await expect(readTrustState(path)).rejects.toMatchObject({
      code: 'trust-state.malformed',
      subject: path,
    });
    await expect(remember(TrustState.empty, sighting())).toRefuseWith('trust-state.malformed');
    expect(await readFile(path, 'utf8')).toBe('{"version": 1');
    expect(await pathExists(`${path}.lock`)).toBe(false);
  });

  it('waits for nobody forever', async () => {
    await mkdir(join(folder, 'state'));
    const release = await lock(path, { realpath: false });
    await expect(remember(TrustState.empty, sighting())).toRefuseWith('trust-state.locked');
    await release();
    expect(await pathExists(path)).toBe(false);
  });

  it('is not locked for ever by a run that was killed', async () => {
    await mkdir(`${path}.lock`, { recursive: true });
    const then = new Date(Date.now() - 30_000);
    await utimes(`${path}.lock`, then, then);
    await remember(TrustState.empty, sighting());
    expect((await readTrustState(path)).projectOf(ACME)).not.toBeNull();
  });

  it('is written after another run has ended', async () => {
    await mkdir(join(folder, 'state'));
    const release = await lock(path, { realpath: false });
    const written = rememberSightings(path, TrustState.empty, [sighting()], { firstSeen: 'remember' });
    await release();
    await written;
    expect((await readTrustState(path)).projectOf(ACME)).not.toBeNull();
  });

  it('is whole, whoever writes at once', async () => {
    const names = Array.from({ length: 8 }, (_, index) => normalizeName(`acme-${index}`));
    await Promise.all(
      names.map((name) =>
        rememberSightings(path, TrustState.empty, [sighting(remembered(), '1.0', name)], {
          firstSeen: 'remember',
        }),
      ),
    );
    expect((await readTrustState(path)).projects.size).toBe(8);
  });
});
