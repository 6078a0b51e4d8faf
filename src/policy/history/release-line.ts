import { parseVersion, type Version } from '../../packaging/index.ts';

/**
 * The line of releases that a version belongs to: epoch and the first two numbers, as a version of its own. `2.32` for
 * `2.32.3`, `2024.8` for `2024.8.30`, `39.0` for `39`.
 *
 * Two numbers, since that is where projects branch: a maintenance line such as `1.26` is kept apart from `2.0`, and goes
 * on without what newer lines have. One number would take a branch and its successor for one line; three, each release.
 */
export function lineOf({ parts }: Version): Version {
  const { epoch, release } = parts;
  const [major = '0', minor = '0'] = release;
  return parseVersion(`${epoch}!${major}.${minor}`);
}
