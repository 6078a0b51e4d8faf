import { describe, expect, it } from 'vitest';
import { certificates, emailIdentity, githubIdentity, userNameIdentity } from '../../e2e/sigstore/index.ts';
import {
  bundleOf,
  parseAttestation,
  parseSigstoreBundle,
  verifyAttestation,
  verifyBundle,
} from '../../src/attestation/index.ts';
import { asked, testSigstore, WIDGET } from './support.ts';

describe('verifyAttestation', () => {
  it('tells what is proven', async () => {
    const { sigstore, root } = await testSigstore();
    const text = JSON.stringify(await sigstore.attest(WIDGET));
    const verified = verifyAttestation(bundleOf(parseAttestation(text)), asked(WIDGET), root);
    expect(verified.identity.name.kind).toBe('uri');
    for (const log of ['rekor-v1', 'rekor-v2'] as const) {
      const b = JSON.stringify(await sigstore.signStatement(WIDGET, { log }));
      console.log((await verifyBundle(parseSigstoreBundle(b), asked(WIDGET), root)).logs);
      const c = JSON.stringify(await sigstore.signFile(WIDGET, { log }));
      console.log((await verifyBundle(parseSigstoreBundle(c), asked(WIDGET), root)).signedAt);
    }
    for (const identity of [
      emailIdentity('a@b.example', 'https://i.example'),
      userNameIdentity('bob', 'https://i.example'),
    ]) {
      const b = JSON.stringify(await sigstore.signStatement(WIDGET, { identity }));
      console.log((await verifyBundle(parseSigstoreBundle(b), asked(WIDGET), root)).identity.name);
    }
    void certificates;
    void githubIdentity;
  });
});
