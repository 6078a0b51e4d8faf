import { reasons } from './reason.ts';

/** Reasons about what an index says. */
export const INDEX_REASONS = reasons({
  'index.malformed': {
    outcome: 'unverifiable',
    means: 'The index answered with something that is not a page of the simple repository API.',
    remedy: 'Check the URL of the index; a proxy or a login page may have answered in its place.',
  },
  'index.api-version': {
    outcome: 'unverifiable',
    means: 'The index speaks a version of the simple API that safe-install does not know.',
    remedy: 'Update safe-install, or use an index that serves version 1.',
  },
  'index.content-type': {
    outcome: 'unverifiable',
    means: 'Something that is neither the JSON nor the HTML of a simple index came in place of a listing.',
    remedy:
      'Check the URL of the index. A login page or the page of a network to sign in to may have answered.',
  },
  'index.unauthorized': {
    outcome: 'unverifiable',
    means: 'The index wants credentials, or does not take those that it was given (401, 403).',
    remedy:
      'Put them in the URL of the index, in netrc, or in keyring (`--keyring-provider subprocess`). Some indexes also answer 403 for a project that they do not have.',
  },
  'index.unavailable': {
    outcome: 'unverifiable',
    means: 'The index answers with an error of its own (5xx, or 429 for too many requests), each time.',
    remedy: 'Try again later, or use another index.',
  },
  'index.file-missing': {
    outcome: 'unverifiable',
    means: 'The index lists a file that its server does not have.',
    remedy: 'Try again; if it stays, tell whoever runs the index.',
  },
  'index.confusion': {
    outcome: 'refused',
    means:
      'Two indexes offer different files under the name of one project: which of them is meant, nobody has said.',
    remedy:
      'Say in the policy which index the package comes from; `--index-strategy first-index` takes the first that has it, `unsafe-best-match` whatever has the highest version.',
  },
  'index.quarantined': {
    outcome: 'refused',
    means: 'The index has put the project in quarantine: it is considered unsafe.',
    remedy: 'Do not install it. Wait for what the index says of it.',
  },
  'index.url': {
    outcome: 'usage',
    means: 'The address of an index, or of a place with links, is not one that can be used.',
    remedy: 'Write an https URL; for folders and files, a path or a file URL.',
  },
  'sdist.needs-build': {
    outcome: 'refused',
    means:
      'What the version needs is known only when it has been built, and for another Python or platform nothing can be built here.',
    remedy: 'Ask for a version that has a wheel for this Python, or add `--only-binary :all:`.',
  },
});
