import { byName, missingFrom } from '../support/installation-report.ts';
import type { Observation } from './observation.ts';

/** Whether both are done, or both did not understand their command line, or both failed in any other way. */
function isSameEnd(theirs: Observation, ours: Observation): boolean {
  if (theirs.exitCode === 0 || ours.exitCode === 0) return theirs.exitCode === ours.exitCode;
  // pip ends with 2 after a traceback too
  const isUsage = theirs.exitCode === 2 && /^Usage:/m.test(theirs.said);
  return isUsage ? ours.exitCode === 2 : ours.exitCode < 70;
}

/** What differs, a line each; empty when nothing does. `+` is there after safe-install alone, `-` after the other alone. */
export function compare(theirs: Observation, ours: Observation): readonly string[] {
  const lines: string[] = [];
  if (!isSameEnd(theirs, ours))
    lines.push(`exit ${theirs.exitCode} and ${[ours.exitCode, ...codesOf(ours.said)].join(' ')}`);
  lines.push(...listDifference('freeze', theirs.freeze, ours.freeze));
  lines.push(...listDifference('entry point', theirs.entryPoints, ours.entryPoints));
  for (const path of new Set([...theirs.files.keys(), ...ours.files.keys()])) {
    const [left, right] = [theirs.files.get(path), ours.files.get(path)];
    if (left !== right) lines.push(`${left === undefined ? '+' : right === undefined ? '-' : '~'} ${path}`);
  }
  lines.push(...reportDifference(theirs, ours));
  return lines.sort();
}

/** Reason codes of what safe-install has said, each once. */
export const codesOf = (said: string): readonly string[] => [
  ...new Set([...said.matchAll(/^error\[([a-z0-9.-]+)\]/gm)].map(([, code = '']) => code)),
];

/** Everything that pip writes has to stand in the report of safe-install, which may say more. */
function reportDifference({ report: theirs }: Observation, { report: ours }: Observation): readonly string[] {
  if (theirs === undefined || ours === undefined) return [];
  return missingFrom(byName(ours), byName(theirs)).map((path) => `~ report ${path}`);
}

function listDifference(what: string, theirs: readonly string[], ours: readonly string[]): readonly string[] {
  return [
    ...theirs.filter((each) => !ours.includes(each)).map((each) => `- ${what} ${each}`),
    ...ours.filter((each) => !theirs.includes(each)).map((each) => `+ ${what} ${each}`),
  ];
}
