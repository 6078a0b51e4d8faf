import { uvTable } from './uv-option.ts';

/** Options of `uv pip install` that say what is wanted, and which files may be chosen. */
export const UV_REQUIREMENT_OPTIONS = uvTable({
  '--requirements': {
    also: ['--requirement'],
    short: '-r',
    value: 'FILE',
    fate: 'interpret',
    words: ['--requirement={value}'],
    does: 'Requirements, and the options of their file, are read from FILE.',
  },
  '--constraints': {
    also: ['--constraint'],
    short: '-c',
    value: 'FILE',
    fate: 'interpret',
    words: ['--constraint={value}'],
    does: 'Versions are kept within the constraints of FILE.',
  },
  '--build-constraints': {
    also: ['--build-constraint'],
    short: '-b',
    value: 'FILE',
    fate: 'interpret',
    words: ['--build-constraint={value}'],
    does: 'Versions of what builds need are kept within the constraints of FILE.',
  },
  '--overrides': {
    also: ['--override'],
    value: 'FILE',
    fate: 'refuse',
    does: "the resolver's answer is pip's, which replaces no requirement that a package states",
  },
  '--excludes': {
    also: ['--exclude'],
    value: 'FILE',
    fate: 'refuse',
    does: "the resolver's answer is pip's, which leaves out no requirement that a package states",
  },
  '--extra': {
    value: 'EXTRA',
    fate: 'refuse',
    does: 'extras are asked for by name here: `-r` reads requirements files, and `"./project[extra]"` names a project',
  },
  '--all-extras': {
    fate: 'refuse',
    does: 'extras are asked for by name here: `"./project[extra]"`',
  },
  '--editable': {
    short: '-e',
    value: 'PATH|URL',
    fate: 'interpret',
    words: ['--editable={value}'],
    does: 'As `--editable` of pip.',
  },
  '--no-editable': {
    fate: 'refuse',
    does: 'a project is installed as it is asked for: leave `--editable` out',
  },
  '--no-editable-package': {
    value: 'NAME',
    fate: 'refuse',
    does: 'a project is installed as it is asked for: leave `--editable` out',
  },
  '--group': {
    value: '[PATH:]GROUP',
    fate: 'interpret',
    words: ['--group={value}'],
    does: 'The named dependency group of a pyproject.toml is installed (PEP 735).',
  },
  '--no-deps': { fate: 'interpret', words: ['--no-deps'], does: 'Dependencies are left out.' },
  '--require-hashes': {
    fate: 'interpret',
    words: ['--require-hashes'],
    does: 'Every requirement must carry a `--hash`.',
  },
  '--no-require-hashes': {
    fate: 'interpret',
    words: ['--no-require-hashes'],
    does: 'A `--hash` on one requirement does not demand one of the others.',
  },
  '--no-verify-hashes': { fate: 'refuse', does: 'a digest that is given is compared' },
  '--verify-hashes': { fate: 'interpret', does: 'Accepted: a digest that is given is always compared.' },
  '--require-build-hashes': {
    fate: 'interpret',
    does: 'Accepted: what a build needs is compared with the digest that its index states, and none is taken without.',
  },
  '--no-build': {
    fate: 'interpret',
    words: ['--only-binary=:all:'],
    does: 'Source distributions are passed over.',
  },
  '--no-binary': {
    value: 'NAMES',
    fate: 'interpret',
    words: ['--no-binary={value}'],
    does: 'Wheels of the named projects are passed over.',
  },
  '--only-binary': {
    value: 'NAMES',
    fate: 'interpret',
    words: ['--only-binary={value}'],
    does: 'Source distributions of the named projects are passed over.',
  },
  '--pre': { fate: 'interpret', words: ['--pre'], does: 'Pre-releases are taken as well.' },
  '--prerelease': {
    value: 'WORD',
    fate: 'interpret',
    values: {
      allow: ['--pre'],
      disallow: ['--only-final=:all:'],
      'if-necessary': [],
      'if-necessary-or-explicit': [],
      explicit: { refused: 'pre-releases of a project that has nothing else are taken, as pip does' },
    },
    does: "`allow` is `--pre`, `disallow` is `--only-final :all:`; `if-necessary` and `if-necessary-or-explicit` are pip's own way.",
  },
  '--prerelease-package': {
    value: 'NAME=WORD',
    fate: 'refuse',
    does: '`--all-releases NAME` and `--only-final NAME` say so here',
  },
  '--resolution': {
    value: 'WORD',
    fate: 'interpret',
    values: {
      highest: [],
      lowest: { refused: "the resolver's answer is pip's, which takes the newest that fits" },
      'lowest-direct': { refused: "the resolver's answer is pip's, which takes the newest that fits" },
    },
    does: "`highest` is the resolver's own way.",
  },
  '--fork-strategy': {
    value: 'WORD',
    fate: 'interpret',
    values: { fewest: [], 'requires-python': [] },
    does: 'Accepted: it is about locks for several Pythons at once.',
  },
  '--exclude-newer': {
    value: 'DATE|PnD',
    fate: 'interpret',
    words: ['--uploaded-prior-to={value}'],
    does: 'Only files that were uploaded before that time are taken.',
  },
  '--exclude-newer-package': {
    value: 'NAME=DATE',
    fate: 'refuse',
    does: 'a policy says so here: `min-age` in a rule',
  },
  '--no-sources': { fate: 'interpret', does: 'Accepted: `[tool.uv.sources]` is never read.' },
  '--no-sources-package': {
    value: 'NAME',
    fate: 'interpret',
    words: [],
    does: 'Accepted: `[tool.uv.sources]` is never read.',
  },
  '--upgrade': {
    short: '-U',
    fate: 'interpret',
    words: ['--upgrade'],
    does: 'The newest version is taken of what is named. Dependencies stay where they will do, as with pip; `--upgrade-strategy eager` upgrades them too.',
  },
  '--no-upgrade': { fate: 'interpret', does: "Accepted: it is the installer's own way." },
  '--upgrade-package': {
    short: '-P',
    value: 'NAME',
    fate: 'refuse',
    does: 'name the project as a requirement, with `--upgrade`',
  },
  '--upgrade-group': {
    value: 'GROUP',
    fate: 'refuse',
    does: 'name the group with `--group`, and `--upgrade`',
  },
  '--torch-backend': {
    value: 'WORD',
    fate: 'refuse',
    does: 'it would choose an index by what hardware there is: name the index with `--index`',
  },
});

/** Options of `uv pip install` that say where files come from. */
export const UV_SOURCE_OPTIONS = uvTable({
  '--index': {
    value: '[NAME=]URL',
    fate: 'interpret',
    words: ['--extra-index-url={index}'],
    does: 'A further index. Credentials may stand in `UV_INDEX_NAME_USERNAME` and `…_PASSWORD`.',
  },
  '--default-index': {
    value: '[NAME=]URL',
    fate: 'interpret',
    words: ['--index-url={index}'],
    does: "The index that is asked, in place of uv's own.",
  },
  '--index-url': {
    short: '-i',
    value: 'URL',
    fate: 'interpret',
    words: ['--index-url={index}'],
    does: "The index that is asked, in place of uv's own.",
  },
  '--extra-index-url': {
    value: 'URL',
    fate: 'interpret',
    words: ['--extra-index-url={index}'],
    does: 'A further index.',
  },
  '--find-links': {
    short: '-f',
    value: 'PATH|URL',
    fate: 'interpret',
    words: ['--find-links={value}'],
    does: 'A folder or page with files to choose from, beside the indexes.',
  },
  '--no-index': { fate: 'interpret', words: ['--no-index'], does: 'No index is asked.' },
  '--index-strategy': {
    value: 'WORD',
    fate: 'interpret',
    values: {
      'first-index': ['--index-strategy=first-index'],
      'unsafe-best-match': ['--index-strategy=unsafe-best-match'],
      'unsafe-first-match': {
        refused: 'it would mix indexes, and prefer one of them: `first-index` or `unsafe-best-match` do',
      },
    },
    does: 'What decides where a project is on two indexes with different files. Without it such a project is refused.',
  },
  '--keyring-provider': {
    value: 'WORD',
    fate: 'interpret',
    values: {
      disabled: ['--keyring-provider=disabled'],
      subprocess: ['--keyring-provider=subprocess'],
    },
    does: 'Whether credentials are looked up with the `keyring` command.',
  },
  '--allow-insecure-host': {
    also: ['--trusted-host'],
    value: 'HOST[:PORT]',
    fate: 'interpret',
    words: ['--trusted-host={value}'],
    does: 'The certificate of that host is not checked. The files still are checked.',
  },
  '--cert': {
    value: 'FILE',
    fate: 'interpret',
    words: ['--cert={value}'],
    does: 'Certificates of servers are checked against the authorities in FILE (PEM).',
  },
  '--system-certs': {
    also: ['--native-tls'],
    fate: 'interpret',
    does: "Accepted: the system's authorities are used where none are named.",
  },
  '--offline': { fate: 'interpret', words: ['--offline'], does: 'Nothing is fetched.' },
  '--no-cache': {
    also: ['--no-cache-dir'],
    short: '-n',
    fate: 'interpret',
    words: ['--no-cache-dir'],
    does: 'Nothing is kept after the run.',
  },
  '--cache-dir': {
    value: 'FOLDER',
    fate: 'interpret',
    words: ['--cache-dir={value}'],
    does: 'Downloads and answers are kept below FOLDER.',
  },
  '--refresh': {
    fate: 'interpret',
    words: ['--refresh-package=:all:'],
    does: 'What is known of projects is asked again, whatever its age.',
  },
  '--refresh-package': {
    value: 'NAME',
    fate: 'interpret',
    words: ['--refresh-package={value}'],
    does: 'What is known of the named project is asked again, whatever its age.',
  },
  '--no-refresh': { fate: 'interpret', does: "Accepted: it is the installer's own way." },
});
