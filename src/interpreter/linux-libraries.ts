import { type FileHandle, open } from 'node:fs/promises';
import { SafeInstallError } from '../errors/index.ts';
import { type Exec, isErrno } from '../platform/index.ts';
import { type ElfFacts, hasManylinuxAbi, type ReadAt, readElf } from './elf.ts';

/** What the Linux program that a Python is says of itself, and what its loader says. */
export interface LinuxAnswer {
  /** Of musl; `null` on any other C library. */
  readonly musl: readonly [major: number, minor: number] | null;
  readonly hasManylinuxAbi: boolean;
}

const UNKNOWN: LinuxAnswer = { musl: null, hasManylinuxAbi: false };

/** Milliseconds. A loader without a program prints its version and ends. */
const LOADER_TIMEOUT = 10_000;
const LOADER_OUTPUT_BYTES = 64 * 1024;

const MUSL_VERSION = /^Version ([0-9]{1,4})\.([0-9]{1,4})/;

/** The version in what musl's loader prints when it is given no program: its name, then `Version 1.2.3`. */
export function parseMuslVersion(output: string): readonly [number, number] | null {
  const [name = '', version = ''] = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const match = name.startsWith('musl') ? MUSL_VERSION.exec(version) : null;
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

async function readOpened(file: FileHandle): Promise<ElfFacts | undefined> {
  try {
    const readAt: ReadAt = async (offset, length) => {
      if (!Number.isSafeInteger(offset)) return new Uint8Array();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    return await readElf(readAt);
  } finally {
    await file.close();
  }
}

async function readHeader(executable: string): Promise<ElfFacts | undefined> {
  try {
    return await readOpened(await open(executable, 'r'));
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}

async function muslVersion(loader: string, exec: Exec): Promise<LinuxAnswer['musl']> {
  if (!loader.startsWith('/') || !loader.includes('musl')) return null;
  try {
    const { stderr } = await exec(loader, [], {
      env: {},
      timeout: LOADER_TIMEOUT,
      maxBuffer: LOADER_OUTPUT_BYTES,
    });
    return parseMuslVersion(stderr);
  } catch (error) {
    if (error instanceof SafeInstallError) return null;
    throw error;
  }
}

/**
 * The facts that only the program's file and its loader know (PEP 600, PEP 656).
 *
 * @param executable the file that was started; links are followed.
 */
export async function askLinuxProgram(executable: string, exec: Exec): Promise<LinuxAnswer> {
  const elf = await readHeader(executable);
  if (elf === undefined) return UNKNOWN;
  return {
    musl: elf.loader === null ? null : await muslVersion(elf.loader, exec),
    hasManylinuxAbi: hasManylinuxAbi(elf),
  };
}
