import { basename, dirname, resolve } from 'node:path';
import { SafeInstallError } from '../../../errors/index.ts';
import { readFileCapped, writeFileAtomic } from '../../../platform/index.ts';
import {
  combineLayers,
  type EffectivePolicy,
  type PinnedForm,
  type PinnedPublisher,
  parsePolicyFile,
  ruleText,
  withRules,
} from '../../../policy/index.ts';

/** The name of a policy file that is made anew. */
export const POLICY_FILE = 'safe-install.toml';

/** Bytes of a file that rules are added to: as much as is read of any policy. */
const LARGEST = 1024 * 1024;

/** A policy file that rules are written to. */
export interface PolicyDocument {
  /** Absolute. */
  readonly path: string;
  /** As the user would name it. */
  readonly shown: string;
  readonly form: PinnedForm;
  /** Empty where the file is made. */
  readonly text: string;
  readonly state: 'has a policy' | 'has none';
}

/** The policy file of the project, or the one of `--policy`; a new one where there is none. */
export async function openDocument(policy: EffectivePolicy, currentFolder: string): Promise<PolicyDocument> {
  const layer = policy.layers.find(({ kind }) => kind === 'project');
  const shown = layer?.origin.source ?? POLICY_FILE;
  const path = resolve(currentFolder, shown);
  const bytes = await readFileCapped(path, LARGEST);
  return {
    path,
    shown,
    form: basename(path) === 'pyproject.toml' ? 'pyproject' : 'whole file',
    text: bytes?.toString('utf8') ?? '',
    state: layer === undefined ? 'has none' : 'has a policy',
  };
}

/**
 * Writes rules to the end of a policy file, or nothing: the new text is read as any policy is, and laid over the others,
 * before it takes the place of the old one.
 *
 * @throws SafeInstallErrors or SafeInstallError `policy.*` when the rules do not go together with what is there; `disk.*`.
 */
export async function writeRules(
  { path, shown, form, text, state }: PolicyDocument,
  publishers: readonly PinnedPublisher[],
  policy: EffectivePolicy,
  now: Date,
): Promise<void> {
  const rules = publishers.map((each) => ruleText(each, form));
  const written = withRules(text, rules, { form, state });
  const layer = await parsePolicyFile(written, {
    source: shown,
    folder: dirname(path),
    kind: 'project',
    form,
    now,
  });
  if (layer === null)
    throw new SafeInstallError({ code: 'internal.bug', message: 'what was written is no policy' });
  combineLayers([...policy.layers.filter(({ kind }) => kind !== 'project'), layer], 'off');
  await writeFileAtomic(path, written, 0o644);
}
