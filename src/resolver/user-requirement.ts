import { SafeInstallError } from '../errors/index.ts';
import {
  type AllowedHash,
  type NormalizedName,
  parseSha256,
  type Requirement,
  type Sha256,
} from '../packaging/index.ts';

interface Asked {
  /** From `--hash`; empty when none were given. */
  readonly hashes: readonly AllowedHash[];
  /** Where it stands, such as `requirements.txt:3`; `null` for the command line. */
  readonly origin: string | null;
}

/** What the user asks for: by a name, or by the address of a file or folder alone. */
export type UserRequirement = Asked &
  (
    | { readonly kind: 'named'; readonly requirement: Requirement }
    | {
        readonly kind: 'address';
        /** Absolute URL, fragment included. */
        readonly url: string;
        readonly extras: readonly NormalizedName[];
        /** As the user gave it. */
        readonly text: string;
      }
  );

/** A line of a constraints file: what version it is to be, if it is needed at all. */
export interface UserConstraint extends Asked {
  readonly requirement: Requirement;
}

/** As the user would recognise it, without credentials. */
export const describeAsked = (asked: UserRequirement | UserConstraint): string =>
  'requirement' in asked ? asked.requirement.describe() : asked.text;

/**
 * The sha256 digests among those that the user allows.
 *
 * @throws SafeInstallError `resolve.hash-algorithm` when there are digests, but none of them is a sha256: every file is
 *   compared by its sha256, so that the others would be given in vain.
 */
export function allowedSha256(asked: UserRequirement | UserConstraint): readonly Sha256[] {
  const digests = asked.hashes.flatMap(({ algorithm, digest }) => {
    const sha256 = algorithm === 'sha256' ? parseSha256(digest) : undefined;
    return sha256 === undefined ? [] : [sha256];
  });
  if (digests.length > 0 || asked.hashes.length === 0) return digests;
  throw new SafeInstallError({
    code: 'resolve.hash-algorithm',
    message: `"${describeAsked(asked)}" has a --hash, but none by sha256`,
    subject: asked.origin ?? describeAsked(asked),
    hint: 'Add the sha256 of the file; "pip hash FILE" prints it',
  });
}
