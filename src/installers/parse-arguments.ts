import { resolve } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import type { FileOption } from '../packaging/index.ts';
import type { Environment } from '../platform/index.ts';
import type { InstallArguments } from './arguments.ts';
import { checkCombinations } from './check-combinations.ts';
import { Given } from './given.ts';
import { interpret } from './interpret.ts';
import { checkValue, type Occurrence } from './occurrence.ts';
import type { OptionCommand } from './option.ts';
import { type OptionIndex, optionIndex } from './option-index.ts';
import { parseWords } from './parse-words.ts';
import { ownSettings, type Setting, settingOccurrences } from './settings.ts';
import { areUvWords } from './uv-words.ts';

/** What beside the words decides what they mean. */
export interface ArgumentContext {
  /** `install` where nothing else is said. */
  readonly command?: OptionCommand;
  /** Of the installer's configuration, weakest first; see `readSettings`. */
  readonly settings?: readonly Setting[];
  /** Options that stood in requirements files; as in pip they come after the words, and replace or add. */
  readonly fileOptions?: readonly FileOption[];
  /** What relative paths start from. */
  readonly currentFolder?: string;
  /** What ages are counted from. */
  readonly now?: Date;
}

/**
 * Reads a command line of `pip install` (or `pip download`), and safe-install's own options beside it. Where it chooses
 * uv as the installer, the words of `uv pip install` are understood as well.
 *
 * A run calls it twice, as pip does: first for the words alone, since they say which Python and which installer are
 * meant, then with the settings of that installer below them.
 *
 * @param words everything after the command's own word.
 * @throws SafeInstallError `usage.option`, `usage.unsupported`, `configuration.value`.
 */
export function parseInstallArguments(
  words: readonly string[],
  environment: Environment,
  context: ArgumentContext = {},
): InstallArguments {
  const command = context.command ?? 'install';
  const index = optionIndex(command);
  const spoken = areUvWords(words, environment) ? optionIndex(command, 'uv') : index;
  const { positionals, occurrences } = parseWords(words, spoken, environment);
  const settings = settingOccurrences([...(context.settings ?? []), ...ownSettings(environment)], index);
  const given = new Given([...settings, ...occurrences]);
  const surroundings = {
    command,
    positionals,
    home: environment.HOME ?? environment.USERPROFILE ?? null,
    currentFolder: resolve(context.currentFolder ?? '.'),
    now: context.now ?? new Date(),
  };
  const meant = interpret(given, surroundings);
  checkCombinations(meant, given);
  const fileOptions = context.fileOptions ?? [];
  if (fileOptions.length === 0) return meant;
  return interpret(
    new Given(withFileOptions([...settings, ...occurrences], fileOptions, index)),
    surroundings,
  );
}

/**
 * Adds the options that files state, in their order. As in pip, an `--index-url` in a file takes the place of every index
 * that was named before it, the further ones included, unless there is `--no-index`.
 */
function withFileOptions(
  stated: readonly Occurrence[],
  options: readonly FileOption[],
  index: OptionIndex,
): readonly Occurrence[] {
  let all = stated;
  for (const occurrence of fileOccurrences(options, index)) {
    const { option, origin } = occurrence;
    if (option.name === '--index-url' && !new Given(all).isSet('--no-index'))
      all = all.filter((each) => each.option.name !== '--extra-index-url' || each.origin === origin);
    all = [...all, occurrence];
  }
  return all;
}

const fileOccurrences = (options: readonly FileOption[], index: OptionIndex): readonly Occurrence[] =>
  options.flatMap(({ name, value, origin: { file, line } }) => {
    const spelled = `--${name}`;
    const option = index.bySpelling.get(spelled);
    if (option === undefined) return [];
    const origin = `${file}:${line}`;
    if (value !== null) checkValue(option, spelled, value, origin);
    return [{ option, value: value ?? true, origin }];
  });

/**
 * Says so where a command line names nothing to install.
 *
 * @throws SafeInstallError `usage.command`.
 */
export function checkSomethingWanted({ wanted, command, sources }: InstallArguments): void {
  const { requirements, editables, requirementFiles, scripts, groups } = wanted;
  if (requirements.length + editables.length + requirementFiles.length + scripts.length + groups.length > 0)
    return;
  const [link] = sources.findLinks;
  throw new SafeInstallError({
    code: 'usage.command',
    message: `"${command}" was given nothing to ${command}`,
    hint:
      link === undefined
        ? `Name a requirement, such as "safe-install ${command} requests", or a file with -r`
        : `Did you mean "safe-install ${command} ${link.value}"?`,
  });
}
