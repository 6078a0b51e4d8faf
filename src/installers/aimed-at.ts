import type { Installer } from './installer.ts';
import type { TargetPython } from './target-python.ts';

/**
 * Runs the pip of another environment in this one: that pip alone can be imported from there, and nothing else that is
 * installed beside it. `python -c … FOLDER install …`
 */
const RUN_FROM = `
import runpy, sys
from importlib.machinery import PathFinder
folder = sys.argv.pop(1)
class OnlyPip:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return PathFinder.find_spec(name, [folder], target) if name == "pip" else None
sys.meta_path.insert(0, OnlyPip)
runpy.run_module("pip", run_name="__main__", alter_sys=True)
`;

/** The same installer, at work on another environment of the same Python, which has no installer of its own. */
export function aimedAt(installer: Installer, python: TargetPython): Installer {
  if (installer.kind === 'uv') return installer; // is told the Python each time
  if (installer.place === 'outside') return { ...installer, words: ['--python', python.executable] };
  if (installer.place === 'bundled' || installer.importPath === null)
    return { ...installer, program: python.executable };
  return {
    ...installer,
    program: python.executable,
    words: ['-I', '-c', RUN_FROM, installer.importPath],
    place: 'outside',
  };
}
