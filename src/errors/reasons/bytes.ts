import { reasons } from './reason.ts';

/** Reasons about the bytes against what was stated of them (design, points 2 and 5); downloads and the store. */
export const BYTES_REASONS = reasons({
  // the bytes against what was stated of them (design, points 2 and 5)
  'hash.mismatch': {
    outcome: 'refused',
    means: 'The sha256 of the file is not the one that the index, the lock or your `--hash` states.',
    remedy: 'Do not install it. Try again once; if it stays, tell whoever runs the index.',
  },
  'hash.missing': {
    outcome: 'refused',
    means:
      'Nobody states a sha256 for the file, so that its bytes cannot be compared with anything: an index that lists it without one, or an address without one where hashes are demanded of all.',
    remedy:
      'If you know the digest, give it: `name==version --hash=sha256:…` in a requirements file, or `#sha256=…` behind an address.',
  },
  'hash.size': {
    outcome: 'refused',
    means: 'The size of the file is not the one that the index states.',
    remedy: 'Do not install it. Try again once; if it stays, tell whoever runs the index.',
  },
  'metadata.mismatch': {
    outcome: 'refused',
    means:
      'The METADATA inside the file is not the one that was announced for it and that its dependencies were read from.',
    remedy: 'Do not install it: what it needs is not what was shown. Tell whoever runs the index.',
  },
  // downloads and the store
  'hash.truncated': {
    outcome: 'unverifiable',
    means: 'The file ended before all of it had arrived, and asking for the rest did not help.',
    remedy: 'Try again; if it stays, tell whoever runs the index.',
  },
  'hash.too-large': {
    outcome: 'refused',
    means: 'The file is larger than stated, or larger than anything that is downloaded.',
    remedy: 'Do not install it: an endless answer is not a package. Tell whoever runs the index.',
  },
  'hash.changed': {
    outcome: 'refused',
    means: 'The file on disk is not the one that was downloaded: it was damaged or changed meanwhile.',
    remedy:
      'Run again, so that it is downloaded anew; if it happens again, look at the disk and at who writes to the cache folder.',
  },
  'store.unreadable': {
    outcome: 'unverifiable',
    means: 'A file of the cache was removed, or cannot be read.',
    remedy: 'Run again, so that it is downloaded anew.',
  },
  // sources of which no file can be compared with anything
  'source.repository': {
    outcome: 'unverifiable',
    means: 'A repository cannot be checked out, or its address is none that git may be given.',
    remedy: 'Look at the address and the revision; what git says is shown.',
  },
  'source.unverifiable': {
    outcome: 'refused',
    means:
      'A project in a folder or a repository, and a file that is named by an address without its sha256, are whatever lies there: they are told as unverifiable, and refused where provenance is required and where a package asks for them; a project also where a file is wanted.',
    remedy:
      'Install a release of it, or pin a file by `#sha256=…` behind its address. For a project of your own, a rule with `provenance = "off"` gives up the demand for its name.',
  },
});
