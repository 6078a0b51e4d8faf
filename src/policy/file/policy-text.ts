import { parseTomlText, type TextPlace, type TomlText } from '../../packaging/index.ts';
import type { Origin } from '../origin.ts';
import { MAX_POLICY_BYTES } from './limits.ts';

/** Objects inside each other; a policy has five. */
const DEEPEST_POLICY = 32;

/** A TOML text with its data, and the place of everything in it. */
export type PolicyText = TomlText;

/**
 * @param source the file as the user would name it; it is told in every message about it.
 * @throws SafeInstallError `policy.syntax`, with line and column; `policy.too-large`.
 */
export const parsePolicyText = (bytes: string | Uint8Array, source: string): PolicyText =>
  parseTomlText(bytes, {
    source,
    what: 'a policy',
    maxBytes: MAX_POLICY_BYTES,
    maxDepth: DEEPEST_POLICY,
    codes: { syntax: 'policy.syntax', tooLarge: 'policy.too-large' },
  });

/** `safe-install.toml:12:3`. */
export const describePlace = ({ source, line, column }: Origin | TextPlace): string =>
  line === null ? source : `${source}:${line}:${column}`;
