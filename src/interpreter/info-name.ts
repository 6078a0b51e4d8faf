/** What the name of a file in a folder of packages says. */
export type EntryName =
  | {
      readonly kind: 'info';
      readonly info: 'dist-info' | 'egg-info';
      /** `null` where the metadata must say it. */
      readonly name: string | null;
      readonly version: string | null;
    }
  | { readonly kind: 'egg-folder' }
  | { readonly kind: 'egg-link'; readonly name: string }
  | { readonly kind: 'path-file' };

/**
 * Takes a file name apart as Python's `importlib.metadata` and pip do: `acme_tools-1.0.dist-info`,
 * `acme_tools-1.0-py3.11.egg-info`, `acme-tools.egg-link`, `acme.pth`.
 *
 * The version of an egg is not in its folder's name for sure, so it is left to the metadata.
 *
 * @returns `undefined` for any other name.
 */
export function parseEntryName(fileName: string): EntryName | undefined {
  const lower = fileName.toLowerCase();
  if (lower.endsWith('.dist-info')) {
    const stem = fileName.slice(0, -'.dist-info'.length);
    const hyphen = stem.indexOf('-');
    return hyphen < 0
      ? { kind: 'info', info: 'dist-info', name: null, version: null }
      : { kind: 'info', info: 'dist-info', name: stem.slice(0, hyphen), version: stem.slice(hyphen + 1) };
  }
  if (lower.endsWith('.egg-info')) {
    const [name = ''] = fileName.slice(0, -'.egg-info'.length).split('-', 1);
    return { kind: 'info', info: 'egg-info', name, version: null };
  }
  if (lower === 'egg-info') return { kind: 'egg-folder' };
  if (fileName.endsWith('.egg-link'))
    return { kind: 'egg-link', name: fileName.slice(0, -'.egg-link'.length) };
  if (fileName.endsWith('.pth') && !fileName.startsWith('.')) return { kind: 'path-file' };
  return undefined;
}
