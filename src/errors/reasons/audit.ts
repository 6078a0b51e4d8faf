import { reasons } from './reason.ts';

/** Reasons about an environment as it stands. */
export const AUDIT_REASONS = reasons({
  // what runs by itself, or in place of what was installed
  'audit.startup': {
    outcome: 'refused',
    means:
      'A file that Python runs at every start (`.pth`, `sitecustomize`, `usercustomize`) is listed by no RECORD.',
    remedy: 'Do not start this Python before you know who put the file there; read it, then remove it.',
  },
  'audit.script': {
    outcome: 'refused',
    means: 'The script of an entry point is not what an installer writes for it, or starts another program.',
    remedy: 'Do not run it. Install the project again, and find out who changed the script.',
  },
  'audit.changed': {
    outcome: 'refused',
    means: 'An installed file has other bytes than its RECORD states.',
    remedy: 'Look at the file, then install the project again; somebody or something wrote to it.',
  },
  'audit.differs': {
    outcome: 'refused',
    means: 'RECORD is not that of the wheel which the distribution claims to be, or was installed from.',
    remedy: 'Do not use the environment: install the project again, and find out who writes there.',
  },
  'audit.bytecode': {
    outcome: 'refused',
    means:
      'Bytecode that no RECORD states a digest of, and that Python would run without comparing it with its source.',
    remedy: 'Remove the file; Python makes it anew from the source.',
  },
  'audit.extra': {
    outcome: 'refused',
    means: 'A file lies among the installed ones, and no RECORD lists it.',
    remedy: 'Find out what it is. If nothing of yours wrote it, remove it.',
  },
  'audit.link': {
    outcome: 'refused',
    means:
      'A link stands where a file or a folder should be; it is not followed, and what it leads to is not compared.',
    remedy:
      'Install with copies of the files (uv: `--link-mode copy`), so that nobody changes them from outside.',
  },
  'audit.outside': {
    outcome: 'refused',
    means: 'RECORD lists a path outside of the environment; it is not looked at.',
    remedy: 'Uninstall nothing with this RECORD: it would remove files elsewhere. Tell the maintainers.',
  },
  'audit.missing': {
    outcome: 'refused',
    means: 'A file that RECORD lists is not there.',
    remedy:
      'Install the project again; if the file is a script that you have removed yourself, it does no harm.',
  },
  // what cannot be compared
  'audit.no-record': {
    outcome: 'refused',
    means: 'A distribution has no RECORD, so that nobody can tell which files are its own.',
    remedy:
      'Install it again with pip or uv. Distributions of the system, or of old installers, have none: audit a virtual environment.',
  },
  'audit.bad-record': {
    outcome: 'refused',
    means: 'The RECORD of a distribution cannot be read.',
    remedy: 'Install the project again; no installer writes such a file.',
  },
  'audit.undigested': {
    outcome: 'refused',
    means: 'RECORD lists a file without the digest that it may not lack.',
    remedy: 'Install the project again with pip or uv, which state the digest of every file.',
  },
  'audit.duplicate': {
    outcome: 'refused',
    means: 'Two distributions of one name are installed in one environment.',
    remedy: 'Uninstall the project until none is left, then install it again.',
  },
  'audit.unreadable': {
    outcome: 'unverifiable',
    means: 'A file or a folder of the environment cannot be read.',
    remedy: 'Run the audit as a user who may read it.',
  },
  'audit.too-large': {
    outcome: 'refused',
    means: 'There are more files in the environment, or lines in its RECORDs, than any environment has.',
    remedy: 'Look at what fills it; audit one folder at a time with `--path`.',
  },
  'audit.no-place': {
    outcome: 'usage',
    means: 'There is no folder of packages where one was named.',
    remedy:
      'Look at the path; `--path` names the folder that the packages lie in, `--python` an environment.',
  },
  'audit.yanked': {
    outcome: 'refused',
    means: 'The release that is installed was withdrawn by its maintainers (PEP 592).',
    remedy: 'Read their reason, and install another release.',
  },
  // what is told, and is no fault by itself
  'audit.unknown-file': {
    outcome: 'refused',
    means:
      'Which file of the index a distribution was installed from cannot be proven; it is a fault only where the policy requires provenance.',
    remedy: 'Install it with safe-install, which remembers the file, or as a wheel that the index has.',
  },
  'audit.archived': {
    outcome: 'refused',
    means: 'The project is archived, and will have no more releases (PEP 792).',
    remedy: 'Nothing needs to be done at once; look for a successor.',
  },
  'audit.deprecated': {
    outcome: 'refused',
    means: 'The project is deprecated by its maintainers (PEP 792).',
    remedy: 'Nothing needs to be done at once; look for a successor.',
  },
  'audit.stale-bytecode': {
    outcome: 'refused',
    means: 'Bytecode was made from another state of its source; Python passes over it.',
    remedy: 'Nothing needs to be done.',
  },
  'audit.other-bytecode': {
    outcome: 'refused',
    means: 'Bytecode carries the mark of another Python than the one that it was to be compared with.',
    remedy:
      'Audit it with the Python that it is for, or remove it: this Python passes over it, and others make it anew.',
  },
  'audit.overwritten': {
    outcome: 'refused',
    means: 'Two distributions list one path with different bytes; those of one of them are there.',
    remedy: 'Nothing needs to be done where it is a stray folder of tests; else leave one of the two out.',
  },
  'audit.editable': {
    outcome: 'refused',
    means: "A project is installed in place: its files are its author's to change, and are not compared.",
    remedy: 'Nothing needs to be done; install it without `--editable` where it should be compared.',
  },
});
