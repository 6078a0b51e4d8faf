import { describe, expect, it } from 'vitest';
import { withSidecars } from '../../src/index/sidecars.ts';
import type { SimpleFile } from '../../src/packaging/index.ts';

const WHEEL = 'acme-1.0-py3-none-any.whl';

const entry = (filename: string, provenance: string | null = null): SimpleFile => ({
  filename,
  url: `https://files.example/${filename}`,
  hashes: {},
  sha256: null,
  size: null,
  uploadTime: null,
  requiresPython: null,
  yanked: false,
  coreMetadata: null,
  provenance,
});

const provenances = (entries: readonly SimpleFile[]) =>
  withSidecars(entries).map(({ filename, provenance }) => [filename, provenance]);

describe('withSidecars', () => {
  it.each(['.provenance', '.sigstore.json', '.sigstore', '.publish.attestation'])(
    'takes a file "%s" beside another for the evidence of that',
    (suffix) => {
      const sidecar = entry(`${WHEEL}${suffix}`);
      expect(provenances([entry(WHEEL), sidecar])).toEqual([[WHEEL, sidecar.url]]);
      expect(provenances([sidecar, entry(WHEEL)])).toEqual([[WHEEL, sidecar.url]]);
    },
  );

  it('takes the provenance where several lie there', () => {
    const provenance = entry(`${WHEEL}.provenance`);
    const others = ['.sigstore', '.publish.attestation'].map((suffix) => entry(WHEEL + suffix));
    expect(provenances([...others, provenance, entry(WHEEL)])).toEqual([[WHEEL, provenance.url]]);
  });

  it('goes by what the index announces first', () => {
    const announced = entry(WHEEL, 'https://index.example/provenance');
    expect(provenances([announced, entry(`${WHEEL}.sigstore.json`)])).toEqual([
      [WHEEL, 'https://index.example/provenance'],
    ]);
  });

  it('gives no file the evidence of another', () => {
    const other = 'acme-2.0-py3-none-any.whl';
    expect(provenances([entry(WHEEL), entry(`${other}.sigstore.json`), entry(other)])).toEqual([
      [WHEEL, null],
      [other, `https://files.example/${other}.sigstore.json`],
    ]);
  });

  it('leaves a page without any as it is', () => {
    const entries = [entry(WHEEL), entry('acme-1.0.tar.gz')];
    expect(withSidecars(entries)).toBe(entries);
  });
});
