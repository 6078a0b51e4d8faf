import { reasons } from './reason.ts';

/** Reasons about Sigstore: who signed, when, and where it is logged; statements: what was signed. */
export const SIGSTORE_REASONS = reasons({
  // Sigstore: who signed, when, and where it is logged
  'sigstore.malformed': {
    outcome: 'refused',
    means: 'A part of what proves the signature is not well-formed.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.certificate': {
    outcome: 'refused',
    means: 'The signing certificate is not a well-formed X.509 certificate.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.chain': {
    outcome: 'refused',
    means:
      'The signing certificate was not issued by an authority of the trust root, or was not valid when the signature was made.',
    remedy:
      'If the publisher uses a private Sigstore, name its trust root in your policy; else do not install the file.',
  },
  'sigstore.sct': {
    outcome: 'refused',
    means: 'The signing certificate carries no valid proof that it was logged for everybody to see.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.key-usage': {
    outcome: 'refused',
    means: 'The certificate is not one for signing code.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.san': {
    outcome: 'refused',
    means: 'The certificate does not name exactly one identity of a kind that is known.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.claims': {
    outcome: 'refused',
    means: 'What the certificate claims about the build is not written as Fulcio writes it.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.key': {
    outcome: 'refused',
    means: 'The bundle was signed with a bare key, which says nothing about who holds it.',
    remedy: 'Ask the publisher for a bundle with a certificate.',
  },
  'sigstore.tlog': {
    outcome: 'refused',
    means:
      'A transparency log entry is missing, not proven, not of a log that is trusted, or about something else.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.time': {
    outcome: 'refused',
    means: 'When the signature was made cannot be shown.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.signature': {
    outcome: 'refused',
    means: 'The signature is not one over this content by the key of the certificate.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  // statements: what was signed
  'statement.payload-type': {
    outcome: 'refused',
    means: 'The signed envelope does not say that it holds an in-toto statement.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.malformed': {
    outcome: 'refused',
    means: 'The signed statement is not a well-formed in-toto statement.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.type': {
    outcome: 'refused',
    means: 'The signed statement is not one of version 1 of in-toto.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.subject-count': {
    outcome: 'refused',
    means: 'The signed statement is about no file, or about more than one.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.subject-name': {
    outcome: 'refused',
    means: 'The signed statement is about a file of another name.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.subject-digest': {
    outcome: 'refused',
    means: 'The signed statement is about other bytes than those of the file.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.predicate': {
    outcome: 'refused',
    means:
      'The signed statement is of a kind that says nothing about publishing or building, or has a body that it must not have.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
});
