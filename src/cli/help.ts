/** What `safe-install --help` prints: 80 columns, one screen. */
export const HELP = `safe-install: pip install, with every file checked before the installer sees it

Usage
  safe-install REQUIREMENT…            install, as pip install does
  safe-install install REQUIREMENT…    the same
  safe-install download -d DIR REQ…    checked files into a folder
  safe-install verify FILE|DIR|REQ…    verdicts only
  safe-install explain REQ|FILE…       who built a file, and what is not proven
  safe-install resolve REQUIREMENT…    pinned and hashed lines on stdout
  safe-install lock [-o FILE] REQ…     verified files into a pylock.toml
  safe-install audit                   what is installed, as it stands
  safe-install policy init|pin|check|show     write, lint and show the policy
  safe-install trust show|update       the Sigstore trust roots in use
  safe-install shell-init SHELL        have plain pip install go through it
  safe-install cache dir|info|prune|clear

Takes the options of pip install, and
  --installer pip|uv       who installs the checked files (what is there)
  --python PATH            the Python to install for (as pip and uv find it)
  --index-strategy WORD    first-index or unsafe-best-match, where a project is
                           on two indexes with different files
  --offline                only what is cached
  --dry-run                resolve and check, install nothing
  --report FILE            the report of pip, with the verdicts (- for stdout)
  -v, -vv / -q, -qq        more / less on stderr
  --color auto|always|never

What happens to each pip option: docs/pip-options.md
What each reason code means:     docs/errors.md

Exit codes: 0 done, 1 refused, 2 usage, 3 could not check (try again),
4 no resolution, 5 the installer failed, 70 a bug of ours
`;
