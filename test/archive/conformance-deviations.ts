/**
 * Files of the shared collection of archives for which our verdict is not the one of its manifest, each with the reason.
 * Anything else that differs is a bug.
 */
export const DEVIATIONS: Readonly<
  Record<string, { readonly ours: 'accept' | 'reject'; readonly why: string }>
> = {
  'malo/tar/malicious/hardlink.tar': {
    ours: 'accept',
    why: 'a hard link to a file before it stays inside of the archive: PEP 721 allows it, other files of the collection expect it',
  },
  'malo/tar/malicious/symlink.tar': {
    ours: 'accept',
    why: 'a symbolic link to a file beside it stays inside of the archive: PEP 721 allows it, sdists/ok-inner-symlink expects it',
  },
  'tokio-tar/tests/archives/pax-header-precedence.tar': {
    ours: 'reject',
    why: 'its two sizes differ; POSIX says which one counts, and programs do not agree with it: design, point 3',
  },
  'yauzl/test/success/unicode-path-extra-field.zip': {
    ours: 'reject',
    why: 'a second name in a Unicode-path field, which Python took up in 3.13 and others never did: design, point 3',
  },
};
