import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  auditAfter,
  type Deed,
  type MadeEnvironment,
  makeEnvironment,
  shortly,
} from './support/environment.ts';

describe('what no RECORD lists', () => {
  it.each<[string, Deed, readonly string[]]>([
    [
      'a .pth file',
      (environment) => environment.write('evil.pth', 'import evil\n'),
      ['audit.startup evil.pth: evil.pth'],
    ],
    [
      'a .pth file that Python passes over, as its name begins with a dot',
      (environment) => environment.write('.evil.pth', 'import evil\n'),
      ['audit.extra .evil.pth: .evil.pth'],
    ],
    [
      'a .pth file below the folder, which Python does not read',
      (environment) => environment.write('acme/evil.pth', 'import evil\n'),
      ['audit.extra acme 1.0: acme/evil.pth'],
    ],
    [
      'sitecustomize as a module',
      (environment) => environment.write('sitecustomize.py', ''),
      ['audit.startup sitecustomize.py: sitecustomize.py'],
    ],
    [
      'sitecustomize as an extension',
      (environment) => environment.write('sitecustomize.cpython-311-x86_64-linux-gnu.so', ''),
      [
        'audit.startup sitecustomize.cpython-311-x86_64-linux-gnu.so: sitecustomize.cpython-311-x86_64-linux-gnu.so',
      ],
    ],
    [
      'usercustomize as a package',
      (environment) => environment.write('usercustomize/__init__.py', ''),
      ['audit.startup usercustomize: usercustomize/__init__.py'],
    ],
    [
      'a module whose name only begins like that',
      (environment) => environment.write('sitecustomize_tools.py', ''),
      ['audit.extra sitecustomize_tools.py: sitecustomize_tools.py'],
    ],
    [
      'a module in the folder of a distribution',
      (environment) => environment.write('acme/extra.py', ''),
      ['audit.extra acme 1.0: acme/extra.py'],
    ],
    [
      'a module in a new folder of a distribution',
      (environment) => environment.write('acme/new/deep/extra.py', ''),
      ['audit.extra acme 1.0: acme/new/deep/extra.py'],
    ],
    [
      'a file in the .dist-info of a distribution',
      (environment) => environment.write('acme-1.0.dist-info/entry_points.txt', ''),
      ['audit.extra acme 1.0: acme-1.0.dist-info/entry_points.txt'],
    ],
    [
      'a module in the folder',
      (environment) => environment.write('stray.py', ''),
      ['audit.extra stray.py: stray.py'],
    ],
    [
      'a package in the folder, one finding for all of it',
      (environment) => {
        environment.write('stray/__init__.py', '');
        environment.write('stray/inner/x.py', '');
      },
      ['audit.extra stray: stray/__init__.py stray/inner/x.py'],
    ],
    [
      'bytecode that runs in place of a source',
      (environment) => environment.write('stray.pyc', 'x'),
      ['audit.extra stray.pyc: stray.pyc'],
    ],
    [
      'bytecode of no source',
      (environment) => environment.write('acme/__pycache__/gone.cpython-311.pyc', 'x'),
      ['audit.extra acme 1.0: acme/__pycache__/gone.cpython-311.pyc'],
    ],
    [
      'bytecode of a source that is not listed either',
      (environment) => {
        environment.write('acme/extra.py', '');
        environment.compile('acme/extra.py');
      },
      ['audit.extra acme 1.0: acme/__pycache__/extra.cpython-311.pyc acme/extra.py'],
    ],
    [
      'what pytest keeps of a listed source, which is nothing to tell',
      (environment) => {
        const path = environment.compile('acme/core.py').replace('.pyc', '-pytest-8.3.4.pyc');
        environment.write(path, readFileSync(join(environment.site, path.replace('-pytest-8.3.4', ''))));
      },
      [],
    ],
    [
      'something else in a cache folder',
      (environment) => environment.write('acme/__pycache__/tool.py', ''),
      ['audit.extra acme 1.0: acme/__pycache__/tool.py'],
    ],
    [
      'a link',
      ({ site }) => symlinkSync('/etc/hostname', join(site, 'acme/host.txt')),
      ['audit.link acme 1.0: acme/host.txt'],
    ],
    [
      'a link to a folder, which is not gone through',
      ({ site }) => symlinkSync('/', join(site, 'everything')),
      ['audit.link everything: everything'],
    ],
    [
      'what an interrupted installation leaves behind',
      (environment) => environment.write('~cme/__init__.py', ''),
      ['audit.extra ~cme: ~cme/__init__.py'],
    ],
    [
      'a file between the folders of two distributions',
      (environment) => {
        environment.install({ name: 'one', files: { 'shared/one/a.py': '' } });
        environment.install({ name: 'two', files: { 'shared/two/b.py': '' } });
        environment.write('shared/c.py', '');
        environment.write('shared/one/d.py', '');
      },
      ['audit.extra one 1.0: shared/one/d.py', 'audit.extra shared: shared/c.py'],
    ],
    ['an empty folder is nothing', ({ site }) => mkdirSync(join(site, 'empty')), []],
  ])('%s', async (_reason, deed, expected) => {
    const { findings, notes } = await auditAfter(deed);
    expect(shortly(findings)).toEqual(expected);
    expect(shortly(notes)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'is a folder whose path is longer than the system takes',
    async () => {
      const environment = makeEnvironment();
      // each level by a relative path; from the last one on no absolute path is short enough
      const deep =
        'n=$(printf "%0250d" 0); for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do mkdir $n; cd $n; done; mkdir -p $n/$n';
      execFileSync('/bin/sh', ['-c', deep], { cwd: environment.site });
      onTestFinished(() => void execFileSync('rm', ['-rf', environment.prefix]));
      const { findings } = await environment.audit();
      expect(findings).toMatchObject([{ code: 'audit.unreadable', message: 'it cannot be read' }]);
    },
  );
});

describe('bytecode of a listed source', () => {
  it.each<[string, Parameters<MadeEnvironment['compile']>[1], readonly string[], readonly string[]]>([
    ['that fits by time and size', {}, [], []],
    ['that Python compares by a hash', { flags: 0b11 }, [], []],
    [
      'that runs whatever its source is',
      { flags: 0b01 },
      ['audit.bytecode acme 1.0: acme/__pycache__/core.cpython-311.pyc'],
      [],
    ],
    [
      'of another time',
      { modified: 1 },
      [],
      ['audit.stale-bytecode acme 1.0: acme/__pycache__/core.cpython-311.pyc'],
    ],
    [
      'of another size',
      { size: 1 },
      [],
      ['audit.stale-bytecode acme 1.0: acme/__pycache__/core.cpython-311.pyc'],
    ],
    [
      'of a form that there is not',
      { flags: 8 },
      [],
      ['audit.stale-bytecode acme 1.0: acme/__pycache__/core.cpython-311.pyc'],
    ],
  ])('%s', async (_reason, options, findings, notes) => {
    const audit = await auditAfter((environment) => environment.compile('acme/core.py', options));
    expect(shortly(audit.findings)).toEqual(findings);
    expect(shortly(audit.notes)).toEqual(notes);
  });

  it.each<[string, boolean, readonly string[]]>([
    ['listed without a digest, as pip does', true, []],
    [
      'listed, and its source is not',
      false,
      ['audit.bytecode gamma 1.0: g/__pycache__/core.cpython-311.pyc'],
    ],
  ])('%s', async (_reason, hasSource, expected) => {
    const environment = makeEnvironment();
    environment.install({
      name: 'gamma',
      files: { 'g/core.py': 'CORE = 1\n' },
      record: (lines) => [
        ...lines.filter((line) => hasSource || !line.startsWith('g/core.py')),
        'g/__pycache__/core.cpython-311.pyc,,',
        'g/__pycache__/core.cpython-312.pyc,,',
      ],
    });
    environment.compile('g/core.py');
    const extra = hasSource ? [] : ['audit.extra gamma 1.0: g/core.py'];
    expect(shortly((await environment.audit()).findings)).toEqual([...expected, ...extra]);
  });

  it('is compared like any file where RECORD states its digest', async () => {
    const environment = makeEnvironment();
    const files = { 'g/core.py': '', 'g/__pycache__/core.cpython-311.pyc': 'shipped' };
    environment.install({ name: 'gamma', files });
    expect((await environment.audit()).findings).toEqual([]);
    environment.alterByte('g/__pycache__/core.cpython-311.pyc');
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.changed gamma 1.0: g/__pycache__/core.cpython-311.pyc',
    ]);
  });
});

describe('a distribution', () => {
  it('has no RECORD: its own modules are not called strays', async () => {
    const environment = makeEnvironment();
    environment.install({ name: 'old', record: null });
    environment.write('old-1.0.dist-info/top_level.txt', 'old\n../x\n');
    environment.write('stray.py', '');
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.extra stray.py: stray.py',
      'audit.no-record old 1.0: old-1.0.dist-info',
    ]);
  });

  it('has no RECORD, and claims what runs at every start', async () => {
    const environment = makeEnvironment();
    environment.install({ name: 'old', files: {}, record: null });
    environment.write('old-1.0.dist-info/top_level.txt', 'sitecustomize\n');
    environment.write('sitecustomize.py', '');
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.startup sitecustomize.py: sitecustomize.py',
      'audit.no-record old 1.0: old-1.0.dist-info',
    ]);
  });

  it.each<[string, string]>([
    ['of the oldest form', 'old-1.0-py3.11.egg-info'],
    ['of setuptools', 'old.egg-info/PKG-INFO'],
  ])('%s has no RECORD', async (_reason, path) => {
    const environment = makeEnvironment();
    environment.write(path, 'Metadata-Version: 1.0\nName: old\nVersion: 1.0\n');
    expect((await environment.audit()).findings).toMatchObject([{ code: 'audit.no-record' }]);
  });

  it('is there twice', async () => {
    const environment = makeEnvironment();
    environment.install({ name: 'Ac.me', version: '1.0', files: { 'a.py': '' } });
    environment.install({ name: 'ac_me', version: '1.1', files: { 'b.py': '' } });
    const { findings } = await environment.audit();
    expect(shortly(findings)).toEqual(['audit.duplicate ac-me: Ac.me-1.0.dist-info ac_me-1.1.dist-info']);
    expect(findings[0]?.message).toBe('it is installed 2 times');
  });

  it('is installed in place: what its RECORD lists is compared, and the rest is told', async () => {
    const environment = makeEnvironment();
    environment.install({
      name: 'mine',
      files: {
        '__editable__.mine-1.0.pth': '/somewhere\n',
        'mine-1.0.dist-info/direct_url.json': '{"url": "file:///somewhere", "dir_info": {"editable": true}}',
      },
    });
    const { findings, notes } = await environment.audit();
    expect(findings).toEqual([]);
    expect(shortly(notes)).toEqual(['audit.editable mine 1.0: mine-1.0.dist-info']);
  });

  it('has a folder that says neither name nor version', async () => {
    const environment = makeEnvironment();
    environment.write('odd.dist-info/RECORD', 'odd.dist-info/RECORD,,\n');
    const { places, findings } = await environment.audit();
    expect(places).toMatchObject([
      { distributions: [{ name: null, version: null, label: 'odd.dist-info' }] },
    ]);
    expect(findings).toEqual([]);
  });
});

describe('what virtualenv and uv put into each environment', () => {
  it.each<[string, string, readonly string[]]>([
    ['the line itself', 'import _virtualenv', []],
    ['another line', 'import evil', ['audit.startup _virtualenv.pth: _virtualenv.pth']],
  ])('%s', async (_reason, text, expected) => {
    const environment = makeEnvironment();
    environment.write('_virtualenv.pth', text);
    environment.write('pip-24.2.virtualenv', 'pip\n');
    expect(shortly((await environment.audit()).findings)).toEqual(expected);
  });

  it('is a module by its bytes, not by its name', async () => {
    const environment = makeEnvironment();
    environment.write('_virtualenv.py', 'print("evil")\n');
    environment.compile('_virtualenv.py');
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.extra __pycache__: __pycache__/_virtualenv.cpython-311.pyc',
      'audit.extra _virtualenv.py: _virtualenv.py',
    ]);
  });
});
