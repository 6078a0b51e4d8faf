/**
 * Arguments, commands and the terminal: the process as a user sees it.
 *
 * Refuses to know: how anything is resolved, checked or installed.
 */
import { setMaxListeners } from 'node:events';
import { run } from './main.ts';

/** Runs the command line of this process and leaves its exit code behind. */
export async function main(): Promise<void> {
  const interruption = new AbortController();
  setMaxListeners(0, interruption.signal); // whoever is at work listens
  const interrupt = (): void => {
    if (interruption.signal.aborted) process.exit(130); // the second Ctrl-C does not wait
    interruption.abort();
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
