import { describe, expect, it } from 'vitest';
import { isShimFolder, withoutShims } from '../../src/shims/search-path.ts';

describe('a folder of shims', () => {
  it.each([
    ['by its name', '/home/a/.local/share/safe-install/safe-install-shims', true],
    ['with a slash behind it', '/opt/x/safe-install-shims//', true],
    ['another user', '/home/other/.local/share/safe-install/safe-install-shims', true],
    ['a folder in it', '/opt/x/safe-install-shims/functions', false],
    ['a longer name', '/opt/x/my-safe-install-shims', false],
    ['any other', '/usr/bin', false],
    ['nothing', '', false],
  ])('%s', (_reason, folder, expected) => {
    expect(isShimFolder(folder)).toBe(expected);
  });
});

describe('the environment without shims', () => {
  it.each([
    ['in front', '/a/safe-install-shims:/usr/bin:/bin', '/usr/bin:/bin'],
    ['behind an environment that was activated', '/v/bin:/a/safe-install-shims:/bin', '/v/bin:/bin'],
    ['twice', '/a/safe-install-shims:/b/safe-install-shims/:/bin', '/bin'],
    ['alone', '/a/safe-install-shims', ''],
    ['not there', '/usr/bin::/bin', '/usr/bin::/bin'],
  ])('has a PATH without them: %s', (_reason, PATH, expected) => {
    expect(withoutShims({ PATH, HOME: '/home/a' })).toEqual({ PATH: expected, HOME: '/home/a' });
  });

  it('lets no bash put them back', () => {
    expect(withoutShims({ BASH_ENV: '/a/safe-install-shims/init.bash' })).toEqual({});
    expect(withoutShims({ BASH_ENV: '/a/bashenv' })).toEqual({ BASH_ENV: '/a/bashenv' });
  });

  it('leaves the environment that it was given alone', () => {
    const environment = { PATH: '/a/safe-install-shims:/bin', BASH_ENV: '/a/safe-install-shims/init.bash' };
    withoutShims(environment);
    expect(environment.PATH).toBe('/a/safe-install-shims:/bin');
    expect(environment.BASH_ENV).toBe('/a/safe-install-shims/init.bash');
  });
});
