import { createHash } from 'node:crypto';
import { printable, type ReasonCode } from '../../errors/index.ts';
import type { Place } from '../facts/place.ts';
import { type Finding, uriOf } from './to-sarif.ts';

/** Characters of one message; a viewer shows it whole. */
const LONGEST_MESSAGE = 4_000;

/** @param codes the ids of the rules, in their order. */
export function sarifResults(
  findings: readonly Finding[],
  codes: readonly ReasonCode[],
): readonly Record<string, unknown>[] {
  const met = new Map<string, number>();
  return findings.map((finding) => {
    const key = keyOf(finding);
    const times = (met.get(key) ?? 0) + 1;
    met.set(key, times);
    const { error, weight, waivedBecause } = finding;
    const fingerprint = `${sha256(key)}:${times}`;
    const locations = locationsOf(finding);
    return {
      ruleId: error.code,
      ruleIndex: codes.indexOf(error.code),
      level: weight === 'warning' ? 'warning' : 'error',
      message: { text: messageOf(finding) },
      ...(locations.length === 0 ? {} : { locations }),
      // GitHub looks at `primaryLocationLineHash` alone, other viewers at any.
      partialFingerprints: { 'safeInstall/v1': fingerprint, primaryLocationLineHash: fingerprint },
      ...(weight === 'waived'
        ? { suppressions: [{ kind: 'external', status: 'accepted', justification: waivedBecause ?? '' }] }
        : {}),
    };
  });
}

/** What stays the same from run to run, whatever is said about it. */
const keyOf = ({ error, release, filename, place }: Finding): string =>
  JSON.stringify([error.code, release, filename, release === null ? (place?.file ?? null) : null]);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** The first sentence stands alone where there is little room; the facts follow it, one a line. */
function messageOf({ error, release }: Finding): string {
  const about = release ?? error.subject;
  const sentence = `${about === undefined ? '' : `${printable(about)}: `}${printable(error.message, 2_000)}.`;
  const facts = error.facts.map(({ label, value, origin }) =>
    printable(`${label}: ${value}${origin === undefined ? '' : ` (${origin})`}`),
  );
  const hint = error.hint === undefined ? [] : [`${printable(error.hint, 2_000)}.`];
  const text = [sentence, ...facts, ...hint].join('\n');
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

/** One location: where the user can act on it, and which file of the plan it is about. */
function locationsOf({ release, filename, requirements, place }: Finding): readonly object[] {
  const logicalLocations = [
    ...(release === null || filename === null
      ? []
      : [
          {
            name: printable(filename),
            fullyQualifiedName: printable(`${release}/${filename}`),
            kind: 'resource',
          },
        ]),
    ...requirements.map((text) => ({ name: printable(text), kind: 'requirement' })),
  ];
  if (logicalLocations.length === 0 && place === null) return [];
  return [
    {
      ...(place === null ? {} : { physicalLocation: physicalLocation(place) }),
      ...(logicalLocations.length === 0 ? {} : { logicalLocations }),
    },
  ];
}

const physicalLocation = ({ file, line, column }: Place): object => ({
  artifactLocation: uriOf(file),
  region: { startLine: line, ...(column === null ? {} : { startColumn: column }) },
});
