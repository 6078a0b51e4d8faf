import { SafeInstallError } from '../errors/index.ts';
import { compatibleTags, parseVersion } from '../packaging/index.ts';
import { type Clock, type Environment, type Exec, type Log, systemClock } from '../platform/index.ts';
import { AnswerFault } from './answer-fields.ts';
import { readExternallyManaged } from './externally-managed.ts';
import { findPip } from './find-pip.ts';
import type { Interpreter } from './interpreter.ts';
import { askLinuxProgram } from './linux-libraries.ts';
import { type Isolation, probe } from './probe.ts';
import { cacheKey, isTheProgramItself, type KnownPython, readKnown, writeKnown } from './probe-cache.ts';
import { brokenLink, chooseSearch, isLink, isProgram, notFound, type Wish } from './search.ts';
import { toSearchPath } from './search-path.ts';
import { toTagFacts } from './tag-facts.ts';

/** Which Python is wanted, and what is needed to find it. */
export interface InterpreterRequest extends Wish {
  readonly exec: Exec;
  /** Absolute; answers are kept below it. */
  readonly cacheFolder: string;
  readonly log: Log;
  readonly platform?: NodeJS.Platform | undefined;
  readonly clock?: Clock | undefined;
  /** `vendor` where nothing else is said. What is learnt with `full` is not kept: a vendor's word is missing in it. */
  readonly isolation?: Isolation | undefined;
}

async function ask(path: string, request: InterpreterRequest): Promise<KnownPython> {
  const { cacheFolder, environment, exec, log, clock = systemClock, isolation = 'vendor' } = request;
  const key = await cacheKey(path, environment);
  const known = key === undefined ? undefined : await readKnown(cacheFolder, key, clock);
  if (known !== undefined) {
    log.debug(`python ${path}: known from an earlier run`);
    return known;
  }
  log.debug(`python ${path}: asking`);
  const { value, answer } = await probe(path, environment, exec, isolation);
  const program = answer.executable === '' ? path : answer.executable;
  const linux = answer.platform.system === 'Linux' ? await askLinuxProgram(program, exec) : null;
  if (key !== undefined && isolation === 'vendor' && (await isTheProgramItself(path, program)))
    await writeKnown(cacheFolder, key, { answer: value, linux }, clock, log);
  return { answer, linux };
}

async function toInterpreter(
  path: string,
  known: KnownPython,
  environment: Environment,
): Promise<Interpreter> {
  const { answer, linux } = known;
  const tagFacts = toTagFacts(answer, linux);
  const { searchPath, sitePackages } = toSearchPath(answer, environment);
  const fullVersion = answer.markers.python_full_version;
  const [externallyManaged, pip] = await Promise.all([
    readExternallyManaged(answer.standardLibrary, answer.isVirtual, environment),
    findPip(searchPath),
  ]);
  return {
    executable: answer.executable === '' ? path : answer.executable,
    // a build between two releases calls itself `3.14.0a1+`
    version: parseVersion(fullVersion.endsWith('+') ? `${fullVersion}local` : fullVersion),
    implementation: answer.implementation,
    markers: answer.markers,
    tags: compatibleTags(tagFacts),
    tagFacts,
    paths: answer.paths,
    userPaths: answer.userPaths,
    prefixPaths: answer.prefixPaths,
    prefix: answer.prefix,
    basePrefix: answer.basePrefix,
    isVirtual: answer.isVirtual,
    standardLibrary: answer.standardLibrary,
    externallyManaged,
    searchPath,
    sitePackages,
    userSite: answer.userSite,
    pip,
  };
}

/** One program's answer as an interpreter. @throws SafeInstallError `interpreter.unusable`, `interpreter.too-old` */
async function askInterpreter(path: string, request: InterpreterRequest): Promise<Interpreter> {
  const known = await ask(path, request);
  try {
    return await toInterpreter(path, known, request.environment);
  } catch (error) {
    const isSenseless =
      error instanceof AnswerFault ||
      (error instanceof SafeInstallError && error.code.startsWith('packaging.'));
    if (!isSenseless) throw error;
    throw new SafeInstallError({
      code: 'interpreter.unusable',
      message: `its answer makes no sense: ${error.message}`,
      subject: path,
      hint: 'Name another Python with --python',
      cause: error,
    });
  }
}

/**
 * The Python to install into: `--python`, else `SAFE_INSTALL_PYTHON`, else the active virtual environment, else the
 * active conda environment, else the first on the search path that works.
 *
 * It is asked once; as long as its file does not change, later runs start no Python.
 *
 * @throws SafeInstallError `interpreter.not-found`, `interpreter.unusable`, `interpreter.too-old`.
 */
export async function findInterpreter(request: InterpreterRequest): Promise<Interpreter> {
  const platform = request.platform ?? process.platform;
  const search = await chooseSearch(request, platform);
  let first: SafeInstallError | undefined;
  for (const path of search.programs) {
    if (!(await isProgram(path, platform))) {
      if (search.origin !== 'PATH' && (await isLink(path))) first ??= brokenLink(path, search);
      continue;
    }
    try {
      return await askInterpreter(path, request);
    } catch (error) {
      if (!(error instanceof SafeInstallError) || !error.code.startsWith('interpreter.')) throw error;
      first ??= error;
      if (search.origin === 'PATH') request.log.warn(`"${path}" is passed over: ${error.message}`);
    }
  }
  throw first ?? notFound(search);
}
