import type { DistributionFile } from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import type { Sha256 } from '../packaging/index.ts';
import { isSecureOrigin } from '../platform/index.ts';
import type { DirectRequest } from '../resolver/index.ts';

/** What decides whether a file may be named by its address alone. */
export interface UnstatedTerms {
  /** Whether who asks may name what nobody has stated a digest of: the user, and a project of his. */
  readonly mayAsk: boolean;
  /** Of `--trusted-host`. */
  readonly trustedHosts: readonly string[];
}

/**
 * A file that is named by its address alone is whatever comes from there: only the user may ask for one, and by a way on
 * which nobody else can put another in its place.
 *
 * @throws SafeInstallError `source.unverifiable`, `network.insecure`; nothing has been fetched then.
 */
export function checkMayBeUnstated(
  { filename, url }: Pick<DistributionFile, 'filename' | 'url'>,
  { requiredBy }: Pick<DirectRequest, 'requiredBy'>,
  { mayAsk, trustedHosts }: UnstatedTerms,
): void {
  const address = redactUrl(url);
  if (!mayAsk) {
    throw new SafeInstallError({
      code: 'source.unverifiable',
      message:
        'a package asks for it by an address without its sha256, and nobody else says which file is meant',
      subject: filename,
      facts: [
        { label: 'address', value: address },
        ...(requiredBy === null
          ? []
          : [{ label: 'needed by', value: `${requiredBy.name} ${requiredBy.version}` }]),
      ],
      hint: 'If you know that address, ask for it yourself, beside the package that needs it; else install neither',
    });
  }
  if (isSecureOrigin(new URL(url), trustedHosts)) return;
  throw new SafeInstallError({
    code: 'network.insecure',
    message:
      'it would come over plain http, where anybody in between can change it, and nobody states its sha256',
    subject: address,
    hint: 'Use the https address, or put "#sha256=…" behind this one',
  });
}

/** Hashes are demanded of all, and this file has none; the digest that was found is shown, as pip does it. */
export const unpinned = (
  { filename }: Pick<DistributionFile, 'filename'>,
  sha256: Sha256,
): SafeInstallError =>
  new SafeInstallError({
    code: 'hash.missing',
    message: 'hashes are demanded of all, and nobody states its sha256',
    subject: filename,
    facts: [{ label: 'got', value: `sha256:${sha256}` }],
    hint: `If this is the file you mean, put "#sha256=${sha256}" behind its address, or --hash=sha256:${sha256} behind its line`,
  });
