import { SafeInstallError } from '../errors/index.ts';
import type { AdjustmentArguments } from '../installers/index.ts';
import { type NormalizedName, parseRequirement, Requirement } from '../packaging/index.ts';
import type { UserConstraint } from '../resolver/index.ts';
import type { Doors } from './doors.ts';
import { type FetchText, readLines, toConstraint } from './wanted.ts';

/** What counts otherwise than packages state it; see `resolver/`. */
export interface WantedAdjustments {
  readonly overrides: readonly UserConstraint[];
  readonly excludes: ReadonlySet<NormalizedName>;
  /** Beside those of constraints files. */
  readonly constraints: readonly UserConstraint[];
}

/**
 * Reads overrides and excludes files, which are written as requirements files are, with what uv's own files say of the
 * same.
 *
 * @throws SafeInstallError `requirements.*`, `packaging.*` for a line that names no project.
 */
export async function readAdjustments(
  given: AdjustmentArguments,
  doors: Pick<Doors, 'environment' | 'currentFolder' | 'log'>,
  fetchText: FetchText,
): Promise<WantedAdjustments> {
  const overrides = await linesOf(given.overrideFiles, doors, fetchText);
  const excludes = await linesOf(given.excludeFiles, doors, fetchText);
  const stated = given.excludes.map(({ value, origin }) => readStated(value, origin));
  return {
    overrides: [
      ...overrides,
      ...given.overrides.map(({ value, origin }) => toAsked(readStated(value, origin), origin)),
    ],
    // as in uv, the name alone counts
    excludes: new Set(
      [...excludes.map(({ requirement }) => requirement), ...stated].map(
        ({ normalizedName }) => normalizedName,
      ),
    ),
    constraints: [
      ...given.constraints.map(({ value, origin }) => toAsked(readStated(value, origin), origin)),
      ...given.upgrades.map(({ value, origin }) => toAsked(withoutExtras(readStated(value, origin)), origin)),
    ],
  };
}

/** The requirements of these files; options in them do not count, as with uv. */
async function linesOf(
  paths: readonly string[],
  doors: Pick<Doors, 'environment' | 'currentFolder' | 'log'>,
  fetchText: FetchText,
): Promise<readonly UserConstraint[]> {
  const lines: UserConstraint[] = [];
  for (const path of paths) {
    const file = await readLines(path, 'constraints', doors, fetchText);
    for (const { name, origin } of file.options)
      doors.log.warn(`${origin.file}:${origin.line}: --${name} does not count in such a file`);
    lines.push(...file.requirements.map(toConstraint));
  }
  return lines;
}

function readStated(text: string, origin: string): Requirement {
  try {
    return parseRequirement(text);
  } catch (error) {
    if (error instanceof SafeInstallError) throw error.about(text, [{ label: 'in', value: origin }]);
    throw error;
  }
}

const toAsked = (requirement: Requirement, origin: string): UserConstraint => ({
  requirement,
  hashes: [],
  origin,
});

/** Extras say nothing about versions. */
const withoutExtras = ({ name, specifier, url, marker }: Requirement): Requirement =>
  new Requirement({ name, specifier, url, marker });
