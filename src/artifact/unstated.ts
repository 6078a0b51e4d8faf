import type { Sha256 } from '../packaging/index.ts';
import type { DistributionFile } from './distribution-file.ts';

/**
 * Whether a file is named by its address alone: nobody has said before it came which bytes are meant, neither behind the
 * address (`#sha256=…`) nor by a `--hash`. Such a file is *unverifiable* unless evidence binds its bytes.
 *
 * Of a file of an index somebody has to state the digest, and on the user's own disk nobody stands between.
 */
export const isUnstated = (
  { origin, sha256 }: Pick<DistributionFile, 'origin' | 'sha256'>,
  allowedHashes: readonly Sha256[],
): boolean => origin.kind === 'url' && sha256 === null && allowedHashes.length === 0;
