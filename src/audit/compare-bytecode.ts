import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { SafeInstallError } from '../errors/index.ts';
import { cleanEnvironment } from '../installers/index.ts';
import type { Interpreter } from '../interpreter/index.ts';
import type { Environment, Exec } from '../platform/index.ts';
import type { FolderAudit } from './audit-folders.ts';
import type { PlaceAudit } from './audit-place.ts';
import { HEADER_BYTES, optimizationOf } from './bytecode.ts';
import { COMPILE_SOURCE } from './compile-source.ts';
import { Findings, toError } from './findings.ts';
import { codeDigest, MarshalFault } from './marshal.ts';
import { readSmall } from './read-file.ts';

/** Sources that one process compiles: their code has some ten megabytes. */
const BATCH = 400;

/** Milliseconds for one of them: a minute is ten times what it takes. */
const PATIENCE = 120_000;

/** Bytes of a file of bytecode, and of the code of one source. The largest that were seen have ten million. */
const LARGEST = 128 * 1024 * 1024;

export interface CompilingDoors {
  readonly exec: Exec;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/**
 * Compares bytecode with what the Python makes of its source. A header says for which time and size of the source bytecode
 * is meant, and anybody can write a header: this is the one way to notice code that was put behind it.
 *
 * Bytecode with the mark of another Python is told, and not compared: this one passes over it.
 *
 * The sources are compiled and not run; the bytecode is read here and nowhere else.
 *
 * @throws SafeInstallError `usage.unsupported` for another Python than CPython; `interpreter.unusable`; `exec.*`.
 */
export async function compareBytecode(
  { places }: Pick<FolderAudit, 'places'>,
  interpreter: Pick<Interpreter, 'executable' | 'implementation' | 'version'>,
  doors: CompilingDoors,
): Promise<readonly SafeInstallError[]> {
  if (interpreter.implementation !== 'cpython') throw unknownBytecode(interpreter.implementation);
  const found: SafeInstallError[] = [];
  for (const audit of places) found.push(...(await comparePlace(audit, interpreter, doors)));
  return found;
}

async function comparePlace(
  { place, bytecode }: PlaceAudit,
  { executable, version }: Pick<Interpreter, 'executable' | 'version'>,
  { exec, environment, signal }: CompilingDoors,
): Promise<readonly SafeInstallError[]> {
  const findings = new Findings();
  const minor = version.release[1] ?? 0;
  for (let start = 0; start < bytecode.length; start += BATCH) {
    signal.throwIfAborted();
    const batch = bytecode.slice(start, start + BATCH);
    const input = JSON.stringify(
      batch.map(({ path, source }) => [join(place.folder, source), optimizationOf(path)]),
    );
    const { exitCode, stdout } = await exec(executable, ['-I', '-S', '-B', '-c', COMPILE_SOURCE], {
      env: cleanEnvironment(environment),
      input,
      signal,
      timeout: PATIENCE,
      maxBuffer: LARGEST,
    });
    const [magic = '', ...codes] = stdout.split('\n');
    if (exitCode !== 0 || codes.length !== batch.length + 1) throw noAnswer(executable);
    for (const [at, file] of batch.entries()) {
      const bytes = readSmall(join(place.folder, file.path), LARGEST);
      if (bytes === undefined) continue;
      if (bytes.toString('hex', 0, 4) !== magic) findings.add('audit.other-bytecode', file.label, file.path);
      else if (!isCodeOf(bytes, codes[at] ?? '', minor))
        findings.add('audit.bytecode', file.label, file.path, 'other code than Python makes of its source');
    }
  }
  return findings.list.map((each) => toError(each, place.folder));
}

function isCodeOf(bytes: Buffer, compiled: string, minor: number): boolean {
  if (compiled === '') return false; // the source does not compile, and no bytecode is made of it
  const expected = inflateSync(Buffer.from(compiled, 'base64'), { maxOutputLength: LARGEST });
  const actual = bytes.subarray(HEADER_BYTES);
  if (actual.equals(expected)) return true;
  const digest = digestOf(expected, minor);
  if (digest === undefined) throw unknownBytecode(`Python 3.${minor}`);
  return digestOf(actual, minor) === digest;
}

function digestOf(code: Buffer, minor: number): string | undefined {
  try {
    return codeDigest(code, minor);
  } catch (error) {
    if (error instanceof MarshalFault) return undefined;
    throw error;
  }
}

const unknownBytecode = (of: string): SafeInstallError =>
  new SafeInstallError({
    code: 'usage.unsupported',
    message: `the bytecode of ${of} is not known`,
    subject: '--bytecode',
    hint: 'Leave the option out; or remove the bytecode, which is made anew',
  });

const noAnswer = (executable: string): SafeInstallError =>
  new SafeInstallError({
    code: 'interpreter.unusable',
    message: 'it does not compile what it is given',
    subject: executable,
    hint: 'Leave --bytecode out, or run it by hand to see what is wrong',
  });
