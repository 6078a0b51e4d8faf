import { createHash } from 'node:crypto';
import { open, realpath, stat } from 'node:fs/promises';
import { machine, release, version } from 'node:os';
import { dirname, join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import {
  type Clock,
  type Environment,
  isErrno,
  type Log,
  readFileCapped,
  writeFileAtomic,
} from '../platform/index.ts';
import { AnswerFault, AnswerFields } from './answer-fields.ts';
import type { LinuxAnswer } from './linux-libraries.ts';
import { type ProbeAnswer, readAnswer } from './probe-answer.ts';
import { PROBE_FORMAT } from './probe-source.ts';

/** Everything about a Python that was asked of it and of its file. */
export interface KnownPython {
  readonly answer: ProbeAnswer;
  readonly linux: LinuxAnswer | null;
}

/** Bytes. An answer has four kilobytes. */
const LONGEST_ENTRY = 1024 * 1024;

/** Milliseconds. What the key does not see (a new C library under an old Python) is asked again after a day. */
const LIFETIME = 24 * 60 * 60 * 1000;

/** Variables that the answer depends on: they say where the user's own folder of packages is. */
const ASKED_VARIABLES = ['PYTHONUSERBASE', 'HOME', 'USERPROFILE', 'APPDATA', 'DEB_PYTHON_INSTALL_LAYOUT'];

type FileKey = readonly [size: number, modified: number, inode: number];

async function fileKey(path: string): Promise<FileKey | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return [size, mtimeMs, ino];
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return undefined;
    throw error;
  }
}

/**
 * What the answer of the Python at `path` depends on, as a name; `undefined` when the file cannot be looked at. The
 * kernel is in it since markers name its release; `pyvenv.cfg` since it says what an environment sees.
 */
export async function cacheKey(path: string, environment: Environment): Promise<string | undefined> {
  const [program, ...configurations] = await Promise.all([
    fileKey(path),
    fileKey(join(dirname(path), 'pyvenv.cfg')),
    fileKey(join(dirname(path), '..', 'pyvenv.cfg')),
  ]);
  if (program === undefined) return undefined;
  const variables = ASKED_VARIABLES.map((name) => environment[name] ?? null);
  const system = [release(), version(), machine()];
  const key = [PROBE_FORMAT, path, program, configurations.map((each) => each ?? null), variables, system];
  return createHash('sha256').update(JSON.stringify(key)).digest('hex');
}

/**
 * Whether the program at `path` is itself the Python that answered. A launcher (a shell script of a version manager, an
 * alias of the store) may start another one tomorrow, from another folder, and its own file does not change with that.
 */
export async function isTheProgramItself(path: string, executable: string): Promise<boolean> {
  try {
    const [own, answered] = await Promise.all([realpath(path), realpath(executable)]);
    if (own !== answered) return false;
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer.toString('latin1') !== '#!';
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'UNKNOWN')) return false;
    throw error;
  }
}

const entryPath = (folder: string, key: string): string => join(folder, 'interpreters', `${key}.json`);

function readEntry(bytes: Buffer, now: number): KnownPython | undefined {
  try {
    const fields = new AnswerFields(JSON.parse(bytes.toString('utf8')), '');
    const age = now - fields.count('time');
    if (age < 0 || age > LIFETIME) return undefined;
    const linux = fields.objectOrNull('linux');
    return {
      answer: readAnswer(fields.raw('answer')),
      linux:
        linux === null
          ? null
          : { musl: linux.pairOrNull('musl'), hasManylinuxAbi: linux.boolean('hasManylinuxAbi') },
    };
  } catch (error) {
    // an entry of another version of safe-install, or a damaged one: the Python is asked again
    if (error instanceof AnswerFault || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is known of a Python from an earlier run, or `undefined`. */
export async function readKnown(folder: string, key: string, clock: Clock): Promise<KnownPython | undefined> {
  try {
    const bytes = await readFileCapped(entryPath(folder, key), LONGEST_ENTRY);
    return bytes === undefined ? undefined : readEntry(bytes, clock.now().getTime());
  } catch (error) {
    if (error instanceof SafeInstallError || isErrno(error, 'EACCES', 'EPERM', 'EISDIR')) return undefined;
    throw error;
  }
}

/** Keeps what is known. A cache that cannot be written to costs time, and nothing else. */
export async function writeKnown(
  folder: string,
  key: string,
  entry: { readonly answer: unknown; readonly linux: LinuxAnswer | null },
  clock: Clock,
  log: Log,
): Promise<void> {
  try {
    await writeFileAtomic(entryPath(folder, key), JSON.stringify({ time: clock.now().getTime(), ...entry }));
  } catch (error) {
    log.debug(
      `the answer of the Python is not kept: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
