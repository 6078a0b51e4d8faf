import { ANSWER_MARK, PROBE_FORMAT } from '../../src/interpreter/probe-source.ts';
import type { Exec, ExecOptions, Log } from '../../src/platform/index.ts';

const paths = (prefix: string) => ({
  purelib: `${prefix}/lib/python3.12/site-packages`,
  platlib: `${prefix}/lib/python3.12/site-packages`,
  scripts: `${prefix}/bin`,
  data: prefix,
  include: `${prefix}/include/python3.12`,
});

/** What the probe prints on a Linux machine, as a value that a test changes to its needs. */
export const linuxAnswer = (executable = '/opt/python/bin/python3') => ({
  format: PROBE_FORMAT,
  executable,
  version: [3, 12] as unknown,
  implementation: 'cpython',
  markers: {
    implementation_name: 'cpython',
    implementation_version: '3.12.4',
    os_name: 'posix',
    platform_machine: 'x86_64',
    platform_python_implementation: 'CPython',
    platform_release: '6.1.0',
    platform_system: 'Linux',
    platform_version: '#1 SMP',
    python_full_version: '3.12.4',
    python_version: '3.12',
    sys_platform: 'linux',
  } as Record<string, unknown>,
  prefix: '/opt/python',
  basePrefix: '/opt/python',
  isVirtual: false,
  standardLibrary: '/opt/python/lib/python3.12',
  paths: paths('/opt/python') as unknown,
  userPaths: paths('/home/me/.local') as unknown,
  prefixPaths: paths('{prefix}') as unknown,
  standardPath: ['/opt/python/lib/python3.12'] as unknown,
  siteFolders: [
    { kind: 'user', path: '/home/me/.local/lib/python3.12/site-packages' },
    { kind: 'site', path: '/opt/python/lib/python3.12/site-packages' },
  ] as unknown,
  userSite: '/home/me/.local/lib/python3.12/site-packages' as unknown,
  abi: {
    extensionSuffix: '.cpython-312-x86_64-linux-gnu.so',
    isDebug: false,
    looksLikeDebug: false,
    isFreeThreaded: null,
    hasPymalloc: true,
  } as unknown,
  platform: {
    system: 'Linux',
    platform: 'linux-x86_64',
    is32Bit: false,
    glibc: '2.36',
    manylinux: {},
  } as unknown,
});

export const printed = (answer: unknown): string => `${ANSWER_MARK}${JSON.stringify(answer)}\n`;

export interface Started {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: ExecOptions;
}

/** An `Exec` that starts nothing: it writes down what was started and gives what `run` says. */
export function fakeExec(run: (program: string) => { exitCode?: number; stdout?: string; stderr?: string }): {
  readonly exec: Exec;
  readonly started: Started[];
} {
  const started: Started[] = [];
  const exec: Exec = async (program, args, options = {}) => {
    started.push({ program, args, options });
    return { exitCode: 0, stdout: '', stderr: '', ...run(program) };
  };
  return { exec, started };
}

/** A log that keeps what it was told. */
export function keepingLog(): Log & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, debug: () => {}, info: () => {}, warn: (message) => void warnings.push(message) };
}
