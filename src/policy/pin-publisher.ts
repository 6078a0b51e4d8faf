import type { Publisher } from '../attestation/index.ts';
import type { NormalizedName } from '../packaging/index.ts';
import { publisherToJson } from './state/publisher-json.ts';

/** A publisher to be named in a policy, as `policy pin` and `policy init` write it. */
export interface PinnedPublisher {
  readonly name: NormalizedName;
  /** `>=2`; empty for all versions. */
  readonly versions: string;
  readonly publisher: Publisher;
  readonly repositoryId: string | null;
  readonly ownerId: string | null;
  /** What he was seen in, for the comment above the rule: one line. */
  readonly seenIn: string;
}

/** Where the rule is to stand. */
export type PinnedForm = 'whole file' | 'pyproject';

/** The text of a rule that names a publisher, with everything that is certified of him and stays the same. */
export function ruleText(pinned: PinnedPublisher, form: PinnedForm): string {
  const { kind, ...fields } = publisherToJson(pinned.publisher);
  const base = form === 'pyproject' ? 'tool.safe-install.rule' : 'rule';
  const pairs = Object.entries({
    ...(kind === 'Identity' ? {} : { kind }),
    ...fields,
    ...(pinned.repositoryId === null ? {} : { 'repository-id': pinned.repositoryId }),
    ...(pinned.ownerId === null ? {} : { 'owner-id': pinned.ownerId }),
  });
  return [
    `# ${pinned.seenIn.replaceAll(/[^\x20-\x7e]/g, '?')}`,
    `[[${base}]]`,
    `packages = [${quoted(`${pinned.name}${pinned.versions}`)}]`,
    `[[${base}.publisher]]`,
    ...pairs.map(([key, value]) => `${key} = ${quoted(String(value))}`),
    '',
  ].join('\n');
}

/** A string of TOML: what JSON writes is one. */
const quoted = (text: string): string => JSON.stringify(text);

/**
 * A policy file with rules added at its end. Whether they go together with the others shows when it is read.
 *
 * @param text of the file; `state` says whether there is a policy in it yet.
 */
export function withRules(
  text: string,
  rules: readonly string[],
  { form, state }: { readonly form: PinnedForm; readonly state: 'has a policy' | 'has none' },
): string {
  const header = form === 'pyproject' ? '[tool.safe-install]\nversion = 1' : 'version = 1';
  const parts = [
    text.trimEnd(),
    ...(state === 'has none' ? [header] : []),
    ...rules.map((rule) => rule.trimEnd()),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
