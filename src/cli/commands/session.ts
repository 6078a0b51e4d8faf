import { type InstallArguments, parseInstallArguments } from '../../installers/index.ts';
import { execProgram, systemClock, userFolders } from '../../platform/index.ts';
import type { Doors } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { Terminal } from '../terminal.ts';

/** A command that takes the options of pip, ready to work: the world as it sees it, and where its words go. */
export interface Session {
  readonly doors: Doors;
  readonly terminal: Terminal;
  /** The command line for itself, without any configuration. */
  readonly meant: InstallArguments;
}

/** @throws SafeInstallError `usage.*`, `configuration.value`. */
export function openSession(context: CommandContext, command: 'install' | 'download'): Session {
  const { environment, currentFolder, stderr, signal, words } = context;
  const meant = parseInstallArguments(words, environment, { command, currentFolder });
  const { verbosity, color } = meant.output;
  const terminal = new Terminal({ stream: stderr, environment, verbosity, colour: color });
  const folders = userFolders(environment);
  const doors = {
    environment,
    currentFolder,
    exec: execProgram,
    clock: systemClock,
    log: terminal,
    progress: terminal,
    folders,
    signal,
  };
  return { doors, terminal, meant };
}
