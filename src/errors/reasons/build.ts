import { reasons } from './reason.ts';

/** Reasons of a source distribution, or of a project in a folder, that cannot be built; nothing is installed then. */
export const BUILD_REASONS = reasons({
  'build.project': {
    outcome: 'refused',
    means:
      'What is to be built does not say in a readable way how: its `pyproject.toml` is malformed, or there is none.',
    remedy:
      'If it is yours, mend its `pyproject.toml`; else tell its maintainers, or ask for a version that has a wheel.',
  },
  'build.requirement': {
    outcome: 'refused',
    means:
      'A build asks for something that is no requirement: a path, nonsense, or a backend outside of its own folder.',
    remedy:
      'Do not build it; ask for a version that has a wheel. If it is yours, write its build requirements as requirements.',
  },
  'build.requirement-missing': {
    outcome: 'refused',
    means: 'The build is not isolated, and the environment lacks something that it needs.',
    remedy: 'Install what is named first, or leave `--no-build-isolation` out.',
  },
  'build.cycle': {
    outcome: 'refused',
    means: 'To build it, it itself would have to be built first.',
    remedy: 'Take a wheel of one of the projects that are named: leave `--no-binary` out for it.',
  },
  'build.environment': {
    outcome: 'installer',
    means: 'The environment in which the build runs could not be made.',
    remedy: 'Read what Python says about it; some systems keep its `venv` module in a package of its own.',
  },
  'build.backend': {
    outcome: 'refused',
    means: 'The build backend cannot be imported, or lacks the hook that is needed (PEP 517, PEP 660).',
    remedy: 'Tell the maintainers of the package; ask for a version that has a wheel.',
  },
  'build.failed': {
    outcome: 'refused',
    means: 'The build backend has failed; its last lines are shown.',
    remedy:
      'Read them: a compiler or a library of the system may be missing. A version that has a wheel needs no build; with `-v` all of the output is shown.',
  },
  'build.timeout': {
    outcome: 'refused',
    means: 'The build did not end within the time that one is given.',
    remedy: 'Ask for a version that has a wheel, or build one on a faster machine and name that file.',
  },
  'build.answer': {
    outcome: 'refused',
    means: 'The build backend has answered something that is no answer, or more than is read.',
    remedy: 'Tell the maintainers of the package, or those of its build backend.',
  },
  'build.identity': {
    outcome: 'refused',
    means: 'The build has made something of another name or version than what was built.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'build.metadata': {
    outcome: 'refused',
    means: 'The wheel that was built needs something else than was stated before it was built.',
    remedy: 'Do not install it: what it needs is not what was shown. Tell the maintainers of the package.',
  },
  'build.wheel': {
    outcome: 'refused',
    means:
      'The wheel that was built does not pass the checks that every wheel has to pass, or is not for this Python.',
    remedy: 'Tell the maintainers of the package, or those of its build backend.',
  },
  'build.network': {
    outcome: 'refused',
    means: 'The build has tried to reach the network: what it would have got there, nobody has checked.',
    remedy:
      'Do not build it; ask for a version that has a wheel. If you know what it fetches, build a wheel of it where that is allowed, and name that file.',
  },
});
