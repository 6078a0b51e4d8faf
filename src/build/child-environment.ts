import { delimiter } from 'node:path';
import { cleanEnvironment } from '../installers/index.ts';
import type { Environment } from '../platform/index.ts';

/** What a build gets to see of the world. */
export interface ChildWorld {
  readonly environment: Environment;
  /** Folder with the programs of the build requirements; `null` where the build is not isolated. */
  readonly programs: string | null;
  /** URL of the closed door that stands for every proxy and every index. */
  readonly closedDoor: string;
  /** For files that the build makes aside. */
  readonly temporaryFolder: string;
}

const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy', 'ftp_proxy'];

/** Variables that lead past a proxy, or name an index or a folder of files to other front ends. */
const DROPPED = /^(?:no_proxy|setuptools_.*index.*|easy_install_.*|distutils_download_url)$/i;

/**
 * The environment of a build: the user's own (compilers go by it), without any way to an index.
 *
 * pip and uv are told an index all the same, the closed door: told of none, a build that asks for one would fail without
 * anybody knowing why.
 */
export function childEnvironment(world: ChildWorld): Readonly<Record<string, string>> {
  const { environment, programs, closedDoor, temporaryFolder } = world;
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(cleanEnvironment(environment)))
    if (!DROPPED.test(name) && !PROXIES.includes(name.toLowerCase())) variables[name] = value;
  const pathName = Object.keys(variables).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [...(programs === null ? [] : [programs]), ...(variables[pathName] ?? '').split(delimiter)];
  for (const name of PROXIES) {
    variables[name] = closedDoor;
    variables[name.toUpperCase()] = closedDoor;
  }
  return {
    ...variables,
    [pathName]: path.filter((folder) => folder !== '').join(delimiter),
    TMPDIR: temporaryFolder,
    TEMP: temporaryFolder,
    TMP: temporaryFolder,
    PYTHONNOUSERSITE: '1',
    PIP_INDEX_URL: `${closedDoor}/simple/`,
    PIP_NO_INPUT: '1',
    PIP_RETRIES: '0',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    UV_NO_CONFIG: '1',
    UV_DEFAULT_INDEX: `${closedDoor}/simple/`,
    UV_INDEX_URL: `${closedDoor}/simple/`,
    UV_PYTHON_DOWNLOADS: 'never',
  };
}
