import { SafeInstallError } from '../errors/index.ts';
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
    facts: externallyManaged === '' ? [] : [{ label: 'vendor', value: inOneParagraph(externallyManaged) }],
    hint: 'Create a virtual environment with "python3 -m venv .venv" and install with --python .venv; --break-system-packages overrides this at your own risk',
  });
}

/** The vendor's text is laid out for a screen of its own (PEP 668); here it is a fact among others. */
const inOneParagraph = (text: string): string => text.replaceAll(/[ \t\r\n]+/g, ' ').trim();
