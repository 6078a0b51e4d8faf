/**
 * Every reason that safe-install gives for not doing what it was asked, under a stable dotted code.
 *
 * One table, so that the exit code, the documentation (`docs/errors.md` is written from it) and the rules of a SARIF
 * report cannot disagree. A code is never renamed: scripts and waivers refer to it.
 */

/** What a failure means for the caller; each outcome has one exit code (design, section 1). */
export type Outcome = 'refused' | 'usage' | 'unverifiable' | 'unresolvable' | 'installer' | 'bug';

export const EXIT_CODES: Readonly<Record<Outcome, number>> = {
  refused: 1,
  usage: 2,
  unverifiable: 3,
  unresolvable: 4,
  installer: 5,
  bug: 70,
};

interface ReasonEntry {
  readonly outcome: Outcome;
  /** One sentence: what is wrong. */
  readonly means: string;
  /** One sentence: what the reader can do. */
  readonly remedy: string;
}

const table = <Code extends string>(
  entries: Record<Code, ReasonEntry>,
): Readonly<Record<Code, ReasonEntry>> => entries;

export const REASONS = table({
  // ── the command line and its files ──────────────────────────────────────────────────────────────────────────────
  'usage.option': {
    outcome: 'usage',
    means: 'An option is unknown, lacks its value, or has one that it does not take.',
    remedy: 'Run `safe-install --help`, or see docs/pip-options.md for what happens to each pip option.',
  },
  'usage.unsupported': {
    outcome: 'usage',
    means: 'The option is one of pip or uv that cannot be honoured while every file is checked first.',
    remedy: 'Leave the option out, or run the installer itself for this one command.',
  },
  'usage.command': {
    outcome: 'usage',
    means: 'The command was given no requirement, or words that do not go together.',
    remedy: 'Run `safe-install COMMAND --help` for the form of the command.',
  },

  // ── names, versions, requirements and filenames that somebody wrote ─────────────────────────────────────────────
  'packaging.name': {
    outcome: 'usage',
    means: 'The text is not the name of a project or of an extra.',
    remedy: 'Use ASCII letters, digits, `.`, `_` and `-`, with a letter or digit at both ends.',
  },
  'packaging.version': {
    outcome: 'usage',
    means: 'The text is not a version as PEP 440 writes them.',
    remedy: 'Write it like `1.4.2`, `2.0rc1` or `1.0.post1`.',
  },
  'packaging.specifier': {
    outcome: 'usage',
    means: 'The text is not a set of version specifiers as PEP 440 writes them.',
    remedy: 'Write it like `>=1.4,<2`, with a comma between two of them.',
  },
  'packaging.marker': {
    outcome: 'usage',
    means: 'The text is not an environment marker, or it compares what cannot be compared.',
    remedy: 'Write it like `python_version < "3.12" and sys_platform == "linux"`, with the values in quotes.',
  },
  'packaging.requirement': {
    outcome: 'usage',
    means: 'The text is not a requirement as PEP 508 writes them.',
    remedy: 'Write it like `name[extra]>=1.4 ; python_version >= "3.9"` or `name @ https://…`.',
  },
  'packaging.tag': {
    outcome: 'usage',
    means: 'The text is not a wheel tag, or it names a platform that no tags are known for.',
    remedy: 'Write it like `py3-none-any`, with three parts.',
  },
  'packaging.filename': {
    outcome: 'usage',
    means: 'The filename is not that of a wheel or of a source distribution.',
    remedy: 'A wheel is `NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl`, an sdist `NAME-VERSION.tar.gz`.',
  },

  // ── programs and disks ───────────────────────────────────────────────────────────────────────────────────────────
  'exec.not-found': {
    outcome: 'usage',
    means: 'A program that is needed, such as Python, pip or uv, cannot be started.',
    remedy: 'Install it, or name another one with `--python` or `--installer`.',
  },
  'exec.timeout': {
    outcome: 'unverifiable',
    means: 'A program did not end in the time that it was given.',
    remedy: 'Try again; with `-vv` the command line is shown, so that it can be run by hand.',
  },
  'disk.full': {
    outcome: 'unverifiable',
    means: 'The disk has no room left for what has to be written.',
    remedy: 'Free some space, or set `SAFE_INSTALL_CACHE_DIR` to a folder on another disk.',
  },
  'disk.read-only': {
    outcome: 'usage',
    means: 'A folder that must be written to cannot be.',
    remedy: 'Choose another folder or environment, or mend its permissions.',
  },
  'disk.too-large': {
    outcome: 'refused',
    means: 'A file on disk is larger than anything that safe-install reads of its kind.',
    remedy: 'Look at the file: it is probably not what its name says.',
  },

  // ── the bytes against what was stated of them (design, points 2 and 5) ──────────────────────────────────────────
  'hash.mismatch': {
    outcome: 'refused',
    means: 'The sha256 of the file is not the one that the index, the lock or your `--hash` states.',
    remedy: 'Do not install it. Try again once; if it stays, tell whoever runs the index.',
  },
  'hash.missing': {
    outcome: 'refused',
    means: 'Nobody states a sha256 for the file, so that its bytes cannot be compared with anything.',
    remedy: 'If you know the digest, give it: `name==version --hash=sha256:…` in a requirements file.',
  },
  'hash.size': {
    outcome: 'refused',
    means: 'The size of the file is not the one that the index states.',
    remedy: 'Do not install it. Try again once; if it stays, tell whoever runs the index.',
  },
  'metadata.mismatch': {
    outcome: 'refused',
    means: 'The METADATA inside the file is not the one that was announced for it and that its dependencies were read from.',
    remedy: 'Do not install it: what it needs is not what was shown. Tell whoever runs the index.',
  },

  // ── bugs ────────────────────────────────────────────────────────────────────────────────────────────────────────
  'internal.bug': {
    outcome: 'bug',
    means: 'safe-install met a state that it holds to be impossible.',
    remedy: 'Run again with -vv and report what it prints.',
  },
});

/** A stable, documented reason code such as `hash.mismatch`. */
export type ReasonCode = keyof typeof REASONS;

/** Exit code of the process for a failure with this code. */
export const exitCodeOf = (code: ReasonCode): number => EXIT_CODES[REASONS[code].outcome];
