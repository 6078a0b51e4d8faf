/** What an option that stands before the command does to the words behind it. */
type Effect =
  /** Nothing. */
  | 'flag'
  /** It takes the next one as its value. */
  | 'value'
  /** The program tells its help or its version, and does nothing else. */
  | 'ends';

type Options = Readonly<Record<string, Effect>>;

/**
 * pip's general options, which may stand before its command.
 *
 * @see `pip --help`; a test compares them with the parser of the newest pip.
 */
export const PIP_OPTIONS: Options = {
  '--help': 'ends',
  '--version': 'ends',
  '--cache-dir': 'value',
  '--cert': 'value',
  '--client-cert': 'value',
  '--debug': 'flag',
  '--default-timeout': 'value',
  '--disable-pip-version-check': 'flag',
  '--exists-action': 'value',
  '--isolated': 'flag',
  '--keyring-provider': 'value',
  '--local-log': 'value',
  '--log': 'value',
  '--log-file': 'value',
  '--no-cache-dir': 'flag',
  '--no-color': 'flag',
  '--no-input': 'flag',
  '--no-proxy-env': 'flag',
  '--no-python-version-warning': 'flag',
  '--proxy': 'value',
  '--python': 'value',
  '--quiet': 'flag',
  '--require-venv': 'flag',
  '--require-virtualenv': 'flag',
  '--resume-retries': 'value',
  '--retries': 'value',
  '--timeout': 'value',
  '--trusted-host': 'value',
  '--use-deprecated': 'value',
  '--use-feature': 'value',
  '--verbose': 'flag',
};

/**
 * uv's options that may stand before `pip`, or between `pip` and `install`; `uv --help` does not show all of them.
 *
 * A test asks uv itself about each.
 */
export const UV_OPTIONS: Options = {
  '--help': 'ends',
  '--version': 'ends',
  '--allow-insecure-host': 'value',
  '--allow-python-downloads': 'flag',
  '--cache-dir': 'value',
  '--cert': 'value',
  '--color': 'value',
  '--config-file': 'value',
  '--directory': 'value',
  '--isolated': 'flag',
  '--managed-python': 'flag',
  '--native-tls': 'flag',
  '--no-cache': 'flag',
  '--no-cache-dir': 'flag',
  '--no-color': 'flag',
  '--no-config': 'flag',
  '--no-managed-python': 'flag',
  '--no-native-tls': 'flag',
  '--no-offline': 'flag',
  '--no-preview': 'flag',
  '--no-progress': 'flag',
  '--no-python-downloads': 'flag',
  '--no-system-certs': 'flag',
  '--offline': 'flag',
  '--preview': 'flag',
  '--preview-feature': 'value',
  '--preview-features': 'value',
  '--project': 'value',
  '--python-fetch': 'value',
  '--python-preference': 'value',
  '--quiet': 'flag',
  '--system-certs': 'flag',
  '--trusted-host': 'value',
  '--verbose': 'flag',
};

/**
 * A pattern of `case` for the options with this effect, by their whole names: abbreviations, which pip takes, are unknown
 * to a shim, since a newer pip may mean another option by them.
 */
export const casePattern = (options: Options, effect: Effect): string =>
  Object.keys(options)
    .filter((name) => options[name] === effect)
    .sort()
    .join(' | ');
