import { type MadeFile, sha256Hex } from '../../test/support/make-wheel.ts';
import type { ServedFile } from './index-content.ts';

/** Evidence as a file that an index lists beside the one that it is about. */
export function sidecarOf(file: MadeFile, suffix: string, evidence: unknown): ServedFile['file'] {
  const bytes = Buffer.from(typeof evidence === 'string' ? evidence : JSON.stringify(evidence));
  return {
    filename: `${file.filename}${suffix}`,
    bytes,
    sha256: sha256Hex(bytes),
    metadata: Buffer.alloc(0),
    requiresPython: null,
  };
}
