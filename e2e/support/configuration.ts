import { devNull } from 'node:os';
import { join } from 'node:path';

/** Environment variables of a program. */
export type Variables = Readonly<Record<string, string>>;

/** A port that nobody listens on: a run that was told of no index must not reach one. */
const NO_INDEX = 'http://127.0.0.1:9/simple/';

/** A home of its own, nothing of the machine's configuration for pip and uv, and this index. */
export const ownConfiguration = (home: string, index: string = NO_INDEX): Variables => ({
  HOME: home,
  USERPROFILE: home,
  XDG_CACHE_HOME: join(home, '.cache'),
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_STATE_HOME: join(home, '.state'),
  PIP_CONFIG_FILE: devNull,
  PIP_INDEX_URL: index,
  UV_NO_CONFIG: '1',
  UV_INDEX_URL: index,
});

const TOLD =
  /^(?:PIP|UV|SSL_CERT|REQUESTS_CA|CURL_CA|NODE_EXTRA_CA|XDG)_|^(?:https?|all|no)_proxy$|^(?:HOME|USERPROFILE|APPDATA)$/i;

function inherited(isWanted: (name: string) => boolean): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && isWanted(name)) variables[name] = value;
  return variables;
}

/** What this machine tells pip and uv: for the live suites alone. */
export const machineConfiguration = (): Variables => inherited((name) => TOLD.test(name));

const WINDOWS_ESSENTIALS = ['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'ProgramData', 'ProgramFiles'];

/** Without these Windows starts no program; elsewhere there are none. */
export const windowsEssentials = (): Variables => inherited((name) => WINDOWS_ESSENTIALS.includes(name));
