import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { type ExecResult, readFileCapped, writeFileAtomic } from '../platform/index.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { ANSWER_TIME, type Installer, type InstallerDoors } from './installer.ts';
import type { Stated } from './occurrence.ts';

/** Bytes of a remembered answer. */
const LARGEST_ANSWER = 16 * 1024;

/** Prints the index that pip has built in; its package is imported from where it was found, and nothing else is. */
const ASK_PIP = `
import sys
sys.path.insert(0, sys.argv[1])
from pip._internal.models.index import PyPI
sys.stdout.write(PyPI.simple_url)
`;

/** How the help of pip and of uv shows the built-in index, when no configuration is read. */
const IN_HELP = /\((?:by )?default:? <?(https?:\/\/[^\s<>()]{1,500}?)>?\)/;

/**
 * The index that an installer uses when nobody names one. safe-install has none of its own: it asks the installer, and
 * remembers the answer below `cacheFolder` for as long as that very installer lies there.
 *
 * @param cacheFolder `null`: nothing is remembered.
 * @throws SafeInstallError `installer.default-index` when the answer is no URL.
 */
export async function findDefaultIndex(
  installer: Installer,
  program: string,
  cacheFolder: string | null,
  doors: InstallerDoors,
): Promise<Stated<string>> {
  const origin = `${installer.kind} default`;
  const { mtimeMs, size } = await stat(installer.path);
  const key = `${installer.path}\0${mtimeMs}\0${size}`;
  const place =
    cacheFolder === null
      ? null
      : join(cacheFolder, 'default-index', `${createHash('sha256').update(key).digest('hex')}.txt`);
  const remembered =
    place === null ? undefined : toUrl((await readFileCapped(place, LARGEST_ANSWER))?.toString('utf8'));
  if (remembered !== undefined) return { value: remembered, origin };
  const url = await ask(installer, program, doors);
  if (place !== null) await writeFileAtomic(place, url);
  return { value: url, origin };
}

async function ask(installer: Installer, program: string, doors: InstallerDoors): Promise<string> {
  const importPath = installer.kind === 'pip' ? installer.importPath : null;
  const answer =
    importPath === null
      ? await run(installer.program, helpWords(installer), doors)
      : await run(program, ['-I', '-B', '-S', '-c', ASK_PIP, importPath], doors);
  const url = toUrl(importPath === null ? IN_HELP.exec(answer.stdout)?.[1] : answer.stdout);
  if (answer.exitCode === 0 && url !== undefined) return url;
  throw new SafeInstallError({
    code: 'installer.default-index',
    message: `${installer.kind} ${installer.version} does not say which index it would use`,
    subject: installer.path,
    hint: 'Name the index with --index-url',
    cause: answer.stderr,
  });
}

const helpWords = (installer: Installer): readonly string[] =>
  installer.kind === 'uv' ? ['pip', 'install', '--help', '--no-config'] : ['install', '--help', '--isolated'];

const run = (program: string, words: readonly string[], doors: InstallerDoors): Promise<ExecResult> =>
  doors.exec(program, words, {
    // wide enough that no line of the help is broken
    env: { ...cleanEnvironment(doors.environment), COLUMNS: '2000', NO_COLOR: '1' },
    timeout: ANSWER_TIME,
    ...(doors.signal === undefined ? {} : { signal: doors.signal }),
  });

/** `text` when it is one http(s) URL and nothing else. */
function toUrl(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  return /^https?:\/\/\S{1,500}$/.test(trimmed) && URL.canParse(trimmed) ? trimmed : undefined;
}
