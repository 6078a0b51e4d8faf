import { refusal } from '../refusal.ts';

const SUFFIX = '.data';

/** The installation schemes of the specification; pip and uv know no others. */
const SCHEMES: ReadonlySet<string> = new Set(['purelib', 'platlib', 'headers', 'scripts', 'data']);

/**
 * Refuses `.data` folders that installers treat in different ways: pip takes every folder of this suffix for one, uv
 * that of the wheel's own name alone, and leaves the others as they stand.
 *
 * @param paths of all entries; a folder's ends with a slash.
 * @param distInfo the wheel's `.dist-info` folder; the `.data` folder has the same stem.
 * @throws SafeInstallError `archive.data-folder`.
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#the-data-directory
 */
export function checkDataFolders(paths: Iterable<string>, distInfo: string): void {
  const expected = distInfo.replace(/\.dist-info$/, SUFFIX);
  for (const path of paths) {
    if (!path.includes(SUFFIX)) continue;
    const [top = '', scheme, ...rest] = path.split('/');
    if (!top.endsWith(SUFFIX)) continue;
    if (top !== expected)
      throw refusal('archive.data-folder', `the .data folder of this wheel is "${expected}"`, {
        subject: path,
      });
    if (scheme === '' && rest.length === 0) continue; // the entry of the folder itself
    if (scheme === undefined || !SCHEMES.has(scheme) || rest.length === 0)
      throw refusal('archive.data-folder', 'it lies in no installation scheme', { subject: path });
  }
}
