declare const sha256Brand: unique symbol;

/** A sha256 digest: 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly [sha256Brand]: true };

const SHA256 = /^[0-9a-f]{64}$/;

/** `text` as a sha256 digest in either case, or `undefined` when it is none. */
export function parseSha256(text: string): Sha256 | undefined {
  const lower = text.toLowerCase();
  return SHA256.test(lower) ? (lower as Sha256) : undefined;
}
