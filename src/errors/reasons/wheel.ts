import { reasons } from './reason.ts';

/** Reasons about what stands inside a wheel (design, points 3 to 5); wheels and sdists: what their names promise (design, points 3 and 4). */
export const WHEEL_REASONS = reasons({
  // what stands inside a wheel (design, points 3 to 5)
  'record.malformed': {
    outcome: 'refused',
    means: 'RECORD has a line that is not of the form of the specification.',
    remedy: 'Do not install it: nobody can tell which files belong to the package. Tell its maintainers.',
  },
  'record.weak-hash': {
    outcome: 'refused',
    means: 'RECORD states a digest that is weaker than sha256, or of a kind that nobody knows.',
    remedy:
      'Tell the maintainers of the package: its wheel was built with a tool that breaks the specification.',
  },
  'record.duplicate': {
    outcome: 'refused',
    means: 'RECORD lists a file twice.',
    remedy: 'Do not install it: two readers may compare two different digests. Tell its maintainers.',
  },
  'metadata.malformed': {
    outcome: 'refused',
    means: 'The core metadata (METADATA or PKG-INFO) cannot be read, or contradicts itself.',
    remedy: 'Choose another version of the package, and tell its maintainers.',
  },
  'metadata.version': {
    outcome: 'refused',
    means: 'The core metadata is of a major version that safe-install does not know.',
    remedy: 'Update safe-install, or choose an older version of the package.',
  },
  'wheel.malformed': {
    outcome: 'refused',
    means: 'The WHEEL file inside the wheel is missing a field, or says something that cannot be.',
    remedy: 'Choose another version of the package, and tell its maintainers.',
  },
  'wheel.version': {
    outcome: 'refused',
    means: 'The wheel is of a major version of the format that safe-install does not know.',
    remedy: 'Update safe-install, or choose an older version of the package.',
  },
  // wheels and sdists: what their names promise (design, points 3 and 4)
  'archive.dist-info': {
    outcome: 'refused',
    means:
      "The wheel does not have exactly one `.dist-info` folder, or it is not that of the wheel's name and version.",
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.wheel-file': {
    outcome: 'refused',
    means: 'The wheel has no WHEEL file.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.data-folder': {
    outcome: 'refused',
    means:
      'The wheel has a `.data` folder of another name, or with something in it that is no installation scheme.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.entry-points': {
    outcome: 'refused',
    means: 'The wheel declares a script whose name is no file name.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.metadata-file': {
    outcome: 'refused',
    means: 'The file has no METADATA (in a wheel) or PKG-INFO (in a source distribution).',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.metadata-name': {
    outcome: 'refused',
    means: 'The metadata inside the file is that of another project than its filename.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.metadata-version': {
    outcome: 'refused',
    means: 'The metadata inside the file is that of another version than its filename.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.absent': {
    outcome: 'refused',
    means: 'The wheel has no RECORD.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.unlisted': {
    outcome: 'refused',
    means: 'The wheel has files that its RECORD does not list.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.missing': {
    outcome: 'refused',
    means: 'RECORD lists files that the wheel does not have.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.hash-missing': {
    outcome: 'refused',
    means: 'RECORD lists a file without its digest.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.hash-mismatch': {
    outcome: 'refused',
    means: 'A file of the wheel is not the one whose digest RECORD states.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.size-mismatch': {
    outcome: 'refused',
    means: 'A file of the wheel does not have the size that RECORD states.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
});
