import type { DistributionFile } from '../artifact/index.ts';
import type { InstalledPackage } from './candidate-source.ts';
import { isReinstalled, type ResolveOptions } from './options.ts';
import type { OriginVersion } from './versions-by-origin.ts';

/** Whether what is installed stays: it was chosen, it is what was chosen, or (a local wheel) it goes for it. */
export type Kept = 'not' | 'chosen' | 'same-version' | 'same-wheel';

/**
 * Whether the installed distribution stays, as pip decides it: a file of the same version is not installed over it,
 * unless it is a local source distribution, which may have changed, or one of the two is editable.
 *
 * @param taken what was chosen; `null` when it is the installed distribution itself.
 */
export function whyKept(
  taken: { readonly file: DistributionFile } | null,
  installed: InstalledPackage | undefined,
  { version }: OriginVersion,
  options: ResolveOptions,
): Kept {
  if (taken === null) return 'chosen';
  if (installed === undefined || options.ignoreInstalled) return 'not';
  if (isReinstalled(installed.name, options)) return 'not';
  if (!installed.version.equals(version) || installed.editable) return 'not';
  if (!taken.file.url.startsWith('file:')) return 'same-version';
  return taken.file.kind === 'wheel' ? 'same-wheel' : 'not';
}
