import type { Candidate } from '../artifact/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import type { OutputArguments, TargetArguments } from '../installers/index.ts';
import type { Interpreter } from '../interpreter/index.ts';

/** What of a target decides whether it may be installed into. */
interface Installation {
  readonly interpreter: Pick<Interpreter, 'executable' | 'externallyManaged'>;
  readonly arguments: {
    readonly target: Pick<TargetArguments, 'folder' | 'prefix' | 'root' | 'breakSystemPackages'>;
    readonly output: Pick<OutputArguments, 'dryRun'>;
  };
}

/** As pip does: an environment that its vendor manages is left alone, unless the user insists (PEP 668). */
export function checkMayInstall({ interpreter, arguments: { target, output } }: Installation): void {
  const { externallyManaged, executable } = interpreter;
  const isElsewhere = target.folder !== null || target.prefix !== null || target.root !== null;
  if (externallyManaged === null || target.breakSystemPackages || output.dryRun || isElsewhere) return;
  throw new SafeInstallError({
    code: 'interpreter.externally-managed',
    message: 'this Python is managed by its vendor',
    subject: executable,
    facts: externallyManaged === '' ? [] : [{ label: 'vendor', value: externallyManaged }],
    hint: 'Create a virtual environment with "python3 -m venv .venv" and install with --python .venv; --break-system-packages overrides this at your own risk',
  });
}

/** All that would have to be built, told together. */
export function refuseBuilds(candidates: readonly Pick<Candidate, 'file'>[]): void {
  const errors = candidates
    .filter(({ file }) => file.kind === 'sdist')
    .map(
      ({ file }) =>
        new SafeInstallError({
          code: 'sdist.needs-build',
          message: 'it would have to be built, which runs its code',
          subject: file.filename,
          hint: 'Ask for a version that has a wheel for this Python, or add "--only-binary :all:"',
        }),
    );
  if (errors.length > 0) throw new SafeInstallErrors(errors);
}
