import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { MadeFile } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from './local-index.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

/** What the tests of one suite share; the members exist once its `beforeAll` has run. */
export interface Shared {
  readonly index: LocalIndex;
  readonly sandbox: Sandbox;
}

/**
 * Gives a suite one index, filled anew with `files` before each test, and one sandbox: for tests that leave the
 * environment as it was. The cache goes with each test.
 */
export function shareIndexAndSandbox(files: readonly MadeFile[], options: SandboxOptions = {}): Shared {
  let index: LocalIndex | undefined;
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    index = await startLocalIndex();
    sandbox = await Sandbox.make({ installer: 'uv', index: index.url, ...options });
  });
  beforeEach(async () => {
    index?.reset();
    index?.addAll(files);
    await sandbox?.clear();
  });
  afterAll(async () => {
    await index?.close();
    await sandbox?.remove();
  });
  const ready = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('the suite has not been set up');
    return value;
  };
  return {
    get index() {
      return ready(index);
    },
    get sandbox() {
      return ready(sandbox);
    },
  };
}
