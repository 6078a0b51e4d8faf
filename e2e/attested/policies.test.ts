import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MadeFile, makeWheel } from '../../test/support/make-wheel.ts';
import { attestedShop, ruleFor } from '../support/attested-index.ts';
import { startLocalIndex } from '../support/local-index.ts';
import { expectDone, expectOneScreen } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

const refusalOf = (...codes: string[]) => ({ codes, exitCode: 1 });

const dry = (...words: string[]) => suite.shop.sandbox.run([...words, '--dry-run']);

/** Days ago, as an index writes it. */
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

const unattested = (claims = {}): MadeFile => {
  const file = makeWheel({ name: 'widget', version: '1.0' });
  suite.shop.index.add(file, claims);
  return file;
};

const AGE = { codes: ['resolve.no-version'], exitCode: 4 };

const POLICIES = resolve(import.meta.dirname, '../../policies');

describe('an index without any provenance', () => {
  it('installs as ever with default.toml, and says in one line what could not be proven', async () => {
    unattested();
    suite.shop.index.add(makeWheel({ name: 'gadget', version: '2.0' }));
    await copyFile(join(POLICIES, 'default.toml'), join(suite.shop.sandbox.project, 'safe-install.toml'));
    const result = await dry('widget', 'gadget');
    expectDone(result);
    expectOneScreen(result);
    expect(result.stderr.match(/^.*(?:provenance|proven).*$/gm)).toHaveLength(1);
    expect(result.stderr).toContain('0 attested, 2 unattested, 0 waived, 0 refused');
  });

  it.each([
    ['strict.toml', []],
    ['ci.toml', []],
    ['default.toml', ['--ci']],
    ['default.toml', ['--require-provenance']],
  ])('is refused with %s %s, each file by name', async (name, words) => {
    unattested();
    suite.shop.index.add(makeWheel({ name: 'gadget', version: '2.0' }));
    await copyFile(join(POLICIES, name), join(suite.shop.sandbox.project, 'safe-install.toml'));
    const refusal = { ...refusalOf('provenance.missing', 'provenance.missing'), env: {} };
    const result = await expectRefusal(suite.shop.sandbox, ['widget', 'gadget', ...words], refusal);
    expect(result.stderr).toContain('widget 1.0');
    expect(result.stderr).toContain('gadget 2.0');
    expect(result.stderr).toContain('hint:');
  });

  it('is looked at for nothing where the policy looks at none', async () => {
    await suite.shop.publish({ name: 'widget', version: '1.0' }, { alter: () => 'garbage' });
    const result = await dry('widget', '--provenance', 'off');
    expectDone(result);
    expect(suite.shop.index.paths.filter((path) => path.startsWith('/provenance/'))).toEqual([]);
  });
});

describe('what a policy forbids', () => {
  it('is refused, whoever has signed it', async () => {
    await suite.shop.publish({ name: 'widget', version: '1.0' });
    await suite.shop.policy(`${ruleFor('widget', 'github')}\n[[rule]]\npackages = ["wid*<2"]\ndeny = true\n`);
    const result = await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('plan.denied'));
    expect(result.stderr).toMatch(/safe-install\.toml:\d+/);
  });
});

describe('an age that is asked for', () => {
  it('leaves out a file that is too new: the one before it is taken', async () => {
    unattested({ uploadTime: daysAgo(9) });
    suite.shop.index.add(makeWheel({ name: 'widget', version: '1.1' }), { uploadTime: daysAgo(1) });
    const result = await dry('widget', '--min-age', 'P3D');
    expectDone(result);
    expect(result.stderr).toContain('widget-1.0');
  });

  it('leaves nothing where all are too new', async () => {
    unattested({ uploadTime: daysAgo(1) });
    await expectRefusal(suite.shop.sandbox, ['widget', '--min-age', 'P3D'], AGE);
  });

  it('refuses a file of which nobody says how old it is', async () => {
    unattested({ uploadTime: null });
    await expectRefusal(suite.shop.sandbox, ['widget', '--min-age', 'P3D'], refusalOf('age.unknown'));
  });
});

describe('a waiver', () => {
  const waiver = (file: MadeFile, fields: Readonly<Record<string, string>> = {}): string => {
    const all = {
      package: `"${file.name}==${file.version}"`,
      sha256: `"${file.sha256}"`,
      check: '"provenance.missing"',
      reason: '"its maintainers know"',
      expires: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10),
      ...fields,
    };
    const lines = Object.entries(all).map(([key, value]) => `${key} = ${value}`);
    return `provenance = "required"\n[[waiver]]\n${lines.join('\n')}\n`;
  };

  it('lets one file through for one reason, and it is never called attested', async () => {
    await suite.shop.policy(waiver(unattested()));
    const result = await dry('widget');
    expectDone(result);
    expect(result.stderr).toContain('0 attested, 0 unattested, 1 waived, 0 refused');
  });

  it('lets a wheel with a line of RECORD that is wrong through', async () => {
    const record = (lines: readonly string[]) =>
      lines.map((line) => line.replace(/^(widget\/__init__\.py,sha256=)[^,]+/, `$1${'A'.repeat(43)}`));
    const file = makeWheel({ name: 'widget', version: '1.0', record });
    suite.shop.index.add(file);
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('record.hash-mismatch'));
    await suite.shop.policy(
      waiver(file, { check: '"record.hash-mismatch"' }).replace('"required"', '"no-downgrade"'),
    );
    const result = await dry('widget');
    expectDone(result);
    expect(result.stderr).toContain('1 waived');
  });

  it.each<[string, Readonly<Record<string, string>>, string[], number]>([
    ['that is over', { expires: '2024-01-31' }, ['policy.waiver-expired'], 2],
    ['for another digest', { sha256: `"${'0'.repeat(64)}"` }, ['provenance.missing'], 1],
    ['for another check', { check: '"provenance.lost"' }, ['provenance.missing'], 1],
    ['for what nobody can waive', { check: '"hash.mismatch"' }, ['policy.waiver-check'], 2],
  ])('%s lets nothing through', async (_reason, fields, codes, exitCode) => {
    await suite.shop.policy(waiver(unattested(), fields));
    await expectRefusal(suite.shop.sandbox, ['widget'], { codes, exitCode });
  });

  it('that waives nothing is an error', async () => {
    await suite.shop.policy(waiver(await suite.shop.publish({ name: 'widget', version: '1.0' })));
    await expectRefusal(suite.shop.sandbox, ['widget'], { codes: ['policy.waiver-stale'], exitCode: 2 });
  });
});

describe('an index for evidence', () => {
  it('has what the mirror drops, and it binds to name and bytes', async () => {
    const mirror = await startLocalIndex();
    try {
      const file = await suite.shop.publish({ name: 'widget', version: '1.0' });
      mirror.add(file);
      const options = ['--index-url', mirror.url, '--require-provenance'];
      await expectRefusal(suite.shop.sandbox, ['widget', ...options], refusalOf('provenance.missing'));
      await suite.shop.policy(`[[index]]\nurl = "${mirror.url}"\nevidence = "${suite.shop.index.url}"\n`);
      const result = await dry('widget', ...options);
      expectDone(result);
      expect(result.stderr).toContain('1 attested');
      mirror.reset();
      mirror.add(makeWheel({ name: 'widget', version: '1.0', files: { 'widget/evil.py': '' } }));
      await suite.shop.sandbox.clear();
      await suite.shop.policy(`[[index]]\nurl = "${mirror.url}"\nevidence = "${suite.shop.index.url}"\n`);
      await expectRefusal(suite.shop.sandbox, ['widget', ...options], refusalOf('statement.subject-digest'));
    } finally {
      await mirror.close();
    }
  });
});

describe('continuous integration', () => {
  it('CI=true applies the [ci] of a policy, and says so', async () => {
    unattested();
    await suite.shop.policy('[ci]\nprovenance = "required"\n');
    expectDone(await dry('widget'));
    const refusal = { ...refusalOf('provenance.missing'), env: { CI: 'true' } };
    const result = await expectRefusal(suite.shop.sandbox, ['widget'], refusal);
    expect(result.stderr).toContain('CI is set in the environment');
  });

  it('CI=true alone changes nothing', async () => {
    unattested();
    expectDone(await suite.shop.sandbox.run(['widget', '--dry-run'], { env: { CI: 'true' } }));
  });
});
