import { reasons } from './reason.ts';

/** Reasons about identities: the publisher that was expected. */
export const IDENTITY_REASONS = reasons({
  'identity.issuer': {
    outcome: 'refused',
    means: 'Another identity provider vouches for the signer than the one expected.',
    remedy:
      'If the publisher has moved, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.repository': {
    outcome: 'refused',
    means: 'The file was built from another repository than the one expected.',
    remedy:
      'If the project has moved, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.workflow': {
    outcome: 'refused',
    means: 'The file was built by another workflow than the one expected.',
    remedy:
      'If the project has renamed its workflow, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.environment': {
    outcome: 'refused',
    means: 'The file was built in another deployment environment than the one expected.',
    remedy:
      'If the project has renamed its environment, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.environment-unproven': {
    outcome: 'refused',
    means:
      'A deployment environment is demanded, and the certificate says nothing about it, as older ones do.',
    remedy:
      'Ask for a release that was signed since certificates carry the environment, or take `environment` out of the rule.',
  },
  'identity.subject': {
    outcome: 'refused',
    means: 'The certificate names another identity than the one expected.',
    remedy:
      'If the publisher has changed, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.email': {
    outcome: 'refused',
    means: 'The certificate names another e-mail address than the one expected, or none.',
    remedy:
      'If the publisher has changed, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.pipeline': {
    outcome: 'refused',
    means: 'The file was built by another pipeline than the one expected.',
    remedy:
      'If the project has moved, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.ref': {
    outcome: 'refused',
    means: 'The file was built from another branch or tag than the one expected.',
    remedy:
      'If the project releases from elsewhere now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.trigger': {
    outcome: 'refused',
    means: 'The build was started by another event than the one expected.',
    remedy:
      'If the project releases in another way now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.runner': {
    outcome: 'refused',
    means: 'The build ran on another kind of machine than the one expected, or by hand.',
    remedy:
      'If the project builds elsewhere now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.signer': {
    outcome: 'refused',
    means: 'The build was signed by other build instructions than the ones expected.',
    remedy:
      'If the project uses another reusable workflow now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.repository-id': {
    outcome: 'refused',
    means: 'The repository of that name is not the repository that was known by it: it has been replaced.',
    remedy: 'Do not install the file before its maintainers have explained it.',
  },
  'identity.owner-id': {
    outcome: 'refused',
    means: 'The owner of that name is not the owner that was known by it: the account has changed hands.',
    remedy: 'Do not install the file before its maintainers have explained it.',
  },
});
