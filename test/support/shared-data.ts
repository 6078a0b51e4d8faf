import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where test data from elsewhere stands, beside the project; `undefined` when it is not there and its tests are skipped. */
export const SHARED_DATA: string | undefined = (() => {
  const folder = process.env.SAFE_INSTALL_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
  return existsSync(folder) ? folder : undefined;
})();

/** Path of a file of the shared data; call it in a suite that `describe.skipIf(SHARED_DATA === undefined)` guards. */
export const sharedPath = (...parts: string[]): string => join(SHARED_DATA ?? '', ...parts);

/** A JSON file of the shared data, as the caller says it is shaped. */
export const sharedJson = <T>(...parts: string[]): T =>
  JSON.parse(readFileSync(sharedPath(...parts), 'utf8')) as T;
