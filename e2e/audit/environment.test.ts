import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordLine } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone } from '../support/output.ts';
import { makeSandbox, type Sandbox } from '../support/sandbox.ts';
import { SHOP, shopFile } from '../support/shop.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';
import { programsOf, TOOLS, type Tool } from '../support/tools.ts';
import { auditJson, foundIn, whileItHolds, whileThereIs } from './support.ts';

const WORDS = ['shop==2.0', 'till==1.6'];

/** What the installer itself does, with no help of ours. */
async function installPlainly(sandbox: Sandbox, index: LocalIndex, words: readonly string[]): Promise<void> {
  const [program, first] = sandbox.installer === 'pip' ? [sandbox.python, ['-m', 'pip']] : ['uv', ['pip']];
  const result = await sandbox.program(program, [...first, 'install', '--index-url', index.url, ...words]);
  expect(result.exitCode, result.stderr).toBe(0);
}

describe('an environment that was made by', () => {
  it.each(Object.keys(TOOLS) as Tool[])('%s has no findings, and its files are known', async (tool) => {
    const index = await startLocalIndex();
    try {
      index.addAll(SHOP);
      const sandbox = await makeSandbox({ installer: tool, index: index.url });
      await installPlainly(sandbox, index, WORDS);
      await sandbox.program(sandbox.python, ['-c', 'import shop, till']);
      const { audit, result } = await auditJson(sandbox);
      expect(audit.findings, result.stdout).toEqual([]);
      expect(result.exitCode).toBe(0);
      const known = audit.distributions.filter(({ file }) => file !== null);
      expect(known.map(({ name, file }) => `${name} ${file?.by} ${file?.evidence.kind}`)).toEqual([
        'shop record unattested',
        'till record unattested',
      ]);
      expect(await foundIn(sandbox, '--offline', '--bytecode')).toEqual(['exit 0']);
    } finally {
      await index.close();
    }
  });
});

describe('audit', () => {
  const suite = shareIndexAndSandbox(SHOP);
  beforeAll(async () => {
    suite.index.addAll(SHOP);
    expectDone(await suite.sandbox.run(WORDS));
    await suite.sandbox.program(suite.sandbox.python, ['-c', 'import shop, till']);
    await rm(join(suite.sandbox.folder, 'state'), { recursive: true, force: true });
  });

  it('says on stdout what was looked at, and runs nothing else', async () => {
    const { exitCode, stdout, stderr } = await suite.sandbox.run(['audit']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Compared 1\d files \(.*\) of 2 distributions with RECORD, in\n/);
    expect(stdout).toContain(
      'The index has the file of 2 of 2: 0 attested, 2 unattested, 0 waived\n0 findings\n',
    );
  });

  it('asks for listings and for RECORD, and for no whole file', async () => {
    await suite.sandbox.run(['audit']);
    const files = suite.index.requests.filter(({ path }) => path.includes('.whl'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter(({ range }) => range === null)).toEqual([]);
  });

  it('finds one altered byte, one missing file and one extra .pth file', async () => {
    const { sandbox } = suite;
    const altered = (text: string): string => text.replace('open', 'Open');
    expect(await whileItHolds(sandbox, 'shop/__init__.py', altered, () => foundIn(sandbox))).toEqual([
      'exit 1',
      'audit.changed shop 2.0',
    ]);
    const data = join(await sandbox.sitePackages(), 'shop/data.txt');
    const before = await readFile(data);
    await rm(data);
    expect(await foundIn(sandbox)).toEqual(['exit 1', 'audit.missing shop 2.0']);
    await writeFile(data, before);
    expect(await whileThereIs(sandbox, 'evil.pth', 'import evil\n', () => foundIn(sandbox))).toEqual([
      'exit 1',
      'audit.startup evil.pth',
    ]);
  });

  it('finds a file whose line in RECORD was changed with it, by the wheel of the index', async () => {
    const { sandbox } = suite;
    const evil = 'def main():\n    print("evil")\n';
    const lineOf = (text: string) =>
      text.replace(/^shop\/__init__\.py,.*$/m, recordLine('shop/__init__.py', evil));
    const found = (...words: readonly string[]) =>
      whileItHolds(
        sandbox,
        'shop/__init__.py',
        () => evil,
        () => whileItHolds(sandbox, 'shop-2.0.dist-info/RECORD', lineOf, () => foundIn(sandbox, ...words)),
      );
    expect(await found()).toEqual(['exit 1', 'audit.differs shop 2.0']);
    expect(await found('--offline')).toEqual(['exit 0']);
  });

  it('tells of releases that were withdrawn, and of projects that are in quarantine or given up', async () => {
    const { index, sandbox } = suite;
    index.reset();
    index.add(shopFile('shop-2.0-py3-none-any.whl'), { yanked: 'broken' });
    index
      .add(shopFile('till-1.6-py3-none-any.whl'))
      .project('till', { status: 'archived', statusReason: 'gone' });
    const { audit, result } = await auditJson(sandbox);
    expect(result.exitCode).toBe(1);
    expect(audit).toMatchObject({
      findings: [
        { code: 'audit.yanked', subject: 'shop 2.0', message: 'its maintainers have withdrawn it: "broken"' },
      ],
      notes: [{ code: 'audit.archived', subject: 'till 1.6', message: 'its project is archived: "gone"' }],
    });
    index.project('till', { status: 'deprecated' });
    index.project('shop', { status: 'quarantined', statusReason: 'malware' });
    expect(await auditJson(sandbox)).toMatchObject({
      audit: {
        findings: [{ code: 'index.quarantined' }],
        notes: [{ code: 'audit.deprecated', subject: 'till 1.6', message: 'its project is deprecated' }],
      },
    });
  });

  it('says of which distributions nobody can tell the file, and takes that for a fault where provenance is required', async () => {
    const { index, sandbox } = suite;
    index.reset();
    index.add(shopFile('till-1.6-py3-none-any.whl'));
    expect(await auditJson(sandbox)).toMatchObject({
      audit: { findings: [], notes: [{ code: 'audit.unknown-file', subject: 'shop 2.0' }] },
      result: { exitCode: 0 },
    });
    expect(await foundIn(sandbox, '--require-provenance')).toEqual([
      'exit 1',
      'provenance.missing till 1.6',
      'audit.unknown-file shop 2.0',
    ]);
  });

  it('cannot ask an index that does not answer, and compares with RECORD all the same', async () => {
    const { sandbox } = suite;
    const words = ['--index-url', 'http://127.0.0.1:1/simple/', '--retries', '0'];
    const { audit, result } = await auditJson(sandbox, ...words);
    expect(result.exitCode).toBe(3);
    expect(audit.findings.map(({ code }) => code.split('.')[0])).toEqual(['network']);
    const altered = (text: string): string => text.replace('open', 'Open');
    const found = await whileItHolds(sandbox, 'shop/__init__.py', altered, () => foundIn(sandbox, ...words));
    expect(found.slice(0, 2)).toEqual(['exit 1', 'audit.changed shop 2.0']);
  });

  it.each([['--offline'], ['--no-index']])('asks nobody with %s, and says so', async (word) => {
    const { index, sandbox } = suite;
    const asked = index.requests.length;
    const { exitCode, stdout } = await sandbox.run(['audit', word]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('The index was not asked');
    expect(index.requests).toHaveLength(asked);
  });

  it('writes SARIF and JSON', async () => {
    const { sandbox } = suite;
    const report = join(sandbox.project, 'audit.json');
    const { exitCode, stdout } = await whileThereIs(sandbox, 'evil.pth', 'import evil\n', () =>
      sandbox.run(['audit', '--offline', '--format', 'sarif', '--report', report]),
    );
    expect(exitCode).toBe(1);
    const site = await sandbox.sitePackages();
    expect(JSON.parse(stdout)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'audit.startup',
              level: 'error',
              locations: [
                { physicalLocation: { artifactLocation: { uri: `file://${join(site, 'evil.pth')}` } } },
              ],
            },
          ],
        },
      ],
    });
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({
      format: 1,
      findings: [{ code: 'audit.startup', subject: 'evil.pth' }],
    });
  });

  it.each<[string, readonly string[], string]>([
    ['a requirement', ['shop'], 'usage.command'],
    ['a folder that is not there', ['--path', 'nowhere', '--offline'], 'audit.no-place'],
    ['a form that there is not', ['--format', 'yaml'], 'usage.option'],
  ])('refuses %s', async (_reason, words, code) => {
    const { exitCode, stdout, stderr } = await suite.sandbox.run(['audit', ...words]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`error[${code}]`);
  });

  it('runs nothing of the environment, whatever lies there', async () => {
    const { sandbox, index } = suite;
    const trace = join(sandbox.project, 'trace');
    const python = `open(${JSON.stringify(trace)}, "w").close()\n`;
    const site = await sandbox.sitePackages();
    const hostile: Readonly<Record<string, string>> = {
      [join(site, 'sitecustomize.py')]: python,
      [join(site, 'usercustomize.py')]: python,
      [join(site, '_manylinux.py')]: python,
      [join(site, 'json.py')]: python,
      [join(site, 'evil.pth')]: `import sys; exec(${JSON.stringify(python)})\n`,
      [join(site, 'pip/__init__.py')]: `__version__ = "26.3"\n${python}`,
      [join(site, 'pip/__main__.py')]: python,
      [join(programsOf(sandbox.venv), 'pip')]: `#!/bin/sh\ntouch '${trace}'\n`,
      [join(programsOf(sandbox.venv), 'uv')]: `#!/bin/sh\ntouch '${trace}'\n`,
    };
    await mkdir(join(site, 'pip'));
    for (const [path, text] of Object.entries(hostile)) {
      await writeFile(path, text);
      await chmod(path, 0o755);
    }
    try {
      const found = await foundIn(sandbox, '--bytecode');
      expect(existsSync(trace)).toBe(false);
      expect(found).toContain('audit.startup sitecustomize.py');
      expect(index.requests.filter(({ path }) => path.includes('/simple/')).length).toBeGreaterThan(0);
      // the trap works: any start of this Python falls into it
      await sandbox.program(sandbox.python, ['-c', '']);
      expect(existsSync(trace)).toBe(true);
    } finally {
      for (const path of Object.keys(hostile)) await rm(path, { force: true });
      await rm(join(site, 'pip'), { recursive: true });
      await rm(join(site, '__pycache__'), { recursive: true, force: true });
    }
  });

  it('looks at a folder that uv has made with --target, and starts no Python for it', async () => {
    const { sandbox, index } = suite;
    index.addAll(SHOP);
    const target = join(sandbox.project, 'lib');
    expectDone(await sandbox.run(['--target', target, ...WORDS]));
    const env = { PATH: '/nowhere', VIRTUAL_ENV: '' };
    const { exitCode, stdout } = await sandbox.run(['audit', '--path', 'lib', '--offline'], { env });
    expect(stdout).toContain('of 2 distributions with RECORD');
    expect(exitCode, stdout).toBe(0);
  });
});
