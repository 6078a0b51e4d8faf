import { dirname } from 'node:path';
import type { ExecResult } from '../platform/index.ts';
import { cleanEnvironment } from './clean-environment.ts';
import type { Installer, InstallerDoors } from './installer.ts';

/** Milliseconds that an interrupted installer has to take back what it has done by half. */
export const PATIENCE = 20_000;

/**
 * Loads pip, waits for `{"folder": PATH, "words": [WORD]}` on standard input, and is then what `python -m pip WORD…` in
 * that folder is. Nothing is imported from the folder that it is started in. Until then an interruption ends it without a
 * word; a module that cannot be loaded is told by pip itself. Ends when there is nothing on standard input.
 */
const WAITING_PIP_SOURCE = `
import sys
if sys.path[:1] == [""]:
    del sys.path[0]
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
for name in (
    "pip._internal.cli.main",
    "pip._internal.commands.install",
    "pip._internal.operations.install.wheel",
    "pip._internal.resolution.resolvelib.resolver",
):
    try:
        __import__(name)
    except Exception:
        break
import json, os, runpy
text = sys.stdin.buffer.read().decode("utf-8")
if text:
    request = json.loads(text)
    os.chdir(request["folder"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path.insert(0, request["folder"])
    sys.argv[1:] = request["words"]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
`;

/** A pip that is loaded and has nothing to do yet. */
export interface WaitingPip {
  /**
   * Runs it, once.
   *
   * @param words behind `pip`.
   * @param folder absolute; its working folder.
   * @returns `undefined` when it ended before it had anything to do.
   */
  run(words: readonly string[], folder: string): Promise<ExecResult> | undefined;
  /** Ends it, where it has not been run, and waits until it is gone. */
  dismiss(): Promise<void>;
}

/**
 * Starts pip while files are still looked for. Loading its modules takes longer than all that it does with checked files,
 * and there is a core for it while the network is waited for.
 *
 * @returns `undefined` for an installer that is not the target's own pip: it is started when it is needed.
 */
export function startPip(
  installer: Installer,
  verbosity: number,
  { exec, environment, signal }: InstallerDoors,
): WaitingPip | undefined {
  if (installer.kind !== 'pip' || installer.place !== 'environment') return undefined;
  const dismissed = new AbortController();
  let give: (request: string) => void = () => {};
  const input = new Promise<string>((resolve) => {
    give = resolve;
  });
  let state: 'waiting' | 'running' | 'ended' = 'waiting';
  const result = exec(installer.program, ['-c', WAITING_PIP_SOURCE], {
    cwd: dirname(installer.program),
    env: cleanEnvironment(environment),
    input,
    output: verbosity > 0 ? 'inherit' : 'capture',
    patience: PATIENCE,
    signal: signal === undefined ? dismissed.signal : AbortSignal.any([signal, dismissed.signal]),
  });
  const ended = result.then(
    () => {
      state = 'ended';
    },
    () => {
      state = 'ended'; // who runs it then starts another one, and is told why that cannot be
    },
  );
  return {
    run(words, folder) {
      if (state !== 'waiting') return undefined;
      state = 'running';
      give(JSON.stringify({ folder, words }));
      return result;
    },
    async dismiss() {
      if (state === 'waiting') {
        dismissed.abort();
        give('');
      }
      await ended;
    },
  };
}
