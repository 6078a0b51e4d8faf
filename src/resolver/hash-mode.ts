import type { Candidate } from '../artifact/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import type { ResolveOptions } from './options.ts';
import type { UserConstraint, UserRequirement } from './user-requirement.ts';

/** Whether every file must have an allowed hash: by option, or (as with pip) by a hash on any requirement or constraint. */
export const areHashesRequired = (
  asked: readonly (UserRequirement | UserConstraint)[],
  { hashes }: ResolveOptions,
): boolean =>
  hashes === 'required' || (hashes === 'when-given' && asked.some((each) => each.hashes.length > 0));

/**
 * Holds every file to having an allowed hash, where that is asked for.
 *
 * @throws SafeInstallError `resolve.hash-required`, all that lack one together.
 */
export function checkHashes(
  candidates: readonly Candidate[],
  asked: readonly (UserRequirement | UserConstraint)[],
  options: ResolveOptions,
): void {
  if (!areHashesRequired(asked, options)) return;
  const errors = candidates
    .filter((candidate) => candidate.allowedHashes.length === 0 && !isPinnedByAddress(candidate))
    .map(({ name, version, requestedBy, requiredBy }) => {
      const why = requestedBy.length > 0 ? 'it is asked for' : `${requiredBy.join(', ')} needs it`;
      return new SafeInstallError({
        code: 'resolve.hash-required',
        message: `${name} ${version} has no --hash, and hashes are demanded of all: ${why}`,
        subject: `${name} ${version}`,
        hint: 'List it with its version and hash; "safe-install resolve" prints such lines',
      });
    });
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new SafeInstallErrors(errors);
}

/** A digest behind an address that the user gives (`#sha256=…`) is one that he allows, as with pip. */
const isPinnedByAddress = ({ file, requestedBy }: Candidate): boolean =>
  file.sha256 !== null && file.origin.kind === 'url' && requestedBy.some(({ url }) => url !== null);
