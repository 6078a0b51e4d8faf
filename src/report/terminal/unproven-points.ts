import type { ReasonCode } from '../../errors/index.ts';
import type { FileDescription } from '../facts/describe-file.ts';
import { isUnverifiable } from '../summary.ts';

/** What the verdict on a file does not say: one clause each, the weightiest first. */
export function unprovenPoints(file: FileDescription): readonly string[] {
  const { evidence, signer } = file;
  const isTold = (code: ReasonCode): boolean =>
    [...file.notes, ...file.warnings].some((error) => error.code === code);
  const points: readonly (readonly [isUnproven: boolean, what: string])[] = [
    [isUnverifiable(evidence), 'that this is what was meant: nothing was known of it but its address'],
    [signer === null, 'who built it, and from which source'],
    [
      evidence.kind === 'attested' && evidence.firstSeen,
      'that this is the right publisher: nobody but the index has named it',
    ],
    [isTold('source.undeclared'), 'that this is the repository of the project: its metadata names none'],
    [
      isTold('identity.environment-unproven'),
      'that it was built in the environment that the index names: the certificate does not say it',
    ],
    [signer?.says === 'signature', 'how it was built: the signature is over the file alone'],
    [file.builtFrom !== null, 'that the build here gave what its publisher would have built'],
    [true, 'that the code does no harm'],
  ];
  return points.filter(([isUnproven]) => isUnproven).map(([, what]) => what);
}
