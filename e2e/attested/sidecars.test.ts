import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MadeFile, makeWheel } from '../../test/support/make-wheel.ts';
import { githubIdentity, toAttestation } from '../sigstore/index.ts';
import { attestedShop, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sidecarOf } from '../support/sidecar.ts';

const suite = attestedShop();

const FILE = makeWheel({ name: 'widget', version: '1.0' });

/** Evidence in every form that may lie beside a file, by its suffix. */
const FORMS: readonly (readonly [string, (file: MadeFile) => Promise<unknown>])[] = [
  ['.provenance', (file) => suite.shop.mint(file)],
  ['.sigstore.json', (file) => suite.shop.sigstore.signStatement(file)],
  ['.sigstore', (file) => suite.shop.sigstore.signFile(file)],
  ['.publish.attestation', async (file) => toAttestation(await suite.shop.sigstore.signStatement(file))],
];

const folder = (): string => join(suite.shop.sandbox.project, 'wheels');

/** Puts a file and its evidence into a folder. */
async function place(evidence: unknown, suffix: string): Promise<void> {
  await mkdir(folder());
  await writeFile(join(folder(), FILE.filename), FILE.bytes);
  await writeFile(join(folder(), `${FILE.filename}${suffix}`), JSON.stringify(evidence));
}

/** The words that lead to the file: by an index, a folder of links, a path and an address. */
const ways = (): readonly (readonly string[])[] => [
  ['widget'],
  ['widget', '--no-index', '--find-links', folder()],
  [`./wheels/${FILE.filename}`],
  [`${suite.shop.index.origin}/files/widget/${FILE.filename}`],
];

const NEEDED = ['--dry-run', '--require-provenance'];

describe('evidence beside a file', () => {
  it.each(FORMS)(
    '%s counts on an index, in a folder of links, and beside a path or an address',
    async (suffix, evidence) => {
      const document = await evidence(FILE);
      await suite.shop.policy(ruleFor('widget', 'github'));
      await place(document, suffix);
      suite.shop.index.add(FILE).add(sidecarOf(FILE, suffix, document));
      const { sandbox } = suite.shop;
      for (const words of ways()) {
        const result = await sandbox.run([...words, ...NEEDED]);
        expectDone(result);
        expect(result.stderr).toContain('1 attested');
      }
      const verified = await sandbox.run(['verify', './wheels', '--require-provenance']);
      expectDone(verified);
      expect(verified.stdout).toMatch(/^attested widget-1\.0/);
    },
  );

  it('counts again for whoever installs from a lock, wherever it lies', async () => {
    const document = await suite.shop.sigstore.signStatement(FILE);
    await suite.shop.policy(ruleFor('widget', 'github'));
    await place(document, '.sigstore.json');
    suite.shop.index.add(FILE).add(sidecarOf(FILE, '.sigstore.json', document));
    const { sandbox } = suite.shop;
    for (const words of ways()) {
      expectDone(await sandbox.run(['lock', ...words, '--require-provenance']));
      expect(await readFile(join(sandbox.project, 'pylock.toml'), 'utf8')).toContain(
        'attestation-identities',
      );
      const result = await sandbox.run(['-r', 'pylock.toml', ...NEEDED]);
      expect([words, result.exitCode, result.stderr]).toMatchObject([
        words,
        0,
        expect.stringContaining('1 attested'),
      ]);
      await rm(join(sandbox.project, 'pylock.toml'));
    }
  });

  it('is refused where it is about another file', async () => {
    const other = makeWheel({ name: 'widget', version: '1.0', files: { 'widget/evil.py': '' } });
    await place(await suite.shop.sigstore.signStatement(other), '.sigstore.json');
    const words = ['widget', '--no-index', '--find-links', folder()];
    const refusal = { codes: ['statement.subject-digest'], exitCode: 1 };
    await expectRefusal(suite.shop.sandbox, words, refusal);
  });

  it('by somebody else than the policy names is refused', async () => {
    const identity = githubIdentity({ repository: 'evil/widget' });
    await place(await suite.shop.sigstore.signStatement(FILE, { identity }), '.sigstore.json');
    await suite.shop.policy(ruleFor('widget', 'github'));
    const refusal = { codes: ['identity.repository'], exitCode: 1 };
    await expectRefusal(suite.shop.sandbox, [`./wheels/${FILE.filename}`], refusal);
  });

  it('by somebody whom nobody has named proves nothing', async () => {
    await place(await suite.shop.sigstore.signStatement(FILE), '.sigstore.json');
    const words = [`./wheels/${FILE.filename}`];
    const result = await suite.shop.sandbox.run([...words, '--dry-run']);
    expectDone(result);
    expect(result.stderr).toContain('0 attested, 1 unattested');
    const refusal = { codes: ['identity.unnamed'], exitCode: 1 };
    await expectRefusal(suite.shop.sandbox, [...words, '--require-provenance'], refusal);
  });
});
