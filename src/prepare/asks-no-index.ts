import type { InstallArguments } from '../installers/index.ts';

/** Whether the command line leaves an index to be asked at all. */
export const asksNoIndex = ({ network, sources }: InstallArguments): boolean =>
  network.offline || (sources.noIndex && sources.findLinks.length === 0);
