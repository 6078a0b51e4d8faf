/**
 * Arguments, commands and the terminal: the process as a user sees it.
 *
 * Refuses to know: how anything is resolved, checked or installed.
 */
import { setMaxListeners } from 'node:events';
import { EXIT_CODE_OF_SIGNAL, run } from './main.ts';

/** Runs the command line of this process and leaves its exit code behind. */
export async function main(): Promise<void> {
  const interruption = new AbortController();
  setMaxListeners(0, interruption.signal); // whoever is at work listens
  const interrupt = (name: NodeJS.Signals): void => {
    if (interruption.signal.aborted) process.exit(EXIT_CODE_OF_SIGNAL[name]); // the second Ctrl-C does not wait
    interruption.abort(name);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.exitCode = await run(process.argv.slice(2), {
    environment: process.env,
    currentFolder: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption.signal,
  });
}
