import type { Given } from './given.ts';
import type { OptionName } from './option-index.ts';

/** Flags for the installer; they take effect there. */
const FLAGS: readonly OptionName[] = [
  '--ignore-requires-python',
  '--force-reinstall',
  '--ignore-installed',
  '--break-system-packages',
];

/** Options whose value is a path. The installer runs in a folder of ours, so they are made absolute. */
const PATHS: readonly OptionName[] = ['--target', '--prefix', '--root', '--log'];

const TEXTS: readonly OptionName[] = ['--root-user-action', '--python-version', '--implementation'];

const LISTS: readonly OptionName[] = ['--platform', '--abi', '--reinstall-package'];

/**
 * The options that the installer is given at the hand-over, in pip's spelling, one word each.
 *
 * `--compile` is not among them: the hand-over decides how bytecode is made.
 */
export function passedOn(given: Given, absolute: (path: string) => string): readonly string[] {
  const valued = (name: OptionName, value: string | null): readonly string[] =>
    value === null ? [] : [`${name}=${value}`];
  const user = given.flag('--user', '--no-user');
  return [
    ...FLAGS.filter((name) => given.isSet(name)),
    ...PATHS.flatMap((name) => {
      const path = given.text(name);
      return valued(name, path === null ? null : absolute(path));
    }),
    ...TEXTS.flatMap((name) => valued(name, given.text(name))),
    ...LISTS.flatMap((name) => given.texts(name).map((value) => `${name}=${value}`)),
    ...(user === undefined ? [] : [user ? '--user' : '--no-user']),
    // replaces what stands in the folder; elsewhere versions are pinned and it would say nothing
    ...(given.text('--target') !== null && given.isSet('--upgrade') ? ['--upgrade'] : []),
    ...(given.flag('--no-warn-script-location') === false ? ['--no-warn-script-location'] : []),
  ];
}
