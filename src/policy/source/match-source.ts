import type { SignerIdentity } from '../../attestation/index.ts';
import type { CoreMetadata } from '../../packaging/index.ts';
import { mailAddresses } from './mail-addresses.ts';
import { isWithin, parseRepositoryAddress, type RepositoryAddress } from './repository-address.ts';

/** The part of a distribution's metadata that says where it comes from, and who answers for it. */
export type DeclaredSource = Pick<
  CoreMetadata,
  'projectUrls' | 'homePage' | 'authorEmail' | 'maintainerEmail'
>;

/** How what is attested compares with what the package says of itself (design, point 9). */
export interface SourceMatch {
  readonly kind: 'match' | 'differs' | 'undeclared';
  /** What the certificate names: a repository, or an e-mail address. */
  readonly attested: string;
  /** What the metadata names for it, as it is written there. */
  readonly declared: readonly string[];
}

/** Labels of links to a source repository, in the normal form of PEP 753. */
const SOURCE_LABELS: ReadonlySet<string> = new Set([
  'source',
  'sourcecode',
  'repository',
  'code',
  'github',
  'gitlab',
  'git',
  'vcs',
]);

/** Hosts where a link to a page below an owner and a name is one to a repository. */
const FORGES: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org']);

/** First parts of paths on forges that are no owners. */
const NO_OWNERS: ReadonlySet<string> = new Set([
  'sponsors',
  'orgs',
  'marketplace',
  'apps',
  'users',
  'topics',
  'groups',
]);

/**
 * Compares the repository of a certificate with the links of the metadata; or, where it names none but an e-mail address,
 * that with the addresses of authors and maintainers.
 *
 * The metadata is the publisher's own word, so that a match proves no more than that he is of one mind with himself. It
 * tells a file that was built elsewhere than where everybody looks at the source.
 *
 * @returns `null` where the certificate names neither.
 */
export function matchSource({ claims, name }: SignerIdentity, metadata: DeclaredSource): SourceMatch | null {
  const { sourceRepositoryUri: repository } = claims;
  if (repository !== null) return matchRepository(repository, metadata);
  return name.kind === 'email' ? matchMail(name.value, metadata) : null;
}

function matchRepository(attested: string, { projectUrls, homePage }: DeclaredSource): SourceMatch {
  const own = parseRepositoryAddress(attested);
  const links = [
    ...projectUrls,
    ...(homePage === null ? [] : [{ label: 'homepage', url: homePage }]),
  ].flatMap(({ label, url }) => {
    const address = parseRepositoryAddress(url);
    return address === undefined ? [] : [{ label, url, address }];
  });
  const isMatch = own !== undefined && links.some(({ address }) => isWithin(address, own));
  const declared = links.filter(({ label, address }) => isSourceLabel(label) || isRepositoryPage(address));
  return {
    kind: isMatch ? 'match' : declared.length > 0 ? 'differs' : 'undeclared',
    attested,
    declared: declared.map(({ url }) => url),
  };
}

/** PEP 753: lower case, without white space and ASCII punctuation. */
const isSourceLabel = (label: string): boolean =>
  SOURCE_LABELS.has(label.toLowerCase().replaceAll(/[\s!-/:-@[-`{-~]/g, ''));

function isRepositoryPage({ host, path }: RepositoryAddress): boolean {
  const [owner = '', name = ''] = path.split('/');
  return FORGES.has(host) && name !== '' && !NO_OWNERS.has(owner);
}

function matchMail(attested: string, { authorEmail, maintainerEmail }: DeclaredSource): SourceMatch {
  const declared = [authorEmail, maintainerEmail].flatMap((header) =>
    header === null ? [] : mailAddresses(header),
  );
  const isMatch = declared.includes(attested.toLowerCase());
  return { kind: isMatch ? 'match' : declared.length > 0 ? 'differs' : 'undeclared', attested, declared };
}
