import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalizeName, parseVersion } from '../../src/packaging/index.ts';
import { combineLayers, commandLineLayer, type FirstSeenDemand, TrustState } from '../../src/policy/index.ts';
import { rememberPublishers } from '../../src/prepare/remember-publishers.ts';
import type { VerifiedArtifact } from '../../src/verify/index.ts';
import { keepingLog, temporaryFolder } from '../index/support.ts';

const artifact = (repository: string | null): VerifiedArtifact =>
  ({
    judgement: {
      decision: {
        sighting:
          repository === null
            ? null
            : {
                name: normalizeName('acme'),
                release: { version: parseVersion('1.0'), uploadTime: null },
                publisher: {
                  publisher: { kind: 'GitHub', repository, workflow: 'release.yml', environment: null },
                  repositoryId: '1',
                  ownerId: '2',
                  trustRoot: 'public-good',
                  signedAt: new Date('2026-11-01'),
                  firstSeen: new Date('2026-11-24'),
                  version: parseVersion('1.0'),
                },
              },
      },
    },
  }) as unknown as VerifiedArtifact;

async function setUp(firstSeen: FirstSeenDemand = 'remember') {
  const statePath = join(await temporaryFolder(), 'trust-state.json');
  const log = keepingLog();
  const policy = combineLayers([commandLineLayer({ firstSeen: { value: firstSeen, origin: 'x' } })], 'off');
  const governance = { policy, ci: 'off', state: TrustState.empty, statePath, now: new Date() } as const;
  return {
    statePath,
    log,
    remember: (each: VerifiedArtifact) => rememberPublishers([each], governance, { log }),
  };
}

describe('rememberPublishers', () => {
  it('remembers who was seen', async () => {
    const { remember, statePath } = await setUp();
    await remember(artifact('acme/widget'));
    expect(await readFile(statePath, 'utf8')).toContain('acme/widget');
  });

  it.each(['accept', 'refuse'] as const)('remembers nobody with first-seen = "%s"', async (firstSeen) => {
    const { remember, statePath } = await setUp(firstSeen);
    await remember(artifact('acme/widget'));
    await expect(stat(statePath)).rejects.toThrow('ENOENT');
  });

  it('writes nothing where there is nothing to remember', async () => {
    const { remember, statePath } = await setUp();
    await remember(artifact(null));
    await expect(stat(statePath)).rejects.toThrow('ENOENT');
  });

  it('refuses to go on where another run has seen somebody else since', async () => {
    const { remember } = await setUp();
    await remember(artifact('acme/widget'));
    await expect(remember(artifact('acme/other'))).toRefuseWith('provenance.changed');
  });

  it('says that a disk takes no file, and goes on', async () => {
    const { remember, statePath, log } = await setUp();
    const folder = join(statePath, '..');
    await writeFile(`${folder}-file`, '');
    const inTheWay = await setUpAt(join(`${folder}-file`, 'trust-state.json'));
    await inTheWay.remember(artifact('acme/widget'));
    expect(inTheWay.log.lines.join()).toMatch(/^publishers cannot be remembered: /);
    await chmod(folder, 0o700);
    await remember(artifact('acme/widget'));
    expect(log.lines).toEqual([]);
  });
});

async function setUpAt(statePath: string) {
  const log = keepingLog();
  const policy = combineLayers([], 'off');
  const governance = { policy, ci: 'off', state: TrustState.empty, statePath, now: new Date() } as const;
  return { log, remember: (each: VerifiedArtifact) => rememberPublishers([each], governance, { log }) };
}
