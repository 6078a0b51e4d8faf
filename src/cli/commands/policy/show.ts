import { printable, SafeInstallError } from '../../../errors/index.ts';
import { type NormalizedName, parseRequirement, type Version } from '../../../packaging/index.ts';
import {
  describeDemands,
  describeOrigin,
  describePolicy,
  type EffectivePolicy,
  type PolicySection,
} from '../../../policy/index.ts';

/** A project, or one version of it, that is asked about. */
interface AskedPackage {
  readonly name: NormalizedName;
  readonly version: Version | null;
}

/**
 * `safe-install policy show [PACKAGE[==VERSION]]`: the policy that is in force, or what of it is about a package, as text
 * for standard output.
 *
 * @throws SafeInstallError `packaging.requirement`, `usage.command`.
 */
export function showPolicy(
  policy: EffectivePolicy,
  word: string | undefined,
  format: 'text' | 'json',
): string {
  const asked = word === undefined ? null : readAsked(word);
  const sections =
    asked === null ? describePolicy(policy) : describeDemands(policy, asked.name, asked.version);
  if (format === 'json') return `${JSON.stringify(toObject(asked, sections), null, 2)}\n`;
  return `${textOf(sections).join('\n')}\n`;
}

function readAsked(word: string): AskedPackage {
  const { normalizedName: name, specifier } = parseRequirement(word);
  const [clause, ...others] = specifier.specifiers;
  if (clause === undefined) return { name, version: null };
  if (clause.operator === '==' && !clause.isPrefix && clause.version !== null && others.length === 0)
    return { name, version: clause.version };
  throw new SafeInstallError({
    code: 'usage.command',
    message: `"${word}" names more than one version`,
    hint: `Say "${name}" for all of them, or "${name}==1.0" for one`,
  });
}

/** Columns in which the texts stand: the origins begin behind, in the next line where one does not fit. */
const TEXT_COLUMNS = 44;

const textOf = (sections: readonly PolicySection[]): readonly string[] =>
  sections.flatMap(({ title, lines }, index) => [
    ...(index === 0 ? [] : ['']),
    ...(title === '' ? [] : [title]),
    ...lines.flatMap(({ text, origin }) => {
      const shown = printable(text, 2_000);
      const stated = `# ${printable(describeOrigin(origin))}`;
      return shown.length > TEXT_COLUMNS
        ? [shown, `${' '.repeat(TEXT_COLUMNS)}  ${stated}`]
        : [`${shown.padEnd(TEXT_COLUMNS)}  ${stated}`];
    }),
  ]);

const toObject = (asked: AskedPackage | null, sections: readonly PolicySection[]): object => ({
  version: 1,
  package: asked === null ? null : { name: asked.name, version: asked.version?.toString() ?? null },
  sections,
});
