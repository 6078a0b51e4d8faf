import { isJsonObject, memberOf } from '../json/shape-reader.ts';
import type { JsonValue } from '../json/strict-json.ts';

/** The four top-level roles of a TUF repository, as texts; all but the root are absent before the first refresh. */
export interface TufMetadata {
  readonly root: string;
  readonly timestamp?: string;
  readonly snapshot?: string;
  readonly targets?: string;
}

export const ROLES = ['root', 'timestamp', 'snapshot', 'targets'] as const;

/**
 * When metadata that has been verified stops counting; `null` when it does not say so, which verified metadata does.
 *
 * @see https://theupdateframework.github.io/specification/latest/#metadata-format-common
 */
export function expiryOf(metadata: string): Date | null {
  const json = readJson(metadata);
  const signed = isJsonObject(json) ? memberOf(json, 'signed') : undefined;
  const expires = isJsonObject(signed) ? memberOf(signed, 'expires') : undefined;
  const time = typeof expires === 'string' ? Date.parse(expires) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
}

function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
