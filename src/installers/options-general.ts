import { table } from './option.ts';

/** Options of pip that say where files come from and how they are fetched, and its general ones. */
export const GENERAL_OPTIONS = table({
  '--index-url': {
    also: ['--pypi-url'],
    short: '-i',
    value: 'URL',
    fate: 'interpret',
    does: "The index that is asked, in place of the installer's own.",
  },
  '--extra-index-url': {
    value: 'URL',
    repeats: 'each',
    fate: 'interpret',
    does: 'A further index. A project with different files on two of them is refused, unless `--index-strategy` decides.',
  },
  '--no-index': {
    fate: 'interpret',
    does: 'No index is asked; only `--find-links` is.',
  },
  '--find-links': {
    short: '-f',
    value: 'PATH|URL',
    repeats: 'each',
    fate: 'interpret',
    does: 'A folder or page with files to choose from, beside the indexes.',
  },
  '--refresh-package': {
    value: 'NAMES',
    repeats: 'accumulate',
    fate: 'interpret',
    does: 'What is known of the named projects is asked again, whatever its age.',
  },
  '--trusted-host': {
    value: 'HOST[:PORT]',
    repeats: 'each',
    fate: 'interpret',
    does: 'The certificate of that host is not checked, and plain HTTP is allowed. The files still are checked.',
  },
  '--cert': {
    value: 'FILE',
    kind: 'path',
    fate: 'interpret',
    does: 'Certificates of servers are checked against the authorities in FILE (PEM).',
  },
  '--client-cert': {
    value: 'FILE',
    kind: 'path',
    fate: 'interpret',
    does: 'The key and certificate in FILE (PEM) are shown to servers.',
  },
  '--proxy': {
    value: 'URL',
    fate: 'interpret',
    does: 'Requests go through that proxy; an empty one means none.',
  },
  '--no-proxy-env': {
    fate: 'interpret',
    does: 'The proxy variables of the environment are not heeded.',
  },
  '--retries': {
    value: 'COUNT',
    kind: 'integer',
    fate: 'interpret',
    does: 'How often a request that failed is made again.',
  },
  '--resume-retries': {
    value: 'COUNT',
    kind: 'integer',
    fate: 'interpret',
    does: 'How often an incomplete download is resumed.',
  },
  '--timeout': {
    also: ['--default-timeout'],
    value: 'SECONDS',
    kind: 'number',
    fate: 'interpret',
    does: 'How long a server may be silent.',
  },
  '--keyring-provider': {
    value: 'WORD',
    choices: ['auto', 'disabled', 'import', 'subprocess'],
    fate: 'interpret',
    does: 'Whether credentials are looked up with the `keyring` command. `import` runs the command too: we have no Python to import it into.',
  },
  '--no-input': {
    fate: 'interpret',
    does: 'Accepted: nothing is ever asked of the user.',
  },
  '--cache-dir': {
    value: 'FOLDER',
    kind: 'path',
    fate: 'interpret',
    does: 'Downloads and answers are kept below FOLDER.',
  },
  '--no-cache-dir': {
    fate: 'interpret',
    does: 'Nothing is kept after the run.',
  },
  '--isolated': {
    fate: 'interpret',
    does: "pip's variables and the user's configuration files are not read.",
  },
  '--python': {
    value: 'PATH',
    fate: 'interpret',
    does: 'The Python (or its environment) that is installed into.',
  },
  '--require-virtualenv': {
    also: ['--require-venv'],
    fate: 'interpret',
    does: 'Anything but a virtual environment is refused.',
  },
  '--log': {
    also: ['--log-file', '--local-log'],
    value: 'FILE',
    kind: 'path',
    fate: 'pass on',
    does: 'pip writes its log of the hand-over to the end of FILE. uv has no such option.',
  },
  '--exists-action': {
    value: 'LETTER',
    choices: ['s', 'i', 'w', 'b', 'a'],
    repeats: 'each',
    fate: 'interpret',
    does: 'Accepted: it is about checkouts, and none are made.',
  },
  '--disable-pip-version-check': {
    fate: 'interpret',
    does: 'Accepted: the version of pip is never looked up.',
  },
  '--no-python-version-warning': {
    fate: 'interpret',
    does: 'Accepted: it does nothing in pip either.',
  },
  '--use-feature': {
    value: 'NAME',
    choices: [
      'fast-deps',
      'inprocess-build-deps',
      'venv-isolation',
      'truststore',
      'no-binary-enable-wheel-cache',
      'build-constraint',
    ],
    repeats: 'each',
    fate: 'interpret',
    does: 'Accepted: each of them is about builds, or is how safe-install works anyway.',
  },
  '--use-deprecated': {
    value: 'NAME',
    choices: ['legacy-resolver', 'legacy-certs'],
    repeats: 'each',
    fate: 'refuse',
    does: 'there is one resolver here, and certificates are checked as `--cert` and the system say',
  },
  '--debug': {
    fate: 'interpret',
    does: 'As `-vv`.',
  },
  '--verbose': {
    short: '-v',
    repeats: 'count',
    fate: 'interpret',
    does: 'More is said. With one `-v` the installer speaks for itself.',
  },
  '--quiet': {
    short: '-q',
    repeats: 'count',
    fate: 'interpret',
    does: 'Less is said.',
  },
  '--no-color': {
    fate: 'interpret',
    does: 'As `--color never`.',
  },
  '--help': {
    short: '-h',
    fate: 'interpret',
    does: 'Help is shown, and nothing is done.',
  },
});
