import { describe, expect, it } from 'vitest';
import type { FoundEvidence } from '../../src/policy/index.ts';
import { findEvidence } from '../../src/verify/find-evidence.ts';
import { asked, SDIST, testSigstore, WIDGET } from '../attestation/support.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();

const document = (json: unknown) => ({
  kind: 'document' as const,
  document: {
    location: 'https://index.example/provenance',
    suffix: '.provenance',
    bytes: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
  },
});

const codeOf = (found: FoundEvidence) => ('error' in found ? found.error.code : found.kind);

describe('findEvidence', () => {
  it('verifies provenance, and says who signed', async () => {
    const { sigstore, root } = await testSigstore();
    const json = await sigstore.provenance(WIDGET);
    const found = await findEvidence(document(json), { ...asked(WIDGET), path: null }, root);
    expect(
      found.kind === 'verified' && found.evidence.bundles.map(({ publisher }) => publisher?.kind),
    ).toEqual(['GitHub']);
  });

  it('verifies a signature over the file itself by the bytes on disk', async () => {
    const { sigstore, root } = await testSigstore();
    const json = await sigstore.signFile(WIDGET);
    const path = scratch.put(Buffer.from(WIDGET.bytes));
    expect(codeOf(await findEvidence(document(json), { ...asked(WIDGET), path }, root))).toBe('verified');
    const nowhere = await findEvidence(document(json), { ...asked(WIDGET), path: null }, root);
    expect(codeOf(nowhere)).toBe('statement.subject-digest');
  });

  it('does not take for a refusal what is a fault of the disk', async () => {
    const { sigstore, root } = await testSigstore();
    const json = await sigstore.signFile(WIDGET);
    const path = '/nonexistent/widget.whl';
    await expect(findEvidence(document(json), { ...asked(WIDGET), path }, root)).rejects.toThrow('ENOENT');
  });

  it('returns a refusal, and leaves it to the policy whether it counts', async () => {
    const { sigstore, root } = await testSigstore();
    const json = await sigstore.provenance(WIDGET);
    const found = await findEvidence(document(json), { ...asked(SDIST), path: null }, root);
    expect(codeOf(found)).toBe('statement.subject-digest');
    expect(codeOf(await findEvidence(document('{'), { ...asked(WIDGET), path: null }, root))).toBe(
      'provenance.json',
    );
  });

  it.each([{ kind: 'none' as const }])('hands on that there is nothing', async (nothing) => {
    const { root } = await testSigstore();
    expect(await findEvidence(nothing, { ...asked(WIDGET), path: null }, root)).toBe(nothing);
  });
});
