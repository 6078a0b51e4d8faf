import { redactUrl, SafeInstallError } from '../../errors/index.ts';

/** A repository as `pip install git+…` names one. */
export interface RepositoryAddress {
  /** What git is given: without `git+`, the revision and the fragment. May carry credentials. */
  readonly url: string;
  /** A branch, a tag, a commit or a name below `refs/`; `null` for what the repository itself shows. */
  readonly revision: string | null;
  /** With slashes; `null` for the top. */
  readonly subdirectory: string | null;
}

/** Ways to a repository that run no program of the address's choice (`ext::`), and read no option out of it. */
const SCHEMES = /^git\+(?:https?|ssh|git|file):\/\//i;

/** What git takes for a name of something, and no option. */
const REVISION = /^[A-Za-z0-9_][^\s\u0000-\u001f\u007f~^:?*[\\]{0,250}$/;

/** Whether an address is one of a git repository. */
export const isRepository = (url: string): boolean => /^git\+/i.test(url);

/**
 * Reads the address of a repository.
 *
 * @throws SafeInstallError `source.repository` for one that git must not be given.
 * @see https://pip.pypa.io/en/stable/topics/vcs-support/
 */
export function parseRepositoryAddress(text: string): RepositoryAddress {
  const wrong = (message: string): SafeInstallError =>
    new SafeInstallError({
      code: 'source.repository',
      message,
      subject: redactUrl(text),
      hint: 'Write it as git+https://HOST/PATH@REVISION#subdirectory=FOLDER',
    });
  if (!SCHEMES.test(text) || !URL.canParse(text)) throw wrong('it is not the address of a git repository');
  const parsed = new URL(text);
  const fragment = new URLSearchParams(parsed.hash.slice(1));
  parsed.hash = '';
  const whole = parsed.href.slice('git+'.length);
  // the last "@" of the path; one of the host stands before a user's name
  const pathStart = whole.indexOf('/', whole.indexOf('://') + 3);
  const at = whole.lastIndexOf('@');
  const hasRevision = pathStart >= 0 && at > pathStart;
  const revision = hasRevision ? decoded(whole.slice(at + 1)) : null;
  if (revision !== null && (!REVISION.test(revision) || revision.includes('..')))
    throw wrong('the revision behind the "@" is none');
  const subdirectory = fragment.get('subdirectory');
  const parts = subdirectory?.split('/') ?? [];
  if (parts.some((part) => part === '..' || part.includes('\\') || part.includes('\0')) || parts[0] === '')
    throw wrong('its subdirectory leads out of the repository');
  const plain = parts.filter((part) => part !== '' && part !== '.');
  return {
    url: hasRevision ? whole.slice(0, at) : whole,
    revision,
    subdirectory: plain.length === 0 ? null : plain.join('/'),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return text;
  }
}
