/** How a setting of uv becomes one of pip's keys. */
type UvConversion =
  | 'text'
  /** A path, which in a file starts from the file's folder, or a URL. */
  | 'place'
  /** `true` or `false`, and `1` or `0` in a variable. */
  | 'flag'
  /** Names of projects, or a flag that stands for all of them. */
  | 'names'
  /** The word `allow` sets the flag; any other leaves pip's own behaviour, which ours is. */
  | 'allow'
  /** `name=url`, or a table with `url`; the name finds its credentials. */
  | 'index'
  /** A table from names of projects to texts. */
  | 'pairs';

export interface UvKey {
  /** In `uv.toml`; absent where uv has the variable alone. */
  readonly file?: string;
  readonly variable?: string;
  /** What parts several values in the variable. */
  readonly separator?: ',' | ' ';
  /** pip's key, or one of safe-install's own. */
  readonly key: string;
  readonly as: UvConversion;
}

/** What uv's variables and files say of `uv pip install`, in pip's words. The stronger of two rows of a key stands first. */
export const UV_KEYS: readonly UvKey[] = [
  { variable: 'UV_DEFAULT_INDEX', key: 'index-url', as: 'index' },
  { file: 'index-url', variable: 'UV_INDEX_URL', key: 'index-url', as: 'index' },
  { variable: 'UV_INDEX', separator: ' ', key: 'extra-index-url', as: 'index' },
  {
    file: 'extra-index-url',
    variable: 'UV_EXTRA_INDEX_URL',
    separator: ' ',
    key: 'extra-index-url',
    as: 'index',
  },
  { file: 'find-links', variable: 'UV_FIND_LINKS', separator: ',', key: 'find-links', as: 'place' },
  { file: 'no-index', key: 'no-index', as: 'flag' },
  { file: 'index-strategy', variable: 'UV_INDEX_STRATEGY', key: 'index-strategy', as: 'text' },
  { file: 'keyring-provider', variable: 'UV_KEYRING_PROVIDER', key: 'keyring-provider', as: 'text' },
  {
    file: 'allow-insecure-host',
    variable: 'UV_INSECURE_HOST',
    separator: ' ',
    key: 'trusted-host',
    as: 'text',
  },
  { variable: 'UV_CONSTRAINT', separator: ' ', key: 'constraint', as: 'text' },
  { variable: 'UV_OVERRIDE', separator: ' ', key: 'overrides', as: 'text' },
  { variable: 'UV_EXCLUDE', separator: ' ', key: 'excludes', as: 'text' },
  { file: 'constraint-dependencies', key: 'constraint-dependencies', as: 'text' },
  { file: 'override-dependencies', key: 'override-dependencies', as: 'text' },
  { file: 'exclude-dependencies', key: 'exclude-dependencies', as: 'text' },
  { file: 'exclude-newer-package', key: 'exclude-newer-package', as: 'pairs' },
  { file: 'prerelease-package', key: 'prerelease-package', as: 'pairs' },
  { file: 'upgrade-package', key: 'upgrade-package', as: 'text' },
  { file: 'reinstall-package', key: 'reinstall-package', as: 'text' },
  { file: 'require-hashes', variable: 'UV_REQUIRE_HASHES', key: 'require-hashes', as: 'flag' },
  { file: 'compile-bytecode', variable: 'UV_COMPILE_BYTECODE', key: 'compile', as: 'flag' },
  { file: 'exclude-newer', variable: 'UV_EXCLUDE_NEWER', key: 'uploaded-prior-to', as: 'text' },
  { file: 'no-binary', variable: 'UV_NO_BINARY', key: 'no-binary', as: 'names' },
  {
    file: 'no-binary-package',
    variable: 'UV_NO_BINARY_PACKAGE',
    separator: ' ',
    key: 'no-binary',
    as: 'names',
  },
  { file: 'no-build', variable: 'UV_NO_BUILD', key: 'only-binary', as: 'names' },
  {
    file: 'no-build-package',
    variable: 'UV_NO_BUILD_PACKAGE',
    separator: ' ',
    key: 'only-binary',
    as: 'names',
  },
  { file: 'only-binary', key: 'only-binary', as: 'names' },
  { file: 'prerelease', variable: 'UV_PRERELEASE', key: 'pre', as: 'allow' },
  {
    file: 'break-system-packages',
    variable: 'UV_BREAK_SYSTEM_PACKAGES',
    key: 'break-system-packages',
    as: 'flag',
  },
  { file: 'offline', variable: 'UV_OFFLINE', key: 'offline', as: 'flag' },
  { file: 'no-cache', variable: 'UV_NO_CACHE', key: 'no-cache-dir', as: 'flag' },
  { variable: 'UV_HTTP_TIMEOUT', key: 'timeout', as: 'text' },
  { variable: 'UV_HTTP_RETRIES', key: 'retries', as: 'text' },
];
