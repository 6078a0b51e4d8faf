/** Where a repository is, in a form in which two spellings of one place are equal. */
export interface RepositoryAddress {
  /** In lower case, without `www.`. */
  readonly host: string;
  /** In lower case, without `.git` and slashes around: forges do not tell the case of names apart. */
  readonly path: string;
}

/** Characters of an address; longer ones are no address that a person wrote. */
const LONGEST = 1000;

/** `git@github.com:acme/widget.git`, the form of ssh. */
const SCP_FORM = /^[a-z0-9._-]{1,64}@([a-z0-9.-]{1,255}):([^:]*)$/i;

const SCHEMES: ReadonlySet<string> = new Set(['https:', 'http:', 'ssh:', 'git:']);

/**
 * The repository (or the page below it) that a text names: `https://github.com/Acme/widget.git`, `git+https://…`,
 * `ssh://git@…`, `git@github.com:acme/widget`, or `github.com/acme/widget`, as CircleCI's certificates have it.
 *
 * @returns `undefined` for every other text.
 */
export function parseRepositoryAddress(text: string): RepositoryAddress | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text.trim();
  const scp = SCP_FORM.exec(trimmed);
  if (scp !== null) return address(scp[1] ?? '', scp[2] ?? '');
  const bare = trimmed.startsWith('git+') ? trimmed.slice('git+'.length) : trimmed;
  const url = bare.includes('://') ? bare : `https://${bare}`;
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname } = new URL(url);
  return SCHEMES.has(protocol) ? address(hostname, pathname) : undefined;
}

function address(host: string, path: string): RepositoryAddress | undefined {
  const lowered = host.toLowerCase();
  const segments = path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
  if (!lowered.includes('.') || segments.length === 0) return undefined; // `/acme/widget` is no place
  const joined = segments.join('/');
  return {
    host: lowered.startsWith('www.') ? lowered.slice('www.'.length) : lowered,
    path: joined.endsWith('.git') ? joined.slice(0, -'.git'.length) : joined,
  };
}

/** Whether `page` is the repository itself, or a page below it: its issues, a folder, its wiki. */
export const isWithin = (page: RepositoryAddress, repository: RepositoryAddress): boolean =>
  page.host === repository.host &&
  (page.path === repository.path || page.path.startsWith(`${repository.path}/`));
