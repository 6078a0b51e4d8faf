const NAMED = /^pylock\.[^.]+\.toml$/;

/**
 * Whether a path or URL is that of a lock: its last part is `pylock.toml` or `pylock.NAME.toml`.
 *
 * @see https://packaging.python.org/en/latest/specifications/pylock-toml/#file-name
 */
export function isLockFilename(location: string): boolean {
  const path = /^(?:https?|file):/i.test(location) ? location.replace(/[?#].*$/s, '') : location;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name === 'pylock.toml' || NAMED.test(name);
}

const EXTRAS = /^([^[\]]{1,4096})\[([^[\]]{0,1000})\]$/;

/** `pylock.toml[test,docs]` as pip reads it: the file, and the extras that are selected of it. */
export function splitLockExtras(word: string): { readonly path: string; readonly extras: readonly string[] } {
  const [, path = word, list = ''] = EXTRAS.exec(word) ?? [];
  const extras = list.split(',').map((name) => name.trim());
  return { path, extras: extras.filter((name) => name !== '') };
}
