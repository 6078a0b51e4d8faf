import { SafeInstallError } from '../errors/index.ts';
import type { Environment, Exec, Log } from '../platform/index.ts';
import type { IndexConfig } from './config.ts';

/** A user name and its password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Milliseconds. Unlocking a desktop's keyring asks a person. */
const KEYRING_TIMEOUT = 60_000;

/** Bytes of output that are read; a token has some thousand. */
const MAX_OUTPUT = 64 * 1024;

/** The first line of the output, where a password stands. */
const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';

/** `{"username": …, "password": …}`, as `keyring --mode=creds --output=json` prints it. */
function parseLogin(text: string): Login | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('username' in value) || !('password' in value)) return undefined;
  const { username, password } = value;
  return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined;
}

/** Asks the `keyring` command, as pip's `--keyring-provider subprocess` does; never one of the target environment. */
export class Keyring {
  readonly #exec: Exec;
  readonly #environment: Environment;
  readonly #log: Log;
  #provider: IndexConfig['keyringProvider'];

  constructor(
    provider: IndexConfig['keyringProvider'],
    doors: { readonly exec: Exec; readonly environment: Environment; readonly log: Log },
  ) {
    this.#provider = provider;
    this.#exec = doors.exec;
    this.#environment = doors.environment;
    this.#log = doors.log;
  }

  /**
   * The login for `service`, a URL or a host, or `undefined`. A keyring that cannot be asked is warned of (where it was
   * asked for by name) and not asked again.
   */
  async find(service: string, username: string | undefined): Promise<Login | undefined> {
    if (this.#provider === 'disabled') return undefined;
    const args =
      username === undefined ? ['--mode=creds', '--output=json', 'get', service] : ['get', service, username];
    try {
      const { exitCode, stdout } = await this.#exec('keyring', args, {
        env: { ...definedOnly(this.#environment), PYTHONIOENCODING: 'utf-8' },
        timeout: KEYRING_TIMEOUT,
        maxBuffer: MAX_OUTPUT,
      });
      if (exitCode !== 0) return undefined;
      if (username === undefined) return parseLogin(stdout);
      const password = firstLine(stdout);
      return password === '' ? undefined : { username, password };
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      if (this.#provider !== 'auto') this.#log.warn(`The keyring cannot be asked: ${error.message}`);
      this.#provider = 'disabled';
      return undefined;
    }
  }
}

const definedOnly = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
