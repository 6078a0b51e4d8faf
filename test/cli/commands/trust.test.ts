import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestSigstore, TufMirror } from '../../../e2e/sigstore/index.ts';
import { makeProject, type Project } from './run-command.ts';

let sigstore: TestSigstore;
let mirror: TufMirror;

beforeAll(async () => {
  sigstore = await TestSigstore.create();
  mirror = await TufMirror.start(sigstore.trustedRoot);
});
afterAll(() => mirror.stop());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A project whose default root is a file, and whose rules name the mirror. */
async function project(): Promise<Project> {
  mirror.fault = null;
  const made = await makeProject();
  await made.write('trusted_root.json', sigstore.trustedRoot);
  await made.write('root.json', mirror.firstRoot);
  await made.write(
    'safe-install.toml',
    `version = 1
[[rule]]
packages = ["acme-*"]
root = "own"
[[rule.publisher]]
kind = "Google"
email = "release@acme.example"
[trust]
root = "trusted_root.json"
[trust.roots.own]
tuf-mirror = "${mirror.url}"
tuf-root = "root.json"
`,
  );
  return made;
}

interface Shown {
  readonly roots: readonly Readonly<Record<string, unknown>>[];
}

const shown = async (from: Project, ...words: string[]) => {
  const { exitCode, stdout } = await from.run('trust', ...words, '--format', 'json');
  return { exitCode, roots: (JSON.parse(stdout) as Shown).roots };
};

describe('trust show', () => {
  it('shows the root that comes with the program, where no policy names another', async () => {
    const { exitCode, stdout, stderr } = await (await makeProject()).run('trust', 'show');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^public-good\n/);
    expect(stdout).toMatch(/^ {2}origin {5}embedded$/m);
    expect(stdout).toMatch(/^ {2}expires {4}\d{4}-\d\d-\d\d \(in \d+ days\)$/m);
    expect(stdout).toMatch(/^ {2}sha256 {5}[0-9a-f]{64}$/m);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('shows every root that the policy names, asks nobody, and says what is not at hand', async () => {
    const from = await project();
    mirror.hits.length = 0;
    const { exitCode, roots } = await shown(from, 'show');
    expect(mirror.hits).toEqual([]);
    expect(exitCode).toBe(3);
    expect(roots).toMatchObject([
      { kind: 'file', default: true, origin: 'file', sha256: sha256(sigstore.trustedRoot), expires: null },
      { name: 'own', kind: 'tuf', default: false, origin: null, error: { code: 'trust.unreachable' } },
    ]);
  });

  it('shows a file that is none, and the others', async () => {
    const from = await project();
    await from.write('trusted_root.json', '{}');
    const { exitCode, stdout, stderr } = await from.run('trust', 'show');
    expect(exitCode).toBe(2);
    expect(stdout.match(/^\S+$/gm)).toHaveLength(2);
    expect(stderr).toContain('error[trust.malformed]');
  });
});

describe('trust update', () => {
  it('refreshes through TUF, and what was fetched is shown from then on', async () => {
    const from = await project();
    const first = await shown(from, 'update');
    expect(first.exitCode).toBe(0);
    expect(first.roots[1]).toMatchObject({
      origin: 'tuf',
      sha256: sha256(sigstore.trustedRoot),
      error: null,
    });
    mirror.hits.length = 0;
    const again = await shown(from, 'show');
    expect(mirror.hits).toEqual([]);
    expect(again.exitCode).toBe(0);
    expect(again.roots[1]).toMatchObject({
      refreshed_at: first.roots[1]?.refreshed_at,
      age: expect.any(Number),
    });
  });

  it('says what kept a root from being refreshed, then and later', async () => {
    const from = await project();
    await from.run('trust', 'update');
    mirror.fault = 'server-error';
    const failed = await from.run('trust', 'update', '--retries', '0');
    expect(failed.exitCode).toBe(3);
    expect(failed.stderr).toContain('error[trust.unreachable]');
    expect(failed.stdout).toMatch(/^ {2}not newer {2}.*500.* \(less than a minute ago\)$/m);
    const later = await from.run('trust', 'show');
    expect(later.exitCode).toBe(0);
    expect(later.stdout).toMatch(/^ {2}not newer {2}.*500/m);
  });

  it('refuses what does not verify', async () => {
    const from = await project();
    mirror.fault = 'not-json';
    const { exitCode, stderr } = await from.run('trust', 'update');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('error[trust.tuf]');
  });

  it('does not reach a network that it must not', async () => {
    const from = await project();
    mirror.hits.length = 0;
    expect((await from.run('trust', 'update', '--offline')).exitCode).toBe(3);
    expect(mirror.hits).toEqual([]);
  });
});

describe('trust', () => {
  it.each([
    ['nothing to do', [], 'usage.command'],
    ['something else to do', ['fetch'], 'usage.command'],
    ['a word too many', ['show', 'own'], 'usage.command'],
    ['a policy that is not there', ['show', '--policy', 'none.toml'], 'policy.not-found'],
  ])('refuses %s', async (_reason, words, code) => {
    const { exitCode, stdout, stderr } = await (await makeProject()).run('trust', ...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`error[${code}]`);
  });

  it('--help fits a terminal', async () => {
    const { exitCode, stdout } = await (await makeProject()).run('trust', '--help');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(stdout.split('\n').length).toBeLessThan(25);
  });
});
