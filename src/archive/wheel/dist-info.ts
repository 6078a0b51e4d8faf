import { type Identity, isStemOf } from '../identity.ts';
import { comparison, refusal } from '../refusal.ts';

const SUFFIX = '.dist-info';

/** A folder of `.data` whose contents land in the same folder as those of the wheel's root. */
const LIBRARY_FOLDER = /^[^/]+\.data\/(?:purelib|platlib)\//;

/** The first part of `path` below the folder that it will be installed into. */
function topPart(path: string): string {
  const below = path.replace(LIBRARY_FOLDER, '');
  const slash = below.indexOf('/');
  return slash < 0 ? below : below.slice(0, slash);
}

/**
 * The one `.dist-info` folder of a wheel.
 *
 * It is found as it will be found after the install: by its suffix, in the first level, in whatever case, and also where
 * a `.data` folder puts it there. Deeper down, in a vendored package, there may be others.
 *
 * @param paths of all entries.
 * @returns as it is spelled, without a slash.
 * @throws SafeInstallError `archive.dist-info`.
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#the-dist-info-directory
 */
export function findDistInfo(paths: Iterable<string>, identity: Identity): string {
  const found = new Set<string>();
  for (const path of paths) {
    if (!path.toLowerCase().includes(SUFFIX)) continue; // spares nearly all of them the expression
    const top = topPart(path);
    if (top.toLowerCase().endsWith(SUFFIX)) found.add(LIBRARY_FOLDER.test(path) ? `.data: ${top}` : top);
  }
  const [folder, ...others] = found;
  if (folder === undefined) throw refusal('archive.dist-info', 'the wheel has no .dist-info folder');
  if (others.length > 0)
    throw refusal('archive.dist-info', `the wheel has ${found.size} .dist-info folders`, {
      facts: [...found].slice(0, 5).map((name) => ({ label: 'folder', value: name })),
    });
  if (!folder.endsWith(SUFFIX) || !isStemOf(folder.slice(0, -SUFFIX.length), identity))
    throw refusal('archive.dist-info', 'the .dist-info folder is not that of the filename', {
      facts: comparison(`${identity.name}-${identity.version}${SUFFIX}`, folder, 'the filename'),
    });
  return folder;
}
