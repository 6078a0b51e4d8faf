import { join } from 'node:path';
import type { TargetPython } from '../../../src/installers/index.ts';

/** A Python of a virtual environment at `prefix` that nobody asks anything. */
export function makePython(prefix: string, changes: Partial<TargetPython> = {}): TargetPython {
  const library = join(prefix, 'lib', 'python3.11', 'site-packages');
  return {
    executable: join(prefix, 'bin', 'python'),
    prefix,
    basePrefix: join(prefix, '..', 'base'),
    paths: {
      purelib: library,
      platlib: library,
      scripts: join(prefix, 'bin'),
      data: prefix,
      include: join(prefix, 'include', 'site', 'python3.11'),
    },
    userPaths: null,
    prefixPaths: (under) => makePython(under).paths,
    isVirtual: true,
    standardLibrary: join(prefix, '..', 'base', 'lib', 'python3.11'),
    sitePackages: [library],
    ...changes,
  };
}
