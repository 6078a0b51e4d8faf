import { reasons } from './reason.ts';

/** Reasons about names, versions, requirements and filenames that somebody wrote; requirements files. */
export const PACKAGING_REASONS = reasons({
  // names, versions, requirements and filenames that somebody wrote
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
  // requirements files
  'requirements.malformed': {
    outcome: 'usage',
    means: 'A line of a requirements file is not one that pip would take.',
    remedy:
      'Look at the line that is shown; `docs/pip-options.md` lists the options that may stand in a file.',
  },
  'requirements.encoding': {
    outcome: 'usage',
    means: 'A requirements file is not in the encoding that it declares, or not in UTF-8.',
    remedy: 'Save it as UTF-8, or name its encoding in the first line: `# -*- coding: cp1252 -*-`.',
  },
  'requirements.cycle': {
    outcome: 'usage',
    means: 'A requirements file includes itself, directly or through others.',
    remedy: 'Take out one of the `-r` or `-c` lines that are shown.',
  },
  'requirements.too-large': {
    outcome: 'usage',
    means: 'A requirements file, or the files that it includes, are larger or deeper than any that is read.',
    remedy: 'Check that the path or URL is that of a requirements file.',
  },
  'requirements.missing': {
    outcome: 'usage',
    means: 'A requirements or constraints file that is named is not there.',
    remedy: 'Look at the path: it is relative to the current folder, or to the file that includes it.',
  },
  'requirements.python': {
    outcome: 'unresolvable',
    means: 'A script says of itself that it is for other versions of Python (`requires-python`, PEP 723).',
    remedy: 'Name such a Python with `--python`, or pass over what it says with `--ignore-requires-python`.',
  },
});
