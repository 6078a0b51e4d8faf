import { accessSync, constants } from 'node:fs';
import { basename, dirname, join, posix, win32 } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno } from '../platform/index.ts';
import type { TargetArguments } from './arguments.ts';
import type { InstallPaths, TargetPython } from './target-python.ts';

type Target = Pick<TargetArguments, 'folder' | 'prefix' | 'root' | 'user'>;

/**
 * The folders that an installer will write to: those of the interpreter, or what `--target`, `--prefix`, `--user` and
 * `--root` make of them.
 *
 * @throws SafeInstallError `usage.unsupported` for `--user` where the interpreter has no folder for it.
 */
export function installPaths(python: TargetPython, target: Target, installer: 'pip' | 'uv'): InstallPaths {
  const paths = withoutRoot(python, target, installer);
  if (target.root === null) return paths;
  const { root } = target;
  return {
    purelib: below(root, paths.purelib),
    platlib: below(root, paths.platlib),
    scripts: below(root, paths.scripts),
    data: below(root, paths.data),
    include: below(root, paths.include),
  };
}

function withoutRoot(python: TargetPython, target: Target, installer: 'pip' | 'uv'): InstallPaths {
  const { folder, prefix } = target;
  if (folder !== null) {
    return {
      purelib: folder,
      platlib: folder,
      scripts: join(folder, 'bin'), // sysconfig's "home" scheme, on every system
      data: folder,
      include: join(folder, 'include', ...headersBelowTarget(python, installer)),
    };
  }
  if (prefix !== null) return python.prefixPaths(prefix);
  if (target.user !== true && !(installer === 'pip' && fallsBackToUser(python, target))) return python.paths;
  if (python.userPaths !== null) return python.userPaths;
  throw new SafeInstallError({
    code: 'usage.unsupported',
    message: 'this Python has no folder for the packages of one user',
    subject: '--user',
    hint: 'Install into a virtual environment instead',
  });
}

/**
 * Whether pip will install for the user alone without being told to: outside of a virtual environment, where nothing says
 * otherwise and the folders of the system cannot be written to.
 */
function fallsBackToUser(python: TargetPython, { user, root }: Target): boolean {
  const isInUse = python.userPaths !== null && python.sitePackages.includes(python.userPaths.purelib);
  if (user !== null || python.isVirtual || !isInUse) return false;
  const { purelib, platlib } = python.paths;
  return ![purelib, platlib].every((path) => isWritable(root === null ? path : below(root, path)));
}

/** Whether a folder can be written to, or where there is none yet, the nearest one above. */
function isWritable(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      accessSync(folder, constants.W_OK);
      return true;
    } catch (error) {
      if (!isErrno(error, 'ENOENT') || dirname(folder) === folder) return false;
    }
  }
}

/** pip keeps the headers of a virtual environment below `site/pythonX.Y`, and so it does with those of a target. */
function headersBelowTarget(python: TargetPython, installer: 'pip' | 'uv'): readonly string[] {
  if (installer === 'uv') return [];
  return python.isVirtual ? ['site', basename(python.paths.include)] : ['python'];
}

/** `path` put below another root, as distutils' `change_root` does it. */
function below(root: string, path: string): string {
  const { parse } = process.platform === 'win32' ? win32 : posix;
  return join(root, path.slice(parse(path).root.length));
}
