import type { TomlPath } from '../../packaging/index.ts';
import type { IndexRule } from '../rule.ts';
import { readPackages } from './read-packages.ts';
import { originOf, type Reading } from './reading.ts';
import type { RawIndex } from './schema.ts';

const SCHEMES: ReadonlySet<string> = new Set(['https:', 'http:', 'file:']);

/** Reads one `[[index]]`; what is wrong with it is noted. */
export function readIndex(reading: Reading, path: TomlPath, raw: RawIndex): IndexRule {
  if (raw.packages === undefined && raw.evidence === undefined)
    reading.problems.error(path, {
      code: 'policy.missing-key',
      message: 'the index is given no "packages" and no "evidence", so that it says nothing',
      at: 'key',
    });
  return {
    url: readAddress(reading, [...path, 'url'], raw.url),
    packages: readPackages(reading, path, raw.packages ?? [], 'without versions').map(
      ({ pattern }) => pattern,
    ),
    evidence: raw.evidence === undefined ? null : readAddress(reading, [...path, 'evidence'], raw.evidence),
    origin: originOf(reading, path),
  };
}

/** An address; what is wrong with it is noted. Credentials in a file that is shared are known to everybody. */
export function readAddress({ problems }: Reading, path: TomlPath, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol))
    problems.error(path, {
      code: 'policy.value',
      message: `"${String(path.at(-1))}" takes an address, such as "https://packages.example/simple"`,
    });
  else if (url.username !== '' || url.password !== '')
    problems.error(path, {
      code: 'policy.value',
      message: `"${String(path.at(-1))}" has a user name or password in it`,
      hint: 'Keep credentials in a netrc file or a keyring; this file is for everybody to read',
      line: 'secret',
    });
  return text;
}
