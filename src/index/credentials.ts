import { homedir } from 'node:os';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import {
  type Authorize,
  basicOf,
  type Environment,
  type Exec,
  isErrno,
  type Log,
  readFileCapped,
} from '../platform/index.ts';
import type { IndexConfig } from './config.ts';
import { Keyring, type Login } from './keyring.ts';
import { MAX_NETRC_BYTES, type NetrcEntry, parseNetrc } from './netrc.ts';

const basic = ({ username, password }: Login): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;

const hasBoth = (url: URL): boolean => url.username !== '' && url.password !== '';

/** The URL without credentials, query and fragment, for comparison and for the keyring. */
function bareUrl(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.search = '';
  bare.hash = '';
  return bare.href;
}

function commonLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

/** Where netrc stands: NETRC, else `.netrc` (on Windows `_netrc` too) in the home folder. */
function netrcPaths(environment: Environment): readonly string[] {
  if (environment.NETRC !== undefined && environment.NETRC !== '') return [environment.NETRC];
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  return home === '' ? [] : [join(home, '.netrc'), join(home, '_netrc')];
}

/**
 * User names and passwords for URLs, in pip's order: the URL's own, those of the index that it belongs to, what the
 * keyring has given before, netrc; and after a refusal (401) the keyring. Each is for one origin only.
 */
export class Credentials {
  readonly #indexes: readonly URL[];
  readonly #environment: Environment;
  readonly #log: Log;
  readonly #keyring: Keyring;
  /** By origin, with the answer in flight, so that ninety refused requests ask the keyring once. */
  readonly #asked = new Map<string, Promise<Login | undefined>>();
  readonly #found = new Map<string, Login>();
  #netrc: Promise<ReadonlyMap<string, NetrcEntry>> | undefined;

  constructor(
    config: Pick<IndexConfig, 'indexes' | 'pins' | 'findLinks' | 'keyringProvider'>,
    doors: { readonly exec: Exec; readonly environment: Environment; readonly log: Log },
  ) {
    const urls = [...config.indexes, ...config.pins.indexes, ...config.findLinks];
    this.#indexes = urls.flatMap((url) => (/^https?:/i.test(url) && URL.canParse(url) ? [new URL(url)] : []));
    this.#environment = doors.environment;
    this.#log = doors.log;
    this.#keyring = new Keyring(config.keyringProvider, doors);
  }

  readonly authorize: Authorize = async (url, challenged) => {
    if (challenged === undefined) return await this.#known(url);
    const login = await this.#fromKeyring(url);
    return login === undefined ? undefined : basic(login);
  };

  async #known(url: URL): Promise<string | undefined> {
    if (hasBoth(url)) return basicOf(url);
    const index = this.#indexOf(url);
    if (index !== undefined && hasBoth(index)) return basicOf(index);
    const found = this.#found.get(url.origin);
    if (found !== undefined) return basic(found);
    const netrc = await this.#fromNetrc(url.hostname);
    if (netrc !== undefined) return basic(netrc);
    // A user name alone is sent as one: some indexes take a token in its place.
    return basicOf(url) ?? (index === undefined ? undefined : basicOf(index));
  }

  /** The configured index of the same origin that shares the longest piece of path with the URL. */
  #indexOf(url: URL): URL | undefined {
    let best: URL | undefined;
    let longest = -1;
    for (const index of this.#indexes) {
      if (index.origin !== url.origin) continue;
      const length = commonLength(index.pathname, url.pathname);
      if (length > longest) {
        best = index;
        longest = length;
      }
    }
    return best;
  }

  async #fromNetrc(hostname: string): Promise<Login | undefined> {
    this.#netrc ??= this.#readNetrc();
    const entries = await this.#netrc;
    const entry = entries.get(hostname.toLowerCase()) ?? entries.get('');
    return entry === undefined ? undefined : { username: entry.login, password: entry.password };
  }

  async #readNetrc(): Promise<ReadonlyMap<string, NetrcEntry>> {
    for (const path of netrcPaths(this.#environment)) {
      try {
        const bytes = await readFileCapped(path, MAX_NETRC_BYTES);
        if (bytes === undefined) continue;
        const entries = parseNetrc(bytes.toString('utf8'));
        if (entries !== undefined) return entries;
        this.#log.warn(`${path} is not of the form of a netrc file, and is not used`);
      } catch (error) {
        if (!(error instanceof SafeInstallError) && !isErrno(error, 'EACCES', 'EPERM', 'EISDIR')) throw error;
        this.#log.warn(`${path} cannot be read, and is not used: ${(error as Error).message}`);
      }
      return new Map();
    }
    return new Map();
  }

  #fromKeyring(url: URL): Promise<Login | undefined> {
    const { origin } = url;
    const asked = this.#asked.get(origin);
    if (asked !== undefined) return asked;
    const answer = this.#askKeyring(url);
    this.#asked.set(origin, answer);
    return answer;
  }

  async #askKeyring(url: URL): Promise<Login | undefined> {
    const index = this.#indexOf(url);
    const username = decodedName(url) ?? (index === undefined ? undefined : decodedName(index));
    const services = [...(index === undefined ? [] : [bareUrl(index)]), url.host];
    for (const service of services) {
      const login = await this.#keyring.find(service, username);
      if (login !== undefined) {
        this.#found.set(url.origin, login);
        return login;
      }
    }
    return undefined;
  }
}

function decodedName(url: URL): string | undefined {
  if (url.username === '') return undefined;
  try {
    return decodeURIComponent(url.username);
  } catch (error) {
    if (error instanceof URIError) return url.username;
    throw error;
  }
}
