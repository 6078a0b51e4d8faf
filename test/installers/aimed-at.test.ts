import { describe, expect, it } from 'vitest';
import { aimedAt } from '../../src/installers/aimed-at.ts';
import type { PipInstaller } from '../../src/installers/installer.ts';
import type { TargetPython } from '../../src/installers/target-python.ts';

const paths = { purelib: '/b/lib', platlib: '/b/lib', scripts: '/b/bin', data: '/b', include: '/b/include' };
const python: TargetPython = {
  executable: '/b/bin/python',
  prefix: '/b',
  basePrefix: '/usr',
  paths,
  userPaths: null,
  prefixPaths: () => paths,
  isVirtual: true,
  standardLibrary: '/usr/lib/python3',
  sitePackages: ['/b/lib'],
};

const pip = (parts: Partial<PipInstaller>): PipInstaller => ({
  kind: 'pip',
  version: '26.3',
  program: '/a/bin/python',
  words: ['-m', 'pip'],
  path: '/a/lib/pip/__init__.py',
  importPath: '/a/lib',
  place: 'environment',
  ...parts,
});

describe('aimedAt', () => {
  it('leaves uv as it is', () => {
    const uv = { kind: 'uv', version: '0.13.9', program: '/bin/uv', path: '/bin/uv' } as const;
    expect(aimedAt(uv, python)).toBe(uv);
  });

  it.each<[string, PipInstaller, { program: string; words: readonly string[] }]>([
    [
      'a pip from outside is told of the other Python',
      pip({ place: 'outside', program: '/bin/pip', words: ['--python', '/a/bin/python'], importPath: null }),
      { program: '/bin/pip', words: ['--python', '/b/bin/python'] },
    ],
    [
      'a bundled wheel is run by the other Python',
      pip({ place: 'bundled', words: ['/usr/pip.whl/pip'], importPath: '/usr/pip.whl' }),
      { program: '/b/bin/python', words: ['/usr/pip.whl/pip'] },
    ],
    [
      'the pip of an environment is run by the other Python, and nothing else of there',
      pip({}),
      { program: '/b/bin/python', words: ['-I', '-c', expect.stringContaining('OnlyPip'), '/a/lib'] },
    ],
  ])('%s', (_reason, installer, expected) => {
    expect(aimedAt(installer, python)).toMatchObject(expected);
  });
});
