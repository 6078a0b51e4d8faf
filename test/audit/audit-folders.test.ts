import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wishesOfFolders } from '../../src/audit/index.ts';
import { recordLine } from '../support/make-wheel.ts';
import {
  audit,
  auditAfter,
  type Deed,
  makeEnvironment,
  makeStocked,
  shortly,
} from './support/environment.ts';

describe('an environment as an installer has left it', () => {
  it('has no findings', async () => {
    const { findings, notes, places } = await auditAfter((environment) => {
      environment.compile('acme/core.py');
      environment.compile('beta.py');
    });
    expect(shortly(findings)).toEqual([]);
    expect(shortly(notes)).toEqual([]);
    expect(places).toMatchObject([
      { compared: 9, distributions: [{ label: 'acme 1.0' }, { label: 'beta 1.0' }] },
    ]);
  });

  it('may lie where there is nothing at all', async () => {
    expect(await makeEnvironment().audit()).toMatchObject({ findings: [], notes: [] });
  });

  it('is named by a folder that exists', async () => {
    const { site } = makeEnvironment();
    await expect(audit(wishesOfFolders([join(site, 'none')]))).toRefuseWith('audit.no-place');
  });

  it('is named by folders that all exist', async () => {
    const { site } = makeStocked();
    await expect(audit(wishesOfFolders([site, join(site, 'none')]))).toRefuseWith('audit.no-place');
    expect((await audit(wishesOfFolders([site, join(site, 'acme')]))).places).toHaveLength(2);
  });

  it('is gone through once, whatever links lead to it', async () => {
    const environment = makeStocked();
    symlinkSync(join(environment.prefix, 'lib'), join(environment.prefix, 'lib64'));
    const folders = [environment.site, environment.site.replace('/lib/', '/lib64/')];
    const { places } = await audit(wishesOfFolders(folders));
    expect(places).toHaveLength(1);
  });

  it('is left in the middle when the user wants that', async () => {
    const environment = makeStocked();
    const reason = new Error('interrupted');
    const aborted = AbortSignal.abort(reason);
    await expect(audit(wishesOfFolders([environment.site]), aborted)).rejects.toBe(reason);
  });
});

describe('what a RECORD lists', () => {
  it.each<[string, Deed, readonly string[]]>([
    [
      'one altered byte',
      (environment) => environment.alterByte('acme/core.py'),
      ['audit.changed acme 1.0: acme/core.py'],
    ],
    [
      'another size',
      (environment) => environment.write('acme/core.py', 'CORE = 1\n# more\n'),
      ['audit.changed acme 1.0: acme/core.py'],
    ],
    [
      'a file that is gone',
      ({ site }) => rmSync(join(site, 'acme/data/x.bin')),
      ['audit.missing acme 1.0: acme/data/x.bin'],
    ],
    [
      'a folder that is gone, with all that was in it',
      ({ site }) => rmSync(join(site, 'acme'), { recursive: true }),
      ['audit.missing acme 1.0: acme/__init__.py acme/core.py acme/data/x.bin'],
    ],
    [
      'a folder in place of a file',
      ({ site }) => {
        rmSync(join(site, 'acme/core.py'));
        mkdirSync(join(site, 'acme/core.py'));
      },
      ['audit.changed acme 1.0: acme/core.py'],
    ],
    [
      'a link in place of a file, to the same bytes',
      ({ site, prefix }) => {
        writeFileSync(join(prefix, 'core.py'), 'CORE = 1\n');
        rmSync(join(site, 'acme/core.py'));
        symlinkSync(join(prefix, 'core.py'), join(site, 'acme/core.py'));
      },
      ['audit.link acme 1.0: acme/core.py'],
    ],
    [
      'a link in place of a folder: what is behind it is not compared',
      ({ site, prefix }) => {
        mkdirSync(join(prefix, 'data'));
        writeFileSync(join(prefix, 'data/x.bin'), 'abc');
        rmSync(join(site, 'acme/data'), { recursive: true });
        symlinkSync(join(prefix, 'data'), join(site, 'acme/data'));
      },
      ['audit.link acme 1.0: acme/data acme/data/x.bin'],
    ],
    [
      'changes in two distributions, one finding each',
      (environment) => {
        environment.alterByte('beta.py');
        environment.alterByte('acme/core.py');
        environment.alterByte('acme/__init__.py');
      },
      ['audit.changed acme 1.0: acme/__init__.py acme/core.py', 'audit.changed beta 1.0: beta.py'],
    ],
  ])('%s', async (_reason, deed, expected) => {
    expect(shortly((await auditAfter(deed)).findings)).toEqual(expected);
  });

  it.each<
    [
      string,
      Readonly<Record<string, string>>,
      (lines: readonly string[]) => readonly string[],
      readonly string[],
    ]
  >([
    [
      'a file without a digest',
      { 'gamma.py': 'G = 1' },
      (lines) => lines.map((line) => (line.startsWith('gamma.py') ? 'gamma.py,,' : line)),
      ['audit.undigested gamma 1.0: gamma.py'],
    ],
    [
      'bytecode without a digest that stands in place of a source',
      { 'gamma.pyc': 'G = 1' },
      (lines) => lines.map((line) => (line.startsWith('gamma.pyc') ? 'gamma.pyc,,' : line)),
      ['audit.undigested gamma 1.0: gamma.pyc'],
    ],
    [
      'a file without a digest in a folder of a package that is called bin',
      { 'gamma/bin/tool': 'G = 1' },
      (lines) => lines.map((line) => (line.startsWith('gamma/bin') ? 'gamma/bin/tool,,' : line)),
      ['audit.undigested gamma 1.0: gamma/bin/tool'],
    ],
    [
      'two digests of one file',
      { 'gamma.py': 'G = 1' },
      (lines) => [...lines, recordLine('gamma.py', 'another')],
      ['audit.changed gamma 1.0: gamma.py'],
    ],
    [
      'one digest twice, as older installers write it',
      { 'gamma.py': 'G = 1' },
      (lines) => [...lines, recordLine('gamma.py', 'G = 1')],
      [],
    ],
    [
      'a path with a detour',
      { 'gamma.py': 'G = 1' },
      (lines) => lines.map((line) => line.replace('gamma.py', 'gamma/../gamma.py')),
      [],
    ],
    [
      'a path that climbs out of the environment',
      {},
      (lines) => [...lines, recordLine('../../../../victim', 'x')],
      ['audit.outside gamma 1.0: ../../../../victim'],
    ],
    [
      'an absolute path elsewhere',
      {},
      (lines) => [...lines, recordLine('/etc/hostname', 'x')],
      ['audit.outside gamma 1.0: /etc/hostname'],
    ],
    [
      'the environment itself',
      {},
      (lines) => [...lines, recordLine('../../..', 'x')],
      ['audit.outside gamma 1.0: ../../..'],
    ],
    [
      'a file beside the environment whose name begins in the same way',
      {},
      (lines) => [...lines, recordLine('../../../../..x/y', 'x')],
      ['audit.outside gamma 1.0: ../../../../..x/y'],
    ],
    [
      'a weak digest',
      {},
      (lines) => [...lines, 'gamma.py,md5=abc,1'],
      ['audit.bad-record gamma 1.0: gamma-1.0.dist-info/RECORD'],
    ],
    [
      'a control character',
      {},
      (lines) => [...lines, 'gamma/\u001b[2J.py,,'],
      ['audit.bad-record gamma 1.0: gamma-1.0.dist-info/RECORD'],
    ],
  ])('%s', async (_reason, files, record, expected) => {
    const environment = makeEnvironment();
    environment.install({ name: 'gamma', files, record });
    expect(shortly((await environment.audit()).findings)).toEqual(expected);
  });

  it('is some hundred thousand lines of nothing', async () => {
    const environment = makeEnvironment();
    const many = Array.from({ length: 300_000 }, (_, at) => `g/${at.toString(36)},,`);
    environment.install({ name: 'gamma', files: {}, record: (lines) => [...lines, ...many] });
    const { findings } = await environment.audit();
    expect(findings).toMatchObject([
      { code: 'audit.missing', subject: 'gamma 1.0', message: '300,000 files of its RECORD are not there' },
    ]);
    expect(findings[0]?.facts.length).toBeLessThan(1_100);
  });

  it('lies behind a link out of the environment: nothing there is opened', async () => {
    const environment = makeEnvironment();
    const elsewhere = makeEnvironment();
    writeFileSync(join(elsewhere.prefix, 'x'), 'x');
    symlinkSync(elsewhere.prefix, join(environment.prefix, 'share'));
    environment.install({
      name: 'gamma',
      files: {},
      record: (lines) => [...lines, recordLine('../../../share/x', 'x')],
    });
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.outside gamma 1.0: ../../../share/x',
    ]);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['data of the environment', '../../../share/x', 'x', []],
    ['data that has changed', '../../../share/x', 'y', ['audit.changed gamma 1.0: ../../../share/x']],
  ])('is %s', async (_reason, path, content, expected) => {
    const environment = makeEnvironment();
    environment.install({ name: 'gamma', files: {}, record: (lines) => [...lines, recordLine(path, 'x')] });
    environment.write(path, content);
    expect(shortly((await environment.audit()).findings)).toEqual(expected);
  });

  it('was moved by pip --target', async () => {
    const environment = makeEnvironment();
    environment.install({
      name: 'gamma',
      files: {},
      record: (lines) => [...lines, recordLine('../../bin/tool', 'x'), recordLine('../../share/y', 'y')],
    });
    environment.write('bin/tool', 'x');
    environment.write('share/y', 'z');
    expect(shortly((await environment.audit(environment.site)).findings)).toEqual([
      'audit.changed gamma 1.0: ../../share/y',
    ]);
  });

  it('is listed by two distributions: the bytes are those of one', async () => {
    const { findings, notes } = await auditAfter((environment) => {
      environment.install({ name: 'gamma', files: { 'tests/test_beta.py': 'other\n' } });
    });
    expect(shortly(findings)).toEqual([]);
    expect(shortly(notes)).toEqual(['audit.overwritten beta 1.0: tests/test_beta.py']);
  });

  it('is listed by two distributions: the bytes are those of none', async () => {
    const { findings, notes } = await auditAfter((environment) => {
      environment.install({ name: 'gamma', files: { 'tests/test_beta.py': 'other\n' } });
      environment.write('tests/test_beta.py', 'a third\n');
    });
    expect(shortly(findings)).toEqual([
      'audit.changed beta 1.0: tests/test_beta.py',
      'audit.changed gamma 1.0: tests/test_beta.py',
    ]);
    expect(notes).toEqual([]);
  });
});
