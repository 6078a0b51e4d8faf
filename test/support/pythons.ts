import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execProgram } from '../../src/platform/index.ts';

/** A CPython of this machine. */
export interface KnownPython {
  readonly executable: string;
  /** `3.11` */
  readonly release: string;
}

const ASK =
  'import json, platform, sys; print(json.dumps([sys.executable, "%d.%d" % sys.version_info[:2], platform.python_implementation()]))';

/** Programs that may be one: by their names on PATH, and where pyenv keeps what it has made. */
function programs(): readonly string[] {
  if (process.platform === 'win32') return ['python'];
  const named = ['python3', ...[8, 9, 10, 11, 12, 13, 14, 15].map((minor) => `python3.${minor}`)];
  const made = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const kept = existsSync(made) ? readdirSync(made).map((name) => join(made, name, 'bin', 'python3')) : [];
  return [...named, ...kept.filter((path) => existsSync(path))];
}

/** One CPython of each release from 3.8 on that is found here, that of `python3` first. */
export async function knownPythons(): Promise<readonly KnownPython[]> {
  const found = new Map<string, KnownPython>();
  for (const program of programs()) {
    const answer = await execProgram(program, ['-I', '-S', '-c', ASK]).catch(() => undefined);
    if (answer?.exitCode !== 0) continue;
    const [executable, release, implementation] = JSON.parse(answer.stdout) as [string, string, string];
    const isOld = Number(release.split('.')[1]) < 8;
    if (implementation !== 'CPython' || isOld || found.has(release)) continue;
    found.set(release, { executable, release });
  }
  return [...found.values()];
}
