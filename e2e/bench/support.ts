/** What the bench takes from the suites; it is plain JavaScript and reads this bundled. */

export { parseEvidence, TrustRoot, verifyEvidence } from '../../src/attestation/index.ts';
export { makeWheel } from '../../test/support/make-wheel.ts';
export { configuredIndex } from '../attested/configured-index.ts';
export { OverlayIndex } from '../attested/overlay-index.ts';
export { TestSigstore } from '../sigstore/index.ts';
export { startLocalIndex } from '../support/local-index.ts';
export { noise } from '../support/noise.ts';
export { copyEnvironment, pythonOf, SYSTEM_PATH, templateEnvironment, uvFolder } from '../support/tools.ts';
