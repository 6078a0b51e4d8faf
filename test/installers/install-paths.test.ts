import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TargetPython } from '../../src/installers/index.ts';
import { installPaths } from '../../src/installers/install-paths.ts';
import { makePython } from './support/target-python.ts';

const none = { folder: null, prefix: null, root: null, user: null };
const prefix = resolve('/venv');
const python = makePython(prefix);

describe('installPaths', () => {
  it('are those of the interpreter', () => {
    expect(installPaths(python, none, 'pip')).toBe(python.paths);
  });

  it.each([
    ['pip', true, join('site', 'python3.11')],
    ['pip', false, 'python'],
    ['uv', true, ''],
  ] as const)('lie in the folder of --target (%s, virtual: %s)', (installer, isVirtual, headers) => {
    const folder = resolve('/target');
    expect(installPaths(makePython(prefix, { isVirtual }), { ...none, folder }, installer)).toEqual({
      purelib: folder,
      platlib: folder,
      scripts: join(folder, 'bin'),
      data: folder,
      include: join(folder, 'include', headers),
    });
  });

  it('lie below --prefix', () => {
    expect(installPaths(python, { ...none, prefix: resolve('/p') }, 'pip')).toEqual(
      makePython(resolve('/p')).paths,
    );
  });

  it('lie below --root, with all that was before', () => {
    const paths = installPaths(python, { ...none, prefix: resolve('/p'), root: resolve('/r') }, 'pip');
    expect(paths.scripts).toBe(resolve('/r/p/bin'));
    expect(paths.data).toBe(resolve('/r/p'));
  });

  it('are the user’s with --user', () => {
    const userPaths = makePython(resolve('/home/me')).paths;
    expect(installPaths(makePython(prefix, { userPaths }), { ...none, user: true }, 'pip')).toBe(userPaths);
    expect(installPaths(makePython(prefix, { userPaths }), { ...none, user: false }, 'pip')).toEqual(
      python.paths,
    );
  });

  describe('where the folders of the system cannot be written to', () => {
    const userPaths = makePython(resolve('/home/me')).paths;
    // a file in the place of a folder stops root, too
    const prefix = join(import.meta.filename, 'usr');
    const system = makePython(prefix, {
      isVirtual: false,
      userPaths,
      sitePackages: [userPaths.purelib, makePython(prefix).paths.purelib],
    });

    it.each<[string, TargetPython, 'pip' | 'uv', { user?: boolean }, boolean]>([
      ["are the user's, as pip decides", system, 'pip', {}, true],
      ['are those of the interpreter for uv', system, 'uv', {}, false],
      ['are those of the interpreter with --no-user', system, 'pip', { user: false }, false],
      ['are those of a virtual environment', { ...system, isVirtual: true }, 'pip', {}, false],
      [
        'are those of the interpreter where users have no folder in use',
        { ...system, sitePackages: [] },
        'pip',
        {},
        false,
      ],
    ])('%s', (_reason, python, installer, target, isUser) => {
      expect(installPaths(python, { ...none, ...target }, installer)).toBe(isUser ? userPaths : python.paths);
    });
  });

  it('do not exist with --user where the user has no such folder', () => {
    expect(() => installPaths(python, { ...none, user: true }, 'pip')).toRefuse('usage.unsupported');
  });
});
