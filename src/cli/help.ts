/** What `safe-install --help` prints, in 80 columns. */
export const HELP = `safe-install: pip install, with every file shown to be what its publisher built

Usage
  safe-install [install] REQUIREMENT…  install, as pip install does
  safe-install download -d DIR REQ…    checked files into a folder
  safe-install verify FILE|DIR|REQ…    verdicts only
  safe-install explain FILE|REQ…       who built a file, and what is not proven
  safe-install resolve REQUIREMENT…    pinned and hashed lines on stdout
  safe-install lock [-o FILE] REQ…     verified files into a pylock.toml
  safe-install audit                   what is installed, as it stands
  safe-install policy init|pin|check|show
  safe-install trust show|update       the Sigstore trust roots in use
  safe-install shell-init SHELL        have plain pip install go through it
  safe-install cache dir|info|prune|clear

Takes the options of pip install, and
  --installer pip|uv         who installs the checked files (what is there)
  --require-provenance       refuse files whose publisher is not proven
  --provenance WORD          off, if-present, no-downgrade or required
  --policy FILE              instead of the project's safe-install.toml
  --ci                       nothing unproven passes, nobody is remembered
  --min-age P3D              only what was uploaded three days ago or earlier
  --offline                  only what is cached
  --dry-run                  resolve and check, install nothing
  --report FILE              the report of pip, with the verdicts (- for stdout)
  --report-format WORD       json, sarif, vsa, html or markdown
  -v, -vv / -q, -qq          more / less on stderr
All of them: docs/pip-options.md. Reason codes: docs/errors.md.

Exit codes: 0 done, 1 refused, 2 usage, 3 could not check (try again),
4 no resolution, 5 the installer failed, 70 a bug of ours
`;
