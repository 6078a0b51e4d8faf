import { printable } from '../../errors/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { describeFile, type FileDescription } from '../facts/describe-file.ts';
import { wrap } from '../layout.ts';
import type { Palette } from '../palette.ts';
import { evidenceWords, VERDICT_SIGNS, vouching } from '../verdict-words.ts';

export interface TerminalOptions {
  readonly palette: Palette;
  /** Columns. */
  readonly width: number;
}

/** Columns that names and versions may take before the evidence moves below them. */
const WIDEST_NAME = 28;

/** Who vouches for each file, for `-v`: a line a file, with what does not fit below it. */
export function evidenceLines(
  verified: readonly VerifiedArtifact[],
  { palette, width }: TerminalOptions,
): readonly string[] {
  const files = verified.map(describeFile);
  const names = files.map(({ name, version }) => printable(`${name} ${version}`));
  const column = Math.min(
    WIDEST_NAME,
    Math.floor(width / 3) + 2,
    Math.max(0, ...names.map((name) => name.length)),
  );
  return files.flatMap((file, index) => {
    const label = `${VERDICT_SIGNS[file.evidence.kind]} ${(names[index] ?? '').padEnd(column)}  `;
    const indent = column + 4;
    const [first = '', ...rest] = wrap(evidenceText(file), width, indent, indent);
    const isWide = label.length > indent;
    return [
      `${paint(file, palette)(isWide ? label.trimEnd().slice(0, width) : label)}${isWide ? '' : first}`,
      ...(isWide ? [`${' '.repeat(indent)}${first}`] : []),
      ...rest,
    ];
  });
}

function evidenceText(file: FileDescription): string {
  const { evidence } = file;
  const isFirst = evidence.kind === 'attested' && evidence.firstSeen;
  const origin = file.namedBy === null ? '' : ` (named by ${file.namedBy}${isFirst ? ', first seen' : ''})`;
  const words = evidence.kind === 'attested' ? evidence.kind : evidenceWords(file);
  return printable(`${words}: ${vouching(file)}${origin}`, 600);
}

const paint = ({ evidence }: FileDescription, palette: Palette): ((text: string) => string) =>
  evidence.kind === 'attested' ? palette.good : evidence.kind === 'waived' ? palette.warning : (text) => text;
