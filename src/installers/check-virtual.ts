import { SafeInstallError } from '../errors/index.ts';
import type { TargetArguments } from './arguments.ts';
import type { TargetPython } from './target-python.ts';

/**
 * `--require-virtualenv`: a shell outside of any environment shall not install by mistake.
 *
 * @throws SafeInstallError `interpreter.not-virtual`.
 */
export function checkVirtual(
  python: Pick<TargetPython, 'isVirtual' | 'executable'>,
  { requireVirtualenv }: Pick<TargetArguments, 'requireVirtualenv'>,
): void {
  if (!requireVirtualenv || python.isVirtual) return;
  throw new SafeInstallError({
    code: 'interpreter.not-virtual',
    message: 'it is not the Python of a virtual environment, and "--require-virtualenv" asks for one',
    subject: python.executable,
    hint: 'Activate an environment, or name one with --python',
  });
}
