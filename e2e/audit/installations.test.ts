import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWheel, recordLine } from '../../test/support/make-wheel.ts';
import { attestedShop, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';
import { auditJson, foundIn, whileItHolds } from './support.ts';

const suite = attestedShop();

const WIDGET = { name: 'widget', version: '1.0' };

describe('what safe-install has installed', () => {
  it('is known by its file, and held against who signed it', async () => {
    const { shop } = suite;
    const { sandbox } = shop;
    await shop.publish(WIDGET);
    shop.index.add(makeWheel({ name: 'plain' }));
    expectDone(await sandbox.run(['widget', 'plain']));

    const { audit, result } = await auditJson(sandbox);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(audit.distributions.map(({ name, file }) => `${name} ${file?.by} ${file?.evidence.kind}`)).toEqual(
      ['plain installation unattested', 'widget installation attested'],
    );

    // the policy of today counts, not that of the day of the installation
    await shop.policy(ruleFor('widget', 'gitlab'));
    expect(await foundIn(sandbox)).toEqual(['exit 1', 'identity.issuer widget 1.0']);
    await shop.policy('[[rule]]\npackages = ["widget"]\ndeny = true\n');
    expect(await foundIn(sandbox)).toEqual(['exit 1', 'plan.denied widget 1.0']);
    await shop.policy();

    // what is remembered tells of a changed RECORD where no index is asked
    const evil = 'VERSION = "evil"\n';
    const lineOf = (text: string): string =>
      text.replace(/^widget\/__init__\.py,.*$/m, recordLine('widget/__init__.py', evil));
    const found = await whileItHolds(
      sandbox,
      'widget/__init__.py',
      () => evil,
      () => whileItHolds(sandbox, 'widget-1.0.dist-info/RECORD', lineOf, () => foundIn(sandbox, '--offline')),
    );
    expect(found).toEqual(['exit 1', 'audit.differs widget 1.0']);
    const { stdout } = await sandbox.run(['audit', '--offline']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'every RECORD was compared with the wheel that safe-install had installed',
    );

    // a file that the index has taken away is not known any more
    shop.index.reset();
    shop.index.add(makeWheel({ name: 'plain' })).add(makeWheel({ ...WIDGET, build: '1' }));
    expect(await auditJson(sandbox)).toMatchObject({
      audit: { findings: [], notes: [{ code: 'audit.unknown-file', subject: 'widget 1.0' }] },
    });

    // and what is remembered is nobody's to break
    await sandbox.program('sh', ['-c', `echo '{' | tee ${join(shop.stateFolder, 'installations')}/*.json`]);
    const broken = await auditJson(sandbox);
    expect(broken.result.stderr).toContain('What was installed before is not known');
    expect(broken.audit.findings).toEqual([]);
  });
});
