import { type Identity, isStemOf } from '../identity.ts';
import { comparison, refusal } from '../refusal.ts';

/**
 * The one folder that a source distribution consists of.
 *
 * @param paths of all entries, without slashes at their ends.
 * @returns as it is spelled.
 * @throws SafeInstallError `archive.sdist-root` when there is none, more than one, or one of another release.
 * @see https://packaging.python.org/en/latest/specifications/source-distribution-format/#source-distribution-archive-format
 */
export function findSdistRoot(paths: readonly string[], identity: Identity): string {
  const [first] = paths;
  if (first === undefined) throw refusal('archive.sdist-root', 'the archive is empty');
  const root = first.split('/', 1)[0] ?? '';
  const outside = paths.find((path) => path !== root && !path.startsWith(`${root}/`));
  if (outside !== undefined)
    throw refusal('archive.sdist-root', `an entry lies outside of the folder "${root}"`, {
      subject: outside,
    });
  if (!isStemOf(root, identity))
    throw refusal('archive.sdist-root', 'its folder is not that of the filename', {
      facts: comparison(`${identity.name}-${identity.version}`, root, 'the filename'),
    });
  return root;
}
