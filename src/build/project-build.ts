import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DistributionFile } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { type CoreMetadata, parseMetadata } from '../packaging/index.ts';
import {
  makeTemporaryFolder,
  type NetworkWatch,
  removePath,
  sweepAbandoned,
  watchNetwork,
} from '../platform/index.ts';
import { buildError } from './build-error.ts';
import {
  type BuildDoors,
  type BuildSettings,
  type ConfigSettings,
  toHookSettings,
} from './build-settings.ts';
import { type BuiltWheel, readBuiltMetadata, takeBuiltWheel } from './built-wheel.ts';
import type { HookName, HookRunner } from './hook-runner.ts';
import { readPreparedMetadata } from './prepared-metadata.ts';
import { type BuildSource, subjectOf } from './source.ts';
import { METADATA_FOLDER, openWorkshop, WHEEL_FOLDER } from './workshop.ts';

/** Of the private folders of builds. */
const PREFIX = 'safe-install-build-';

/** METADATA as a backend has stated it, before there is a wheel or from the wheel itself. */
export interface StatedMetadata {
  readonly metadata: CoreMetadata;
  readonly bytes: Uint8Array;
}

interface Prepared extends StatedMetadata {
  /** The `.dist-info` folder of `prepare_metadata_for_build_…`; `null` where the wheel had to be built for it. */
  readonly folder: string | null;
}

/**
 * One source on its way to a wheel, by the hooks of its own build backend (PEP 517, PEP 518, PEP 660).
 *
 * Each step is taken once, when it is first needed: what a source needs is known before its wheel, and often without.
 */
export class ProjectBuild {
  readonly #source: BuildSource;
  readonly #config: ConfigSettings;
  readonly #settings: BuildSettings;
  readonly #doors: BuildDoors;
  readonly #folder: string;
  readonly #watch: NetworkWatch;
  #runner: Promise<HookRunner> | undefined;
  #prepared: Promise<Prepared> | undefined;
  #answer: Promise<unknown> | undefined;

  private constructor(
    source: BuildSource,
    config: ConfigSettings,
    settings: BuildSettings,
    doors: BuildDoors,
    folder: string,
    watch: NetworkWatch,
  ) {
    this.#source = source;
    this.#config = config;
    this.#settings = settings;
    this.#doors = doors;
    this.#folder = folder;
    this.#watch = watch;
  }

  /** @throws SafeInstallError `disk.full`, `disk.read-only`. */
  static async open(
    source: BuildSource,
    config: ConfigSettings,
    settings: BuildSettings,
    doors: BuildDoors,
  ): Promise<ProjectBuild> {
    const { temporaryFolder = tmpdir() } = doors;
    await sweepAbandoned(PREFIX, temporaryFolder);
    const folder = await makeTemporaryFolder(PREFIX, temporaryFolder);
    try {
      return new ProjectBuild(source, config, settings, doors, folder, await watchNetwork());
    } catch (error) {
      await removePath(folder);
      throw error;
    }
  }

  /**
   * METADATA as the wheel will have it.
   *
   * @throws SafeInstallError `build.*`, and what the gate throws.
   */
  metadata(): Promise<StatedMetadata> {
    this.#prepared ??= this.#prepare();
    return this.#prepared;
  }

  /**
   * Builds the wheel.
   *
   * @param file what it is built from, as it was chosen.
   * @param stated what was said of it then.
   * @throws SafeInstallError `build.*`, and what the gate throws.
   */
  async wheel(file: DistributionFile, stated: CoreMetadata): Promise<BuiltWheel> {
    const prepared = this.#prepared === undefined ? undefined : await this.#prepared;
    const answer = await this.#build(prepared?.folder ?? null);
    return await takeBuiltWheel(this.#at(WHEEL_FOLDER), answer, {
      subject: this.#subject,
      source: file,
      stated,
      tags: this.#settings.interpreter.tags,
      signal: this.#doors.signal,
    });
  }

  /** Removes all that was made, the wheel among it. */
  async close(): Promise<void> {
    await this.#watch.close();
    await removePath(this.#folder);
  }

  get #subject(): string {
    return subjectOf(this.#source);
  }

  get #kind(): 'wheel' | 'editable' {
    return this.#source.kind === 'folder' && this.#source.editable ? 'editable' : 'wheel';
  }

  get #hookSettings(): unknown {
    return toHookSettings(this.#config);
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }

  #open(): Promise<HookRunner> {
    this.#doors.progress.update('building', { done: 0, detail: this.#subject });
    this.#runner ??= openWorkshop(
      {
        source: this.#source,
        kind: this.#kind,
        hookSettings: this.#hookSettings,
        folder: this.#folder,
        watch: this.#watch,
      },
      this.#settings,
      this.#doors,
    );
    return this.#runner;
  }

  /** A backend that prepares nothing has to build (PEP 517); the wheel is kept then. */
  async #prepare(): Promise<Prepared> {
    const runner = await this.#open();
    const hook: HookName = `prepare_metadata_for_build_${this.#kind}`;
    const answer = await runner.call(hook, [this.#at(METADATA_FOLDER), this.#hookSettings]);
    if (answer.kind === 'missing') {
      const built = await this.#build(null);
      return this.#parse(await readBuiltMetadata(this.#at(WHEEL_FOLDER), built, this.#subject), null);
    }
    const { bytes, folder } = await readPreparedMetadata(
      this.#at(METADATA_FOLDER),
      answer.value,
      this.#subject,
    );
    return this.#parse(bytes, folder);
  }

  #parse(bytes: Uint8Array, folder: string | null): Prepared {
    try {
      return { metadata: parseMetadata(bytes), bytes, folder };
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      throw buildError('build.answer', this.#subject, `its METADATA cannot be read: ${error.message}`, {
        cause: error,
      });
    }
  }

  #build(metadataFolder: string | null): Promise<unknown> {
    this.#answer ??= this.#callBuild(metadataFolder);
    return this.#answer;
  }

  async #callBuild(metadataFolder: string | null): Promise<unknown> {
    const runner = await this.#open();
    const hook: HookName = `build_${this.#kind}`;
    const answer = await runner.call(hook, [this.#at(WHEEL_FOLDER), this.#hookSettings, metadataFolder]);
    if (answer.kind === 'value') return answer.value;
    throw buildError('build.backend', this.#subject, `its build backend has no hook "${hook}"`, {
      hint:
        this.#kind === 'editable'
          ? 'Install it without -e, or have it built by a backend that knows editable projects (PEP 660)'
          : 'Tell the maintainers of the package',
    });
  }
}
