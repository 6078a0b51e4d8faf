import type { SimpleFile } from '../packaging/index.ts';

/**
 * What evidence is called that lies beside a file, the best first: PEP 740 provenance, Sigstore bundles, a single
 * attestation.
 */
export const EVIDENCE_SUFFIXES = [
  '.provenance',
  '.sigstore.json',
  '.sigstore',
  '.publish.attestation',
] as const;

const suffixOf = (filename: string): (typeof EVIDENCE_SUFFIXES)[number] | undefined =>
  EVIDENCE_SUFFIXES.find((suffix) => filename.endsWith(suffix));

/**
 * Takes evidence that a page or a folder lists beside its files for what it is: each of these files announces it then,
 * as one announces the provenance that its index serves. What the index announces by itself goes before it.
 */
export function withSidecars(entries: readonly SimpleFile[]): readonly SimpleFile[] {
  const sidecars = new Map<string, { readonly url: string; readonly rank: number }>();
  for (const { filename, url } of entries) {
    const suffix = suffixOf(filename);
    if (suffix === undefined) continue;
    const of = filename.slice(0, -suffix.length);
    const rank = EVIDENCE_SUFFIXES.indexOf(suffix);
    const known = sidecars.get(of);
    if (known === undefined || rank < known.rank) sidecars.set(of, { url, rank });
  }
  if (sidecars.size === 0) return entries;
  return entries.flatMap((entry) => {
    if (suffixOf(entry.filename) !== undefined) return [];
    const sidecar = sidecars.get(entry.filename);
    return [
      entry.provenance !== null || sidecar === undefined ? entry : { ...entry, provenance: sidecar.url },
    ];
  });
}
