import {
  execProgram,
  type HttpClient,
  silentLog,
  silentProgress,
  systemClock,
} from '../../src/platform/index.ts';
import { openHttp } from '../../src/prepare/index.ts';
import { findSources, findTarget } from '../../src/prepare/target.ts';
import type { Sandbox } from '../support/sandbox.ts';

/** The index that the pip of a sandbox is configured for, and the client that its settings describe. */
export interface ConfiguredIndex {
  /** Ends with a slash. */
  readonly url: string;
  readonly http: HttpClient;
}

/** Asks pip itself, by way of its settings; the address stands nowhere else. */
export async function configuredIndex(sandbox: Sandbox): Promise<ConfiguredIndex> {
  const doors = {
    environment: sandbox.env,
    currentFolder: sandbox.project,
    exec: execProgram,
    clock: systemClock,
    log: silentLog,
    progress: silentProgress,
    folders: { cache: sandbox.cache, state: sandbox.cache, config: sandbox.cache },
    signal: new AbortController().signal,
  };
  const target = await findTarget({ command: 'install', words: [] }, doors);
  const { indexes, network } = await findSources(target, doors);
  const [index] = indexes;
  if (index === undefined) throw new Error('pip is configured for no index');
  return { url: index.value.replace(/\/*$/, '/'), http: openHttp(network, doors) };
}
