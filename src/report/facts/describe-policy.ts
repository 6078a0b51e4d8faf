import { createHash } from 'node:crypto';
import { describeOrigin, describePolicy, type EffectivePolicy } from '../../policy/index.ts';

/** One line of the policy that was in force. */
export interface PolicyLineDescription {
  /** `[[rule]]`; empty for the settings. */
  readonly section: string;
  readonly text: string;
  /** `safe-install.toml:12`, `built-in`, `command line`. */
  readonly origin: string;
}

/** The policy that was in force, in short. */
export interface PolicyDescription {
  /** Of its lines, without their origins: equal for runs that demanded the same. */
  readonly sha256: string;
  readonly lines: readonly PolicyLineDescription[];
}

export function describeEffectivePolicy(policy: EffectivePolicy): PolicyDescription {
  const sections = describePolicy(policy);
  const text = sections.flatMap(({ title, lines }) => [title, ...lines.map((line) => line.text)]).join('\n');
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    lines: sections.flatMap(({ title, lines }) =>
      lines.map((line) => ({ section: title, text: line.text, origin: describeOrigin(line.origin) })),
    ),
  };
}
