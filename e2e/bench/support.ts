/** What the bench takes from the suites; it is plain JavaScript and reads this bundled. */
export { makeWheel } from '../../test/support/make-wheel.ts';
export { startLocalIndex } from '../support/local-index.ts';
export { noise } from '../support/noise.ts';
export { copyEnvironment, pythonOf, SYSTEM_PATH, templateEnvironment, uvFolder } from '../support/tools.ts';
