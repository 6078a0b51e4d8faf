import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { attestedShop, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

/** Texts by their label, of an explanation. */
const rowsOf = (stdout: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    stdout.split('\n').flatMap((line) => {
      const row = /^ {2}(\S.{0,11}?) {2,}(.*)$/.exec(line);
      return row === null ? [] : [[row[1], row[2]]];
    }),
  );

describe('safe-install explain', () => {
  it('tells of a requirement who built it and which rule applied, and looks at no dependency', async () => {
    const { shop } = suite;
    await shop.publish(
      { name: 'widget', version: '1.0', requires: ['nowhere'] },
      { publisher: 'github-environment' },
    );
    await shop.policy(ruleFor('widget', 'github-environment'));
    const result = await shop.sandbox.run(['explain', 'widget']);
    expectDone(result);
    const lines = result.stdout.trimEnd().split('\n');
    expect([lines[0], lines.length <= 23, lines.every((line) => line.length <= 80)]).toEqual([
      'widget 1.0',
      true,
      true,
    ]);
    expect(rowsOf(result.stdout)).toMatchObject({
      verdict: 'attested',
      'built by': 'github.com/acme/widget release.yml in environment release',
      'from commit': `${'1f0c'.repeat(10)} (refs/tags/v1.0)`,
      'in run': 'https://github.com/acme/widget/actions/runs/1234/attempts/1',
      rule: expect.stringMatching(/^safe-install\.toml:\d+: github\.com\/acme\/widget release\.yml in env/),
      'not proven': expect.stringContaining('the repository of the project'),
    });
  });

  it('tells of a file that lies here what nobody proves', async () => {
    const { sandbox } = suite.shop;
    const wheel = makeWheel({ name: 'plain', version: '1.0' });
    await sandbox.write(wheel.filename, wheel.bytes);
    const result = await sandbox.run(['explain', join('.', wheel.filename)]);
    expectDone(result);
    expect(rowsOf(result.stdout)).toMatchObject({
      verdict: 'unattested, so nothing proves who built it',
      'not proven': 'who built it, and from which source',
    });
  });

  it('refuses what is refused', async () => {
    const { shop } = suite;
    await shop.publish({ name: 'widget', version: '1.0' });
    await shop.policy(ruleFor('widget', 'gitlab'));
    await expectRefusal(shop.sandbox, ['explain', 'widget'], { codes: ['identity.issuer'], exitCode: 1 });
  });

  it('says what it wants where nothing is named', async () => {
    const { exitCode, stderr } = await suite.shop.sandbox.run(['explain']);
    expect([exitCode, stderr.includes('usage.command')]).toEqual([2, true]);
  });
});
