import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type MadeFile, makeWheel } from '../../test/support/make-wheel.ts';
import { toAttestation } from '../sigstore/index.ts';
import { attestedShop, SHOP_ROOT } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';

const suite = attestedShop();

const FILE = makeWheel({ name: 'widget', version: '1.0' });
const OTHER = makeWheel({ name: 'widget', version: '2.0' });
const EVIDENCE = 'evidence.json';
const SHOWN = `${FILE.filename} sha256:${FILE.sha256}`;

const write = (filename: string, data: string | Uint8Array): Promise<void> =>
  writeFile(join(suite.shop.sandbox.project, filename), data);

const verify = (...words: readonly string[]) =>
  suite.shop.sandbox.run(['verify', FILE.filename, '--evidence', EVIDENCE, ...words]);

/** Puts evidence for a file, signed as the GitHub publisher of the shop, where the tests look for it. */
async function putEvidence(evidence: unknown): Promise<void> {
  await write(EVIDENCE, JSON.stringify(evidence));
}

beforeEach(async () => {
  await write(FILE.filename, FILE.bytes);
  await write(OTHER.filename, OTHER.bytes);
});

describe('verify --evidence', () => {
  it.each<[string, (file: MadeFile) => Promise<unknown>, string]>([
    ['provenance', (file) => suite.shop.mint(file), 'attested'],
    ['a Sigstore bundle', (file) => suite.shop.sigstore.signStatement(file), 'unattested'],
    ['a signature over the file', (file) => suite.shop.sigstore.signFile(file), 'unattested'],
    [
      'an attestation',
      async (file) => toAttestation(await suite.shop.sigstore.signStatement(file)),
      'unattested',
    ],
  ])('tells by its shape that it is %s, which proves by itself: %s', async (_kind, evidence, word) => {
    await putEvidence(await evidence(FILE));
    const byItself = await verify();
    expectDone(byItself);
    expect(byItself.stdout).toContain(`${word} ${SHOWN}`);
    const named = await verify('--publisher', 'github:acme/widget/release.yml');
    expectDone(named);
    expect(named.stdout).toBe(`attested ${SHOWN} github.com/acme/widget release.yml\n`);
  });

  it('says of a signature without a name to hold it against that nobody has named its signer', async () => {
    await putEvidence(await suite.shop.sigstore.signStatement(FILE));
    const { stderr } = await verify();
    expect(stderr).toContain('warning[identity.unnamed]');
    expect(stderr).toContain('0 attested, 1 unattested, 0 waived, 0 refused');
  });

  it.each<[string, readonly string[], string]>([
    ['another repository', ['--publisher', 'github:acme/other/release.yml'], 'identity.repository'],
    ['another workflow', ['--publisher', 'github:acme/widget/other.yml'], 'identity.workflow'],
    ['another kind', ['--publisher', 'google:me@acme.example'], 'identity.issuer'],
    [
      'an environment that is not certified',
      ['--publisher', 'github:acme/widget/release.yml#prod'],
      'identity.environment',
    ],
    [
      'another name',
      ['--identity', 'me@acme.example', '--issuer', 'https://token.actions.githubusercontent.com'],
      'identity.',
    ],
  ])('refuses who is not %s', async (_reason, words, code) => {
    await putEvidence(await suite.shop.mint(FILE));
    const { stderr, stdout, exitCode } = await verify(...words);
    expect(stderr).toContain(`error[${code}`);
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  it('takes any signer who is named in full', async () => {
    await putEvidence(await suite.shop.mint(FILE));
    const workflow = 'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1.0';
    const issuer = 'https://token.actions.githubusercontent.com';
    const named = await verify('--identity', workflow, '--issuer', issuer);
    expectDone(named);
    expect(named.stdout).toContain(`attested ${SHOWN}`);
  });

  it('refuses evidence for another file', async () => {
    await putEvidence(await suite.shop.mint(OTHER));
    const { stderr, exitCode } = await verify();
    expect(stderr).toContain('error[statement.subject-digest]');
    expect(exitCode).toBe(1);
  });

  it('is for one file that is there', async () => {
    await putEvidence(await suite.shop.mint(FILE));
    for (const words of [[FILE.filename, OTHER.filename], ['absent-1.0.tar.gz'], ['widget']]) {
      const { stderr, exitCode } = await suite.shop.sandbox.run(['verify', ...words, '--evidence', EVIDENCE]);
      expect(stderr).toContain('error[usage.option]');
      expect(exitCode).toBe(2);
    }
  });
});

describe('verify', () => {
  it('goes by the root of the command line before that of the policy', async () => {
    await putEvidence(await suite.shop.mint(FILE));
    await write('safe-install.toml', 'version = 1\n');
    const without = await verify('--offline');
    expect(without.stderr).toContain('error[sigstore.');
    expect(without.exitCode).toBe(1);
    expectDone(await verify('--offline', '--trusted-root', SHOP_ROOT));
    const absent = await verify('--trusted-root', 'absent.json');
    expect(absent.stderr).toContain('error[trust.malformed]');
  });

  it('refuses a file without a signature where a signer is named for it', async () => {
    const { stderr, exitCode } = await suite.shop.sandbox.run([
      'verify',
      FILE.filename,
      '--publisher',
      'github:acme/widget/release.yml',
    ]);
    expect(stderr).toContain('error[provenance.lost]');
    expect(exitCode).toBe(1);
  });

  it('verifies what is on an index, too', async () => {
    await suite.shop.publish({ name: 'widget', version: '1.0' });
    const words = ['verify', 'widget', '--publisher', 'github:acme/widget/release.yml'];
    const { stdout } = await suite.shop.sandbox.run(words);
    expect(stdout).toMatch(
      /^attested widget-1\.0-py3-none-any\.whl sha256:[0-9a-f]{64} github\.com\/acme\/widget/,
    );
  });

  it.each([
    ['half a name', ['--identity', 'me@acme.example']],
    [
      'two names',
      ['--identity', 'a', '--issuer', 'https://b.example', '--publisher', 'google:me@acme.example'],
    ],
    ['a form that is none', ['--publisher', 'acme/widget']],
  ])('refuses %s', async (_reason, words) => {
    const { stderr, exitCode } = await suite.shop.sandbox.run(['verify', FILE.filename, ...words]);
    expect(stderr).toContain('error[usage.option]');
    expect(exitCode).toBe(2);
  });

  it('tells its own options', async () => {
    const { stdout, exitCode } = await suite.shop.sandbox.run(['verify', '--help']);
    expect(stdout).toContain('--trusted-root FILE');
    expect(exitCode).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('verify --report', () => {
  it('tells of files that lie here, and of those that were refused', async () => {
    await putEvidence(await suite.shop.mint(FILE));
    const passed = await verify('--report', '-');
    expectDone(passed);
    const report = JSON.parse(passed.stdout) as {
      readonly install: readonly {
        readonly safe_install: { readonly evidence: { readonly kind: string } };
      }[];
    };
    expect(report.install.map(({ safe_install }) => safe_install.evidence.kind)).toEqual(['attested']);
    const refused = await verify('--report', '-', '--publisher', 'google:me@acme.example');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      install: [],
      safe_install: { counts: { refused: 1 }, refused: [{ code: 'identity.issuer' }] },
    });
  });
});
