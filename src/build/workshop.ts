import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nameRulesFor, unpackSdist } from '../archive/index.ts';
import { listInstalled } from '../interpreter/index.ts';
import type { NetworkWatch } from '../platform/index.ts';
import { BuildEnvironment } from './build-environment.ts';
import { buildError } from './build-error.ts';
import type { BuildDoors, BuildSettings } from './build-settings.ts';
import { type BuildSystem, parseBuildRequirements, readBuildSystem } from './build-system.ts';
import { checkBuildRequirements } from './check-build-requirements.ts';
import { childEnvironment } from './child-environment.ts';
import { HookRunner } from './hook-runner.ts';
import { type BuildSource, subjectOf } from './source.ts';

/** Milliseconds for one hook. The longest builds that people wait for (numerical libraries, engines of browsers) take hours. */
const HOOK_TIME = 4 * 60 * 60 * 1000;

/** What a workshop is opened for. */
export interface Order {
  readonly source: BuildSource;
  /** Which of the two kinds of wheel is wanted. */
  readonly kind: 'wheel' | 'editable';
  /** The first argument of `get_requires_for_build_…`. */
  readonly hookSettings: unknown;
  /** Private and empty. */
  readonly folder: string;
  readonly watch: NetworkWatch;
}

/** Folders of a build, beside those that only this file knows. */
export const WHEEL_FOLDER = 'wheel';
export const METADATA_FOLDER = 'metadata';

/**
 * Makes everything that a build backend needs before its first hook that matters: the source as files, an environment with
 * what the source asks for, and with what the backend itself asks for then.
 *
 * @throws SafeInstallError `build.*`, `archive.*`, `hash.changed`, and what the gate throws.
 */
export async function openWorkshop(
  order: Order,
  settings: BuildSettings,
  doors: BuildDoors,
): Promise<HookRunner> {
  const subject = subjectOf(order.source);
  const at = (name: string): string => join(order.folder, name);
  for (const name of ['source', 'environment', 'hooks', 'tmp', WHEEL_FOLDER, METADATA_FOLDER])
    await mkdir(at(name), { mode: 0o700 });
  const root = await sourceRoot(order.source, at('source'), doors.signal);
  const system = await readBuildSystem(root, subject);
  const environment =
    settings.isolation === 'isolated'
      ? await makeEnvironment(system, subject, at('environment'), settings, doors)
      : undefined;
  if (environment === undefined && settings.checkDependencies) {
    const installed = await listInstalled(settings.interpreter, doors.log);
    checkBuildRequirements(system.requires, installed, settings.interpreter.markers, subject);
  }
  const runner = await HookRunner.make({
    subject,
    system,
    python: (environment?.interpreter ?? settings.interpreter).executable,
    env: childEnvironment({
      environment: doors.environment,
      programs: environment?.programs ?? null,
      closedDoor: order.watch.url,
      temporaryFolder: at('tmp'),
    }),
    root,
    folder: at('hooks'),
    timeLimit: settings.timeLimit ?? HOOK_TIME,
    isShown: settings.isShown,
    exec: doors.exec,
    signal: doors.signal,
    attempts: order.watch.attempts,
  });
  if (environment !== undefined) {
    await environment.startWith(runner.watchPath);
    await installDynamic(order, environment, runner, system, settings);
  }
  return runner;
}

async function sourceRoot(source: BuildSource, folder: string, signal: AbortSignal): Promise<string> {
  if (source.kind === 'folder') return source.folder;
  return await unpackSdist(source.artifact, folder, { ...nameRulesFor(process.platform), signal });
}

async function makeEnvironment(
  { requires }: BuildSystem,
  subject: string,
  folder: string,
  { interpreter, installer, gate }: BuildSettings,
  doors: BuildDoors,
): Promise<BuildEnvironment> {
  // first what is needed: where that cannot be had, nothing else has to be made
  const artifacts = requires.length === 0 ? [] : await gate(requires, { subject, installed: [] });
  const environment = await BuildEnvironment.make(interpreter, installer, folder, subject, doors);
  await environment.install(artifacts);
  return environment;
}

/** What the backend itself asks for, once it runs: through the gate as well, together with what is there. */
async function installDynamic(
  { source, kind, hookSettings }: Order,
  environment: BuildEnvironment,
  runner: HookRunner,
  { requires }: BuildSystem,
  { gate }: BuildSettings,
): Promise<void> {
  const subject = subjectOf(source);
  const answer = await runner.call(`get_requires_for_build_${kind}`, [hookSettings]);
  if (answer.kind === 'missing') return;
  const { value } = answer;
  if (!Array.isArray(value) || !value.every((each): each is string => typeof each === 'string')) {
    throw buildError(
      'build.answer',
      subject,
      'its build backend does not answer with a list of requirements',
    );
  }
  const dynamic = parseBuildRequirements(value, subject);
  if (dynamic.length === 0) return;
  const installed = await environment.installed();
  await environment.install(await gate([...requires, ...dynamic], { subject, installed }));
}
